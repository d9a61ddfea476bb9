-- The replies to a message.
-- KEYS: seen outbox
-- ARGV: the message's name (channel:id)
-- Returns nil if it isn't answered, else the outbox's entries, {{id, {field, value, …}}, …}: none if the answer has no words.
local where = redis.call('HGET', KEYS[1], ARGV[1])
if not where or where == '' then return nil end
local first, last = string.match(where, '^(%S*) (%S*)$')
return first == '' and {} or redis.call('XRANGE', KEYS[2], first, last)
