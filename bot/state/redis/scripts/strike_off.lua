-- Takes a conversation off the list of those that were handed over, unless it was put on it anew meanwhile.
-- KEYS: the list; ARGV: 1 the conversation, 2 since when it stood there as it was read
if redis.call('ZSCORE', KEYS[1], ARGV[1]) ~= ARGV[2] then return 0 end
return redis.call('ZREM', KEYS[1], ARGV[1])
