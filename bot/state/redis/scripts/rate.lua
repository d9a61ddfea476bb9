-- Keeps what a customer thinks of a reply, and shows it to everybody who follows the conversation.
-- ARGV: 1 the reply's event ("conversation" for all of it), 2 the rating as JSON, 3 its value,
--       4 the event that shows it ("" for none), 5 events kept, 6 the channel for news, 7 the conversation
-- Returns 1, or 0 if there is no such reply.
local outbox, ratings = KEYS[1], KEYS[2]
if redis.call('EXISTS', outbox) == 0 then return 0 end
if ARGV[4] ~= '' then
    local found = redis.call('XRANGE', outbox, ARGV[1], ARGV[1])
    if #found == 0 or found[1][2][1] ~= 'to' then return 0 end
    local before = redis.call('HGET', ratings, ARGV[1])
    if not before or cjson.decode(before)['value'] ~= ARGV[3] then
        redis.call('XADD', outbox, 'MAXLEN', '~', ARGV[5], '*', 'rated', ARGV[4])
        redis.call('PUBLISH', ARGV[6], ARGV[7])
    end
end
redis.call('HSET', ratings, ARGV[1], ARGV[2])
redis.call('EXPIRE', ratings, redis.call('TTL', outbox))
return 1
