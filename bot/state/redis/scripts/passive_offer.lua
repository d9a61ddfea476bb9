-- Gives a reply to the request that has been open for the longest, if there is one.
-- KEYS: requests, replies
-- ARGV: 1 the reply, 2 milliseconds for which a message that comes again gets the same reply, 3 the channel for news, 4 the conversation
-- Returns 1 if there was one, else 0.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local open = redis.call('ZRANGEBYSCORE', KEYS[1], now, '+inf', 'LIMIT', 0, 1)[1]
if not open then return 0 end
redis.call('ZREM', KEYS[1], open)
redis.call('HSET', KEYS[2], open, ARGV[1])
redis.call('PEXPIRE', KEYS[2], ARGV[2])
redis.call('PUBLISH', ARGV[3], ARGV[4])
return 1
