-- Takes a conversation's lock.
-- ARGV: 1 the owner's token, 2 the lock's life in ms, 3 seconds to keep the fence
-- Returns nothing if it is taken, else the milliseconds after which the present owner's runs out.
local lock, fence, waited = KEYS[1], KEYS[2], KEYS[3]
if redis.call('SET', lock, ARGV[1], 'NX', 'PX', ARGV[2]) or redis.call('GET', lock) == ARGV[1] then
    redis.call('SET', fence, ARGV[1], 'EX', ARGV[3])
    return false
end
redis.call('SET', waited, '1', 'PX', ARGV[2])
return redis.call('PTTL', lock)
