-- The messages of the next turn, counted as begun. One that failed before is tried alone, and so is a clicked button.
-- ARGV: 1 how many at most, 2 seconds to keep the count
-- Returns {{entry id, message as JSON, how often it was begun}, …}.
local inbox, tries = KEYS[1], KEYS[2]
local taken = {}
for place, entry in ipairs(redis.call('XRANGE', inbox, '-', '+', 'COUNT', ARGV[1])) do
    local id, message, typed = entry[1], entry[2][2], entry[2][4]
    local begun = tonumber(redis.call('HGET', tries, id) or 0)
    local alone = begun > 0 or typed == '0'
    if alone and place > 1 then break end
    redis.call('HSET', tries, id, begun + 1)
    taken[place] = {id, message, begun + 1}
    if alone then break end
end
if #taken > 0 then redis.call('EXPIRE', tries, ARGV[2]) end
return taken
