-- Notes when the account of a conversation may send its next message.
-- ARGV: 1 the token of the sending lock, 2 the time, in seconds since 1970, 3 seconds to keep
-- Returns 1, or 0 if another process sends by now.
local fence, delivery = KEYS[1], KEYS[2]
if redis.call('GET', fence) ~= ARGV[1] then return 0 end
redis.call('HSET', delivery, 'turn', ARGV[2])
redis.call('EXPIRE', delivery, math.max(tonumber(ARGV[3]), redis.call('TTL', KEYS[3]) + 86400))
return 1
