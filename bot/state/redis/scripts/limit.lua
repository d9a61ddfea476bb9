-- Lets something through at a steady rate (the generic cell rate algorithm, ITU-T I.371), weighed by what it costs.
-- KEYS: when all that came would have been through if it had kept to the rate, in milliseconds
-- ARGV: 1 milliseconds for a unit, 2 how many units may come at once, 3 how many units this is: 0 only looks, below 0 gives back,
--       4 "1" to count it though it is too much: it has happened; "2" to count it, too, since it will happen after the wait
-- Returns 0, or the milliseconds to wait.
local time = redis.call('TIME')
local now, unit, cost = time[1] * 1000 + math.floor(time[2] / 1000), tonumber(ARGV[1]), tonumber(ARGV[3])
local due = math.max(tonumber(redis.call('GET', KEYS[1]) or now), now) + unit * cost
local wait = due - now - unit * tonumber(ARGV[2])
if wait > 0 and ARGV[4] == '0' then return math.ceil(wait) end
if due > now then
    redis.call('SET', KEYS[1], string.format('%.3f', due), 'PX', math.ceil(due - now))
else
    redis.call('DEL', KEYS[1])
end
if wait > 0 and ARGV[4] == '2' then return math.ceil(wait) end
return 0
