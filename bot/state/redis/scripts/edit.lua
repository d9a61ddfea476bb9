-- Replaces a message that no turn has begun with.
-- ARGV: 1 the message's name (channel:id), 2 the new message as JSON, 3 seconds to keep it
-- Returns 1, or 0 if it was answered, or never came. A turn that has taken it by now reads what it took.
local seen, edited = KEYS[1], KEYS[2]
if redis.call('HGET', seen, ARGV[1]) ~= '' then return 0 end
redis.call('HSET', edited, ARGV[1], ARGV[2])
redis.call('EXPIRE', edited, ARGV[3])
return 1
