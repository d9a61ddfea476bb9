-- Notes that somebody was told of a hand-over; when all have been, the notice is over.
-- ARGV: 1 which hand-over, 2 the way in which somebody was told ("" for none), 3 … all ways
local notices = KEYS[1]
if redis.call('HEXISTS', notices, ARGV[1]) == 0 then return 0 end -- it was erased meanwhile
if ARGV[2] ~= '' then redis.call('HSET', notices, ARGV[1] .. ':' .. ARGV[2], '1') end
for place = 3, #ARGV do
    if redis.call('HEXISTS', notices, ARGV[1] .. ':' .. ARGV[place]) == 0 then return 0 end
end
redis.call('HDEL', notices, ARGV[1])
for place = 3, #ARGV do redis.call('HDEL', notices, ARGV[1] .. ':' .. ARGV[place]) end
return 1
