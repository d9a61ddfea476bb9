-- Puts a message into the inbox, once.
-- ARGV: 1 the message's name (channel:id), 2 the message as JSON, 3 whether it was typed,
--       4 how many may wait, 5 seconds to wait, 6 seconds to be recognised
-- Returns {"new"}, {"known", where its replies are or ""}, or {"full"}.
local seen, inbox = KEYS[1], KEYS[2]
local replies = redis.call('HGET', seen, ARGV[1])
if replies then return {'known', replies} end
if redis.call('XLEN', inbox) >= tonumber(ARGV[4]) then return {'full'} end
redis.call('XADD', inbox, '*', 'message', ARGV[2], 'typed', ARGV[3])
redis.call('EXPIRE', inbox, ARGV[5])
redis.call('HSET', seen, ARGV[1], '')
redis.call('EXPIRE', seen, ARGV[6])
return {'new'}
