-- Notes that a message is about to be sent, before it is.
-- ARGV: 1 the token of the sending lock, 2 the try (token, event, part), 3 seconds for which the platform recognises what
--       is sent twice (0: it doesn't), 4 seconds since 1970, 5 seconds to keep
-- Returns "begun", "fenced" (another process sends by now) or "unknown": it was begun before, and nobody knows whether it arrived.
local fence, delivery = KEYS[1], KEYS[2]
if redis.call('GET', fence) ~= ARGV[1] then return 'fenced' end
-- When it was first sent without word of what became of it.
local doubted = redis.call('HGET', delivery, 'doubted')
if not doubted and redis.call('HEXISTS', delivery, 'sending') == 1 then
    doubted = redis.call('HGET', delivery, 'begun') or ARGV[4]
end
if doubted then
    local known = tonumber(ARGV[3])
    if known == 0 or tonumber(ARGV[4]) >= tonumber(doubted) + known then return 'unknown' end
    redis.call('HSET', delivery, 'doubted', doubted)
end
redis.call('HSET', delivery, 'sending', ARGV[2], 'begun', ARGV[4])
redis.call('HSETNX', delivery, 'since', ARGV[4])
redis.call('EXPIRE', delivery, math.max(tonumber(ARGV[5]), redis.call('TTL', KEYS[3]) + 86400))
return 'begun'
