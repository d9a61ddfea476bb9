-- Puts a message into the inbox, once, and shows it to everybody who follows the conversation.
-- ARGV: 1 the message's name (channel:id), 2 the message as JSON, 3 whether it was typed,
--       4 how many may wait, 5 seconds to wait, 6 seconds to be recognised,
--       7 the event that shows it ("" for none), 8 events kept, 9 what may be used once only ("" for nothing),
--       10 the channel for news, 11 the conversation, 12 the channel that the message came through
-- Returns {"new"}, {"known", where its replies are or ""}, {"full"} or {"used"}.
local seen, inbox, outbox, used = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local replies = redis.call('HGET', seen, ARGV[1])
if replies then return {'known', replies} end
if ARGV[9] ~= '' and redis.call('HEXISTS', used, ARGV[9]) == 1 then return {'used'} end
if redis.call('XLEN', inbox) >= tonumber(ARGV[4]) then return {'full'} end
redis.call('XADD', inbox, '*', 'message', ARGV[2], 'typed', ARGV[3], 'channel', ARGV[12])
redis.call('EXPIRE', inbox, ARGV[5])
redis.call('HSET', seen, ARGV[1], '')
redis.call('EXPIRE', seen, ARGV[6])
if ARGV[9] ~= '' then
    redis.call('HSET', used, ARGV[9], ARGV[1])
    redis.call('EXPIRE', used, ARGV[6])
end
if ARGV[7] ~= '' then
    redis.call('XADD', outbox, 'MAXLEN', '~', ARGV[8], '*', 'customer', ARGV[7])
    if redis.call('TTL', outbox) < tonumber(ARGV[5]) then redis.call('EXPIRE', outbox, ARGV[5]) end
    redis.call('PUBLISH', ARGV[10], ARGV[11])
end
return {'new'}
