-- The messages of the next turn, counted as begun. One that was begun before is tried alone, and so is a clicked button;
-- messages of different channels are never merged.
-- ARGV: 1 the turn, 2 a turn whose try does not count ("" for none), 3 how many messages at most, 4 seconds to keep the count
-- Returns {{entry id, message as JSON, how often it was begun}, …}. To take twice for one turn is to take once.
local inbox, tries = KEYS[1], KEYS[2]
local turn, excused = ARGV[1], ARGV[2]
local taken, channel = {}, nil
for place, entry in ipairs(redis.call('XRANGE', inbox, '-', '+', 'COUNT', ARGV[3])) do
    local id, message, typed = entry[1], entry[2][2], entry[2][4]
    local begun, by = string.match(redis.call('HGET', tries, id) or '0 ', '^(%d+) (.*)$')
    local alone = by ~= '' or typed == '0'
    if place > 1 and (alone or entry[2][6] ~= channel) then break end
    channel = entry[2][6]
    if by == '' or (by ~= turn and by ~= excused) then begun = begun + 1 end
    redis.call('HSET', tries, id, begun .. ' ' .. turn)
    taken[place] = {id, message, tonumber(begun)}
    if alone then break end
end
if #taken > 0 then redis.call('EXPIRE', tries, ARGV[4]) end
return taken
