-- Writes a turn: its events, its replies, that its messages are answered, and whether a person goes on; then gives the lock back. All of
-- it, or nothing.
-- KEYS: lock fence waited head events outbox seen inbox tries dead ratings used owner notices
-- ARGV: token ("" without a lock), turn, conversation, channel for news, seconds to keep, seconds to recognise messages,
--       replies kept, version, position, start ("" if it stays), state before it,
--       why a person goes on as JSON ("" if none does), the event that says so, seconds to keep it then at least,
--       n, events …, n, {to, reply} …, n, {entry, message} …, n, dead letters …
-- Returns "done", "emptied" (the same, and no message waits any more), "fenced" (somebody else has the lock by now), "owned" (a person has the conversation: the assistant says nothing)
-- or "behind" (events were added meanwhile).
-- include: person
local lock, fence, waited, head, events = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local outbox, seen, inbox, tries, dead, owned, notices = KEYS[6], KEYS[7], KEYS[8], KEYS[9], KEYS[10], KEYS[13], KEYS[14]
local token, turn, conversation, news, keep_s, recognise, kept = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6], ARGV[7]
local version, position, start, before = ARGV[8], ARGV[9], ARGV[10], ARGV[11]
local why, said_so, wait_s = ARGV[12], ARGV[13], ARGV[14]
local place = 14
local function argument()
    place = place + 1
    return ARGV[place]
end

if redis.call('HGET', head, 'turn') == turn then return 'done' end
if token ~= '' and redis.call('GET', fence) ~= token then return 'fenced' end
local written = tonumber(argument())
local said = tonumber(ARGV[place + written + 1])
local owner = redis.call('HGET', owned, 'owner') or 'assistant'
if owner ~= 'assistant' and (said > 0 or why ~= '') then return 'owned' end
if position ~= '' and redis.call('LLEN', events) ~= tonumber(position) then return 'behind' end

for _ = 1, written do redis.call('RPUSH', events, argument()) end
redis.call('HSET', head, 'turn', turn)
if start ~= '' then redis.call('HSET', head, 'version', version, 'start', start, 'before', before) end

local first, last = '', ''
for _ = 1, tonumber(argument()) do
    last = redis.call('XADD', outbox, 'MAXLEN', '~', kept, '*', 'to', argument(), 'reply', argument())
    if first == '' then first = last end
end
for _ = 1, tonumber(argument()) do
    local entry, message = argument(), argument()
    redis.call('XDEL', inbox, entry)
    redis.call('HDEL', tries, entry)
    redis.call('HSET', seen, message, first .. ' ' .. last)
end
for _ = 1, tonumber(argument()) do redis.call('XADD', dead, 'MAXLEN', '~', 1000, '*', 'message', argument()) end

for _, name in ipairs({events, head, outbox, dead, KEYS[11], owned}) do redis.call('EXPIRE', name, keep_s) end
for _, name in ipairs({seen, KEYS[12]}) do redis.call('EXPIRE', name, recognise) end
local emptied = redis.call('XLEN', inbox) == 0
if emptied then redis.call('DEL', inbox) end
if why ~= '' then
    local now = now_ms()
    local epoch = redis.call('HINCRBY', owned, 'version', 1)
    redis.call('HSET', owned, 'owner', 'waiting', 'since', whole(now), 'about', why)
    for _, since in ipairs({'waiting_since', 'queued_since', 'unanswered'}) do redis.call('HSET', owned, since, whole(now)) end
    redis.call('HSET', notices, epoch, whole(now))
    empty_inbox(inbox, tries, events, seen, owned, now)
    redis.call('XADD', outbox, 'MAXLEN', '~', kept, '*', 'handover', said_so)
    keep({events, head, outbox, owned, notices}, wait_s)
end
if token ~= '' then redis.call('DEL', lock, fence, waited) end
redis.call('PUBLISH', news, conversation)
return emptied and 'emptied' or 'done'
