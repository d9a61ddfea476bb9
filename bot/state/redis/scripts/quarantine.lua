-- Takes a record that can't be read out of the list of events; its place stays, empty, so that positions hold.
-- ARGV: 1 its position, 2 the record as it was read, 3 seconds to keep it
local events, quarantine = KEYS[1], KEYS[2]
redis.call('RPUSH', quarantine, redis.call('LINDEX', events, ARGV[1]) or ARGV[2])
redis.call('EXPIRE', quarantine, ARGV[3])
redis.call('LSET', events, ARGV[1], '')
return 1
