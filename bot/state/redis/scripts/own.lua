-- What agents do with a conversation, each in one step: who has it changes here, or, where the assistant hands it over or the customer
-- goes back, in commit.lua and accept.lua. With it goes the lock: a turn that is under way can't be written any more.
-- KEYS: owner outbox events inbox tries seen lock fence waited head notes notices
-- ARGV: 1 what: take, say, note, back, close, transfer, beat, lapse, hand_over, or end (by the customer)
--       2 the operation's id, 3 the agent ("" for none), 4 what is shown of it, as JSON ("" for nothing), 5 the conversation,
--       6 the channel for news, 7 seconds to keep it for people, 8 events kept,
--       9 of "transfer" the agent who gets it ("" for whoever is free); of "hand_over" why, as JSON; of "say" the text; of "note" the note;
--       10, 11 of "lapse": the milliseconds without an answer, and without a sign of life, after which an agent is gone
-- Returns {outcome, owner, milliseconds that the customer has waited}; outcomes: "done", "known" (done before), "unknown" (no such
-- conversation), "taken" (another agent has it), "not_yours", "kept" (nothing to do).
-- include: person
local owned, outbox, events, inbox, tries, seen = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6]
local lock, fence, waited, head, notes, notices = KEYS[7], KEYS[8], KEYS[9], KEYS[10], KEYS[11], KEYS[12]
local what, id, agent, shown, conversation, news, keep_s, kept = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6], ARGV[7], ARGV[8]
local owner = redis.call('HGET', owned, 'owner') or 'assistant'
local mine = owner == 'agent:' .. agent
local now = now_ms()
-- Since nobody has it: a customer whose agent was gone waits anew, though they asked for a person long ago.
local function waits()
    return now - tonumber(redis.call('HGET', owned, 'queued_since') or redis.call('HGET', owned, 'waiting_since') or now)
end
local function answer(outcome) return {outcome, owner, whole(waits())} end

local function show(kind)
    if shown ~= '' then redis.call('XADD', outbox, 'MAXLEN', '~', kept, '*', kind, shown) end
    keep({events, head, outbox, owned, notes, notices, seen}, keep_s)
    redis.call('PUBLISH', news, conversation)
end

-- Whoever spoke with a person is asked how that was, once it is over.
local function give(to)
    local before = waits()
    if string.sub(owner, 1, 6) == 'agent:' and not with_person(to) then shown = asking_how_it_was(shown) end
    redis.call('DEL', lock, fence, waited)
    redis.call('HSET', owned, 'owner', to, 'since', whole(now), 'done', id)
    local epoch = redis.call('HINCRBY', owned, 'version', 1)
    if with_person(to) then
        redis.call('HSETNX', owned, 'waiting_since', whole(now))
        empty_inbox(inbox, tries, events, seen, owned, now)
    else
        redis.call('HDEL', owned, 'waiting_since', 'unanswered', 'beat')
    end
    redis.call('HDEL', owned, 'queued_since')
    if to == 'waiting' then
        redis.call('HSET', owned, 'queued_since', whole(now))
        redis.call('HSET', notices, epoch, whole(now))
    end
    show('handover')
    owner = to
    return {'done', to, whole(before)}
end

if redis.call('EXISTS', owned, outbox, events, inbox) == 0 then return answer('unknown') end
if what ~= 'say' and redis.call('HGET', owned, 'done') == id then return answer('known') end

if what == 'take' then
    if mine then return answer('known') end
    if string.sub(owner, 1, 6) == 'agent:' then return answer('taken') end
    redis.call('HSET', owned, 'beat', whole(now), 'took', whole(now))
    return give('agent:' .. agent)
elseif what == 'hand_over' then
    if with_person(owner) then return answer('kept') end
    redis.call('HSET', owned, 'about', ARGV[9], 'unanswered', whole(now))
    return give('waiting')
elseif what == 'end' then
    if not with_person(owner) then return answer('kept') end
    return give('closed')
elseif what == 'note' then
    if redis.call('HEXISTS', seen, 'desk:' .. id) == 1 then return answer('known') end
    redis.call('HSET', seen, 'desk:' .. id, ' ')
    redis.call('RPUSH', notes, ARGV[9])
    show('')
    return answer('done')
elseif what == 'lapse' then
    if string.sub(owner, 1, 6) ~= 'agent:' then return answer('kept') end
    local field = function(name) return tonumber(redis.call('HGET', owned, name) or 0) end
    local gone = now - field('beat') > tonumber(ARGV[11])
    local silent = field('unanswered') > 0 and now - math.max(field('unanswered'), field('took')) > tonumber(ARGV[10])
    if not gone and not silent then return answer('kept') end
    return give('waiting')
end

if what == 'say' and redis.call('HEXISTS', seen, 'desk:' .. id) == 1 then return answer('known') end
if what == 'close' and owner == 'waiting' then return give('closed') end
if not mine then return answer('not_yours') end
redis.call('HSET', owned, 'beat', whole(now))
if what == 'say' then
    redis.call('HSET', seen, 'desk:' .. id, ' ')
    redis.call('HDEL', owned, 'unanswered')
    local by = {agent = agent, name = cjson.decode(shown).name}
    redis.call('RPUSH', events, cjson.encode({event = 'agent', timestamp = now / 1000, text = ARGV[9], metadata = by}))
    show('agent')
elseif what == 'back' then
    return give('assistant')
elseif what == 'close' then
    return give('closed')
elseif what == 'transfer' then
    if ARGV[9] == '' then return give('waiting') end
    redis.call('HSET', owned, 'took', whole(now))
    return give('agent:' .. ARGV[9])
end
return answer('done')
