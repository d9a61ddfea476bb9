-- Notes what became of a message.
-- ARGV: 1 the token of the sending lock, 2 the event that is done with ("" if more of it is to be sent), 3 the next part,
--       4 how often that was tried, 5 the platform's id of the message ("" for none), 6 the event, 7 what did not arrive, as JSON ("" if it did),
--       8 seconds to keep, 9 when it may be tried again, in seconds since 1970,
--       10 whether it is tried again though it may have arrived
-- Returns 1, or 0 if another process sends by now.
local fence, delivery, sent, undelivered, outbox = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
if redis.call('GET', fence) ~= ARGV[1] then return 0 end
local keep = math.max(tonumber(ARGV[8]), redis.call('TTL', outbox) + 86400)
if ARGV[4] == '0' then
    redis.call('HDEL', delivery, 'doubted')
elseif ARGV[10] == '1' then
    redis.call('HSETNX', delivery, 'doubted', redis.call('HGET', delivery, 'begun') or ARGV[9])
end
redis.call('HDEL', delivery, 'sending', 'begun', 'turn')
if ARGV[2] ~= '' then
    redis.call('HDEL', delivery, 'since')
    redis.call('HSET', delivery, 'cursor', ARGV[2])
end
redis.call('HSET', delivery, 'part', ARGV[3], 'tries', ARGV[4], 'not_before', ARGV[9])
redis.call('EXPIRE', delivery, keep)
if ARGV[5] ~= '' then
    redis.call('HSET', sent, ARGV[5], ARGV[6])
    redis.call('EXPIRE', sent, keep)
end
if ARGV[7] ~= '' then
    redis.call('XADD', undelivered, 'MAXLEN', '~', 100, '*', 'undelivered', ARGV[7])
    redis.call('EXPIRE', undelivered, keep)
end
return 1
