-- Keeps what a channel noted of a customer's message, unless that of a newer one is there: platforms deliver late, and twice.
-- ARGV: 1 when the message was written, in seconds since 1970, 2 what was noted, as JSON, 3 seconds to keep
local contact = KEYS[1]
if tonumber(redis.call('HGET', contact, 'at') or 0) <= tonumber(ARGV[1]) then
    redis.call('HSET', contact, 'at', ARGV[1], 'noted', ARGV[2])
end
redis.call('EXPIRE', contact, ARGV[3])
return 1
