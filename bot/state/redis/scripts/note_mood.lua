-- Counts a customer who said something, and, if it was negative, what it was about. A conversation counts once an hour, and once a day
-- among those that are negative about a topic: one customer who writes a lot is no surge.
-- KEYS: seen lately, negative about the topic, the day's counts by bin, the day's counts: in all, and "@" and the hour
-- ARGV: 1 conversation, 2 now (ms), 3 the topic ("" if it wasn't negative), 4 the bin of the day, 5 seconds that a conversation counts as
--       seen, 6 as negative, 7 seconds to keep the day's counts, 8 how many conversations are kept of a topic
local seen, negative, bins, day = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local conversation, now, topic, bin = ARGV[1], tonumber(ARGV[2]), ARGV[3], ARGV[4]
local hour = '@' .. math.floor(bin / 12)

local function is_new(set, seconds)
    redis.call('ZREMRANGEBYSCORE', set, '-inf', string.format('(%.0f', now - 1000 * seconds))
    local added = redis.call('ZADD', set, 'NX', now, conversation)
    redis.call('EXPIRE', set, seconds)
    return added == 1
end

if is_new(seen, tonumber(ARGV[5])) then
    redis.call('HINCRBY', bins, bin, 1)
    redis.call('EXPIRE', bins, 2 * 86400)
    redis.call('HINCRBY', day, 'customers', 1)
    redis.call('HINCRBY', day, 'customers' .. hour, 1)
end
if topic ~= '' and is_new(negative, tonumber(ARGV[6])) then
    redis.call('HINCRBY', day, 'negative:' .. topic, 1)
    redis.call('HINCRBY', day, 'negative:' .. topic .. hour, 1)
    redis.call('ZREMRANGEBYRANK', negative, 0, -1 - tonumber(ARGV[8]))
end
redis.call('EXPIRE', day, ARGV[7])
return 1
