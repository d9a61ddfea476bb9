-- Adds to the counts of a day. Once there are too many, what is new is added to the count "left_out".
-- KEYS: the day's hash
-- ARGV: 1 seconds to keep, 2 how many counts at most, then {count, amount} …
local counts, most = KEYS[1], tonumber(ARGV[2])
local there = redis.call('HLEN', counts)
for place = 3, #ARGV, 2 do
    local name = ARGV[place]
    if redis.call('HEXISTS', counts, name) == 0 then
        if there >= most then
            name = 'left_out'
        else
            there = there + 1
        end
    end
    redis.call('HINCRBY', counts, name, ARGV[place + 1])
end
redis.call('EXPIRE', counts, ARGV[1])
return there
