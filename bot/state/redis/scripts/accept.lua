-- Puts a message into the inbox, once, and shows it to everybody who follows the conversation. While a person has the conversation, it
-- is noted and shown, and nobody else has it to answer. After a person has closed it, it begins anew with the assistant.
-- KEYS: seen inbox outbox used owner events head
-- ARGV: 1 the message's name (channel:id), 2 the message as JSON, 3 whether it was typed,
--       4 how many may wait, 5 seconds to wait, 6 seconds to be recognised,
--       7 the event that shows it ("" for none), 8 events kept, 9 what may be used once only ("" for nothing),
--       10 the channel for news, 11 the conversation, 12 the channel that the message came through,
--       13 the event that says that the customer goes back to the assistant ("" if they don't)
-- Returns {"new"}, {"person"}, {"known", where its replies are or ""}, {"full"} or {"used"}.
-- include: person
local seen, inbox, outbox, used, owned, events, head = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6], KEYS[7]
local replies = redis.call('HGET', seen, ARGV[1])
if replies then return {'known', replies} end
if ARGV[9] ~= '' and redis.call('HEXISTS', used, ARGV[9]) == 1 then return {'used'} end
local owner = redis.call('HGET', owned, 'owner') or 'assistant'
local person = with_person(owner) or ARGV[13] ~= ''
if not person then
    if redis.call('XLEN', inbox) >= tonumber(ARGV[4]) then return {'full'} end
    if owner == 'closed' then
        redis.call('HSET', owned, 'owner', 'assistant', 'since', whole(now_ms()))
        redis.call('XADD', outbox, 'MAXLEN', '~', ARGV[8], '*', 'handover', '{"owner": "assistant"}')
    end
    redis.call('XADD', inbox, '*', 'message', ARGV[2], 'typed', ARGV[3], 'channel', ARGV[12])
    redis.call('EXPIRE', inbox, ARGV[5])
    redis.call('HSET', seen, ARGV[1], '')
end
if ARGV[7] ~= '' then redis.call('XADD', outbox, 'MAXLEN', '~', ARGV[8], '*', 'customer', ARGV[7]) end
if person then
    local now = now_ms()
    tell_person(events, seen, owned, ARGV[1], ARGV[2], now)
    if ARGV[13] ~= '' then
        redis.call('HDEL', owned, 'unanswered', 'waiting_since', 'queued_since')
        if with_person(owner) then
            redis.call('HSET', owned, 'owner', 'assistant', 'since', whole(now), 'done', ARGV[1])
            redis.call('HINCRBY', owned, 'version', 1)
            local shown = string.sub(owner, 1, 6) == 'agent:' and asking_how_it_was(ARGV[13]) or ARGV[13]
            redis.call('XADD', outbox, 'MAXLEN', '~', ARGV[8], '*', 'handover', shown)
        end
    end
    keep({events, head, outbox, owned}, ARGV[5])
end
if person or ARGV[7] ~= '' then
    if redis.call('TTL', outbox) < tonumber(ARGV[5]) then redis.call('EXPIRE', outbox, ARGV[5]) end
    redis.call('PUBLISH', ARGV[10], ARGV[11])
end
redis.call('EXPIRE', seen, ARGV[6])
if ARGV[9] ~= '' then
    redis.call('HSET', used, ARGV[9], ARGV[1])
    redis.call('EXPIRE', used, ARGV[6])
end
return {person and 'person' or 'new'}
