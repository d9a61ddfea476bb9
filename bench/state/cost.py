"""What reading and saving one turn costs, by the conversation's length, beside Rasa's own Redis store: the same events, the same run."""

import os
import statistics
import time
import uuid

import redis
from rasa.core.tracker_store import RedisTrackerStore, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, DefinePrevUserUtteredFeaturization, Event, UserUttered

from bench.results import Result
from bench.state.asking import QUESTION
from bench.state.place import Place, redis_server
from bot.state.connection import Connection
from bot.state.redis.url import VARIABLE
from bot.state.stores import SessionTrackerStore

TEST = "state of a turn"
DOMAIN = Domain.from_yaml('version: "3.1"\nintents: [order]\nslots: {language: {type: text, mappings: [{type: custom}]}}')
# Of the size that Heed's own evidence has: about 4 kB as JSON.
EVIDENCE = {
    "ranking": [{"name": f"intent_{number}", "confidence": 0.1} for number in range(10)],
    "passages": [
        {"text": "It leaves our house within a day, and takes two more. " * 4, "sources": [{"dialogue": "a-1", "date": "2025-03-14"}] * 3}
    ]
    * 3,
    "attention": [{"token": "order", "weight": 0.04} for _ in range(24)],
}


def turn() -> list[Event]:
    """The events of an ordinary turn."""
    intent = {"name": "order", "confidence": 0.93}
    return [
        UserUttered(
            QUESTION, intent, [], {"text": QUESTION, "intent": intent, "entities": [], "evidence": EVIDENCE}, message_id=uuid.uuid4().hex
        ),
        DefinePrevUserUtteredFeaturization(False),
        ActionExecuted("utter_order", policy="RulePolicy", confidence=1.0),
        BotUttered("It is on its way.", {"buttons": [{"title": "Thanks", "payload": "/thank"}] * 3}),
        ActionExecuted("action_listen", policy="RulePolicy", confidence=1.0),
    ]


async def timed_turn(store: TrackerStore, conversation: str) -> float:
    """Milliseconds to read a conversation and to save it with one more turn."""
    events = turn()
    started = time.perf_counter()
    tracker = await store.get_or_create_tracker(conversation, append_action_listen=False)
    read = time.perf_counter()
    tracker.update_with_events(events, DOMAIN)
    updated = time.perf_counter()
    await store.save(tracker)
    return 1000 * (read - started + time.perf_counter() - updated)


async def cost(place: Place, _: float) -> list[Result]:
    """State per turn, by the conversation's length: the median of turns around it."""
    lengths = (10, 100, 300) if place.short else (10, 100, 300, 2_000)
    with redis_server(place) as server:
        os.environ[VARIABLE] = server.url
        stock = RedisTrackerStore(DOMAIN, record_exp=86_400)
        stock.red = redis.Redis.from_url(server.url, decode_responses=True)
        connection = Connection()
        ours = SessionTrackerStore(DOMAIN, connection=connection)
        times: dict[str, dict[int, float]] = {"heed": {}, "stock": {}}
        for name, store in (("heed", ours), ("stock", stock)):
            for length in lengths:
                conversation = uuid.uuid4().hex
                if name == "stock":  # saving each of 2,000 turns would take it an hour
                    tracker = store.init_tracker(conversation)
                    tracker.update_with_events([event for _ in range(length - 1) for event in turn()], DOMAIN)
                    await store.save(tracker)
                else:
                    for _ in range(length - 1):
                        await timed_turn(store, conversation)
                # Nine turns, or fewer where each takes seconds: the conversation stays about as long as it says.
                taken = [await timed_turn(store, conversation) for _ in range(9 if length < 2_000 or name == "heed" else 3)]
                times[name][length] = statistics.median(taken)
        await connection.close()
    flat = times["heed"][lengths[-1]] / times["heed"][lengths[0]]
    faster = times["stock"][100] / times["heed"][100]
    return [
        *(
            Result(TEST, "read and save", round(figure, 3), "ms", "≤ 1", figure <= 1, condition=f"turn {length:,}")
            for length, figure in times["heed"].items()
        ),
        *(
            Result(TEST, "read and save", round(figure, 3), "ms", system="Rasa's own store", condition=f"turn {length:,}")
            for length, figure in times["stock"].items()
        ),
        Result(TEST, "to turn 10", round(flat, 2), "×", "≤ 1.2", flat <= 1.2, condition=f"turn {lengths[-1]:,}"),
        Result(TEST, "faster than Rasa's own store", round(faster, 1), "×", "≥ 50", faster >= 50, condition="turn 100"),
    ]
