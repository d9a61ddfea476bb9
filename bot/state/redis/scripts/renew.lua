-- Prolongs a lock. One that ran out while Redis stood still, and that nobody else took, is its owner's again.
-- ARGV: 1 the owner's token, 2 the lock's life in ms
local lock, fence = KEYS[1], KEYS[2]
local owner = redis.call('GET', lock)
if owner == ARGV[1] or (not owner and redis.call('GET', fence) == ARGV[1]) then
    redis.call('SET', lock, ARGV[1], 'PX', ARGV[2])
    return 1
end
return 0
