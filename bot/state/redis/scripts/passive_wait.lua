-- Looks for the reply to a request, and keeps the request open for it.
-- KEYS: requests, replies
-- ARGV: 1 the message that the request brought, 2 milliseconds for which it stays open; 0 closes it
-- Returns the reply, or "".
local reply = redis.call('HGET', KEYS[2], ARGV[1])
if reply then return reply end
local left = tonumber(ARGV[2])
if left > 0 then
    local time = redis.call('TIME')
    redis.call('ZADD', KEYS[1], time[1] * 1000 + math.floor(time[2] / 1000) + left, ARGV[1])
    redis.call('PEXPIRE', KEYS[1], math.max(left, redis.call('PTTL', KEYS[1])))
else
    redis.call('ZREM', KEYS[1], ARGV[1])
end
return ''
