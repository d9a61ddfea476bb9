-- Takes a conversation's events and head away, both of a type that isn't ours, so that it begins anew.
-- ARGV: 1 seconds to keep them
local head, events, quarantine = KEYS[1], KEYS[2], KEYS[3]
for _, name in ipairs({head, events}) do
    if redis.call('EXISTS', name) == 1 then
        redis.call('RPUSH', quarantine, redis.call('DUMP', name))
        redis.call('DEL', name)
    end
end
redis.call('EXPIRE', quarantine, ARGV[1])
return 1
