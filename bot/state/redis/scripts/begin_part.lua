-- Notes that a message is about to be sent, before it is.
-- ARGV: 1 the token of the sending lock, 2 the try (token, event, part), 3 whether the platform recognises what is sent twice,
--       4 seconds since 1970, 5 seconds to keep
-- Returns "begun", "fenced" (another process sends by now) or "unknown": it was begun before, and nobody knows whether it arrived.
local fence, delivery = KEYS[1], KEYS[2]
if redis.call('GET', fence) ~= ARGV[1] then return 'fenced' end
if redis.call('HEXISTS', delivery, 'sending') == 1 and ARGV[3] == '0' then return 'unknown' end
redis.call('HSET', delivery, 'sending', ARGV[2])
redis.call('HSETNX', delivery, 'since', ARGV[4])
redis.call('EXPIRE', delivery, math.max(tonumber(ARGV[5]), redis.call('TTL', KEYS[3]) + 86400))
return 'begun'
