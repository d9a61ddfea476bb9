-- Rasa's events of a conversation: its window, or only what came after the part that the reader knows.
-- ARGV: 1 the reader's version of the window, 2 the position up to which the reader knows it
-- Returns nothing if there are none, else {version, start, state before it, {events}}.
local head, events = KEYS[1], KEYS[2]
local known = redis.call('HMGET', head, 'version', 'start', 'before')
local version, start, before = known[1], known[2], known[3]
if not version then
    if redis.call('EXISTS', events) == 0 then return false end
    version, start, before = '', '0', '{"first_session": true, "state": []}'
end
local from = start
if version == ARGV[1] then from, before = ARGV[2], '' end
return {version, start, before, redis.call('LRANGE', events, from, -1)}
