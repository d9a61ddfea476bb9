-- Notes the mood of what a customer wrote to a person: beside the message, and for the list of who waits. A customer who was negative stays
-- so until as many messages weren't.
-- KEYS: owner events
-- ARGV: 1 the message's id, 2 its mood, 3 what it is about (an intent, "" for nothing), 4 messages that are remembered, 5 how many of the
--       newest events it may be among, 6 the channel for news, 7 the conversation
-- Returns whether the message is there: 1 or 0.
-- include: person
local owned, events, mood = KEYS[1], KEYS[2], ARGV[2]
local found = 0
for place = -1, -tonumber(ARGV[5]), -1 do
    local record = redis.call('LINDEX', events, place)
    if not record then break end
    local readable, said = pcall(cjson.decode, record)
    if readable and type(said) == 'table' and said.event == 'user' and said.message_id == ARGV[1] then
        said.parse_data.to_person = {mood = mood, intent = ARGV[3]}
        redis.call('LSET', events, place, cjson.encode(said))
        found = 1
        break
    end
end
if found == 0 or not with_person(redis.call('HGET', owned, 'owner') or '') then return found end
local about = cjson.decode(redis.call('HGET', owned, 'about') or '{}')
if mood == 'negative' or about.mood ~= 'negative' then
    redis.call('HDEL', owned, 'calm')
elseif redis.call('HINCRBY', owned, 'calm', 1) < tonumber(ARGV[4]) then
    return found
end
if about.mood == mood then return found end
about.mood = mood
redis.call('HSET', owned, 'about', cjson.encode(about))
redis.call('PUBLISH', ARGV[6], ARGV[7])
return found
