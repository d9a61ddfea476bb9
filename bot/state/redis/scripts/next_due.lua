-- Hands out the first entry whose time has come; nobody else gets it before its lease is over.
-- KEYS: 1 when each is due
-- ARGV: 1 now, 2 when the lease is over, in seconds since 1970
local found = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, 1)
if found[1] then
    redis.call('ZADD', KEYS[1], ARGV[2], found[1])
end
return found[1]
