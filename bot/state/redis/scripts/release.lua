-- Gives a lock back and, if somebody waits for it, says so.
-- ARGV: 1 the owner's token, 2 the channel for news, 3 the conversation
local lock, fence, waited = KEYS[1], KEYS[2], KEYS[3]
if redis.call('GET', fence) ~= ARGV[1] then return 0 end
redis.call('DEL', lock, fence)
if redis.call('DEL', waited) == 1 then redis.call('PUBLISH', ARGV[2], ARGV[3]) end
return 1
