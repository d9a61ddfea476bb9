"""Session state in Redis: the only place that knows of it. ARCHITECTURE.md tells how its parts work together.

service         what the rest of the house calls: accept, answer, events, health; reaching: what it raises while Redis is away
connection      one client, one subscription and one place of turns for each process
stores          Rasa's tracker store and lock store, by the names that endpoints.yml gives
messages        a message on its way in, and why it may be refused
conversations   list, read, erase           opinions        what customers think of it; ratings: where it is kept
rate_limits     how often something may happen
desk            what agents do with conversations        ownership      the one step in Redis that does it
notices         hand-overs that somebody has to be told of
summaries       what a list of conversations says of each
turns/          inbox, work_queue: accepted messages, and who has some; worker: has them answered, in order
                owner: the assistant, a person, or nobody; handed_over: which conversations people have or will have
                locks: one turn at a time; transaction: what a turn writes; commits: writes it in one step; outbox: what clients see
deliveries/     replies on their way to messaging platforms
tracker/        stored_tracker, window: what of a conversation Rasa reads; event_records: its events as JSON
redis/          client, url, cluster, embedded: which Redis it is; keys, scripts/: what stands in it; pubsub: who waits is woken
                heartbeat, monitor, durability: whether all is well
"""
