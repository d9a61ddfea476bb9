-- Takes a message that can't be read out of the inbox.
-- ARGV: 1 its entry, 2 seconds to keep it aside
local inbox, tries, quarantine = KEYS[1], KEYS[2], KEYS[3]
for _, entry in ipairs(redis.call('XRANGE', inbox, ARGV[1], ARGV[1])) do
    redis.call('RPUSH', quarantine, cjson.encode(entry[2]))
    redis.call('EXPIRE', quarantine, ARGV[2])
end
redis.call('XDEL', inbox, ARGV[1])
redis.call('HDEL', tries, ARGV[1])
return 1
