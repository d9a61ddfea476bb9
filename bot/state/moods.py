"""Who said something negative about what, lately and on the days before: what a surge is told by. Counted for all processes together.

A customer counts once an hour among those who wrote, and once a day among those who are negative about a topic. Of the last day it is kept
which conversation that was, so that a surge can be shown; of the days before, only how many.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

from bot.state.redis.client import Client
from bot.state.redis.keys import DAY_S, MOODS
from bot.state.redis.scripts import load

BIN_S = 300
BINS_A_DAY = DAY_S // BIN_S
HISTORY_DAYS = 28
SEEN_S, NEGATIVE_S, KEPT_S = 3600, DAY_S, (HISTORY_DAYS + 2) * DAY_S
# Conversations that are kept of a topic.
MOST_OF_A_TOPIC = 5_000
CUSTOMERS, NEGATIVE = "customers", "negative:"
NOTE_MOOD = load("note_mood")


@dataclass(frozen=True)
class Moods:
    """What was counted until a time.

    Attributes:
        now: seconds since 1970.
        customers: how many wrote in each of the last bins of 5 minutes, the oldest first; the last one is under way.
        negative: of each topic the conversations that were negative about it within these bins, with the time, the oldest first.
        days: of the days before today, the newest first: how many wrote, and how many were negative about each topic.
        hours: of each topic for each hour of these days together (24): how many wrote, and how many were negative about it.
    """

    now: float
    customers: list[int]
    negative: Mapping[str, list[tuple[str, float]]]
    days: Sequence[tuple[int, Mapping[str, int]]]
    hours: Mapping[str, Sequence[tuple[int, int]]]

    def counts(self, topic: str) -> list[int]:
        """How many were negative about a topic in each of the bins."""
        counts = [0] * len(self.customers)
        for _, at in self.negative.get(topic, ()):
            place = len(counts) - 1 - (int(self.now // BIN_S) - int(at // BIN_S))
            if 0 <= place < len(counts):
                counts[place] += 1
        return counts


async def note_mood(client: Client, conversation: str, at: float, topic: str) -> None:
    """Counts a customer who said something.

    Args:
        at: when, in seconds since 1970.
        topic: what it was negative about; empty if it wasn't.
    """
    day, place = _day(at), int(at % DAY_S // BIN_S)
    keys = (f"{MOODS}seen", f"{MOODS}{NEGATIVE}{topic}", f"{MOODS}{day}:bins", f"{MOODS}{day}")
    arguments = (conversation, int(1000 * at), topic, place, SEEN_S, NEGATIVE_S, KEPT_S, MOST_OF_A_TOPIC)
    await client.eval(NOTE_MOOD, len(keys), *keys, *map(str, arguments))


async def read_moods(client: Client, bins: int, now: float | None = None) -> Moods:
    """What was counted in the last so many bins (a day of them at most), and on the days before."""
    now = time.time() if now is None else now
    days = [_day(now - DAY_S * ago) for ago in range(HISTORY_DAYS + 1)]
    async with client.pipeline(transaction=False) as pipeline:
        for name in [*days, *(f"{day}:bins" for day in days[:2])]:
            pipeline.hgetall(MOODS + name)
        *read, today, yesterday = await pipeline.execute()
    counted = [{name: int(count) for name, count in day.items()} for day in read]
    by_bin = [today, yesterday]
    customers = []
    for place in range(int(now // BIN_S) - bins + 1, int(now // BIN_S) + 1):
        ago = int(now // DAY_S) - place // BINS_A_DAY
        customers.append(int(by_bin[ago].get(str(place % BINS_A_DAY), 0)) if ago < len(by_bin) else 0)
    start = (int(now // BIN_S) - bins + 1) * BIN_S
    topics = sorted(_topics(counted[0]) | _topics(counted[1]))
    async with client.pipeline(transaction=False) as pipeline:
        for topic in topics:
            pipeline.zrangebyscore(f"{MOODS}{NEGATIVE}{topic}", 1000 * start, int(1000 * now), withscores=True)
        found = await pipeline.execute()
    negative = {topic: [(conversation, at / 1000) for conversation, at in some] for topic, some in zip(topics, found)}
    history = [(day[CUSTOMERS], {topic: day.get(NEGATIVE + topic, 0) for topic in topics}) for day in counted[1:] if day.get(CUSTOMERS)]
    hours = {topic: [_in_hour(counted[1:], topic, hour) for hour in range(24)] for topic in topics}
    return Moods(now, customers, negative, history, hours)


async def negative_about(client: Client, topic: str, since: float) -> list[str]:
    """The conversations that were negative about a topic since a time, the oldest first."""
    return list(await client.zrangebyscore(f"{MOODS}{NEGATIVE}{topic}", int(1000 * since), "+inf"))


async def forget(client: Client, conversation: str) -> int:
    """Forgets that a conversation was counted; the counts stay. Returns how many sets it stood in."""
    now = time.time()
    found = int(await client.zrem(f"{MOODS}seen", conversation))
    for day in (_day(now), _day(now - DAY_S)):
        for topic in _topics(await client.hgetall(MOODS + day)):
            found += int(await client.zrem(f"{MOODS}{NEGATIVE}{topic}", conversation))
    return found


def _in_hour(days: Sequence[Mapping[str, int]], topic: str, hour: int) -> tuple[int, int]:
    names = f"{CUSTOMERS}@{hour}", f"{NEGATIVE}{topic}@{hour}"
    customers, negative = (sum(day.get(name, 0) for day in days) for name in names)
    return customers, negative


def _topics(counted: Mapping[str, object]) -> set[str]:
    return {name.removeprefix(NEGATIVE) for name in counted if name.startswith(NEGATIVE) and "@" not in name}


def _day(at: float) -> str:
    return (datetime(1970, 1, 1, tzinfo=timezone.utc) + timedelta(seconds=at)).date().isoformat()
