-- Included where a conversation goes to a person, or is written to while one has it.

local function now_ms()
    local time = redis.call('TIME')
    return time[1] * 1000 + math.floor(time[2] / 1000)
end

local function whole(number) return string.format('%.0f', number) end

-- Whether a person answers, or will: then the assistant doesn't.
local function with_person(owner)
    return owner == 'waiting' or string.sub(owner, 1, 6) == 'agent:'
end

-- Notes what a customer said to a person, as Rasa keeps what customers say, and that the customer waits for an answer.
local function tell_person(events, seen, owned, name, message, now)
    local said = cjson.decode(message)
    local about = said.about or {}
    about.owner = redis.call('HGET', owned, 'owner')
    redis.call('RPUSH', events, cjson.encode({
        event = 'user', timestamp = now / 1000, text = said.text, message_id = said.message_id, input_channel = said.channel,
        metadata = about, parse_data = {intent = {name = cjson.null, confidence = 0}, text = said.text},
    }))
    redis.call('HSET', seen, name, ' ')
    redis.call('HSETNX', owned, 'unanswered', whole(now))
end

-- What the assistant has not answered is the person's to answer.
local function empty_inbox(inbox, tries, events, seen, owned, now)
    for _, entry in ipairs(redis.call('XRANGE', inbox, '-', '+')) do
        local readable, said = pcall(cjson.decode, entry[2][2])
        if readable and type(said) == 'table' and said.text then
            tell_person(events, seen, owned, said.channel .. ':' .. said.message_id, entry[2][2], now)
            redis.call('XDEL', inbox, entry[1]) -- one that can't be read is left to the worker, who sets it aside
            redis.call('HDEL', tries, entry[1])
        end
    end
    if redis.call('XLEN', inbox) == 0 then redis.call('DEL', inbox) end
end

-- A conversation that a person has, or will have, is not forgotten before they can have read it.
local function keep(names, seconds)
    for _, name in ipairs(names) do
        if redis.call('TTL', name) < tonumber(seconds) then redis.call('EXPIRE', name, seconds) end
    end
end

-- The event that says whose a conversation is now, as JSON, with the question how it was.
local function asking_how_it_was(shown)
    local said = cjson.decode(shown)
    said.rate = true
    return cjson.encode(said)
end
