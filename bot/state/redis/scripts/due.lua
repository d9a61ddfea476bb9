-- Announces the conversations whose replies have waited long enough.
-- KEYS: 1 when each is due, 2 the work queue
-- ARGV: 1 now, in seconds since 1970, 2 how many at most
for _, conversation in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[2])) do
    redis.call('XADD', KEYS[2], '*', 'conversation', conversation)
    redis.call('ZREM', KEYS[1], conversation)
end
