-- Lets something through at a steady rate (the generic cell rate algorithm, ITU-T I.371).
-- KEYS: when the next would come if all kept to the rate, in milliseconds
-- ARGV: 1 milliseconds between two, 2 how many may come at once
-- Returns 0, or the milliseconds to wait.
local time = redis.call('TIME')
local now, between = time[1] * 1000 + math.floor(time[2] / 1000), tonumber(ARGV[1])
local due = math.max(tonumber(redis.call('GET', KEYS[1]) or now), now) + between
local wait = due - now - between * tonumber(ARGV[2])
if wait > 0 then return math.ceil(wait) end
redis.call('SET', KEYS[1], string.format('%.0f', due), 'PX', math.ceil(due - now))
return 0
