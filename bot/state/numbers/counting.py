"""Adds up what happens in this process, and adds it to what stands in Redis every second.

A turn doesn't wait for it: no round trip is added to a commit, whose conversation lies on another node of a Cluster. A process that is
killed loses what it counted in the last second; one that ends, nothing.
"""

from __future__ import annotations

import asyncio
import logging
import time
from bisect import bisect_left
from collections import Counter
from datetime import datetime, timezone

from bot.domain import OTHER_TOPICS
from bot.metrics import SECONDS
from bot.state.moods import note_mood
from bot.state.numbers.turn_facts import TurnFacts
from bot.state.redis.client import Client, Unavailable
from bot.state.redis.keys import DAY_S, NUMBERS
from bot.state.redis.scripts import load

logger = logging.getLogger(__name__)

KEPT_S = 400 * DAY_S
# Different counts of one day: some hundreds come of a dozen channels, languages and a hundred topics.
MOST_COUNTS = 20_000
ADDS_EVERY_S = 1.0
# After what Redis being away doesn't explain, and what may be so again.
PAUSE_S = 60.0
Name = tuple[str, str, str]  # what is counted, channel, language; the latter are empty where they aren't known


def bucket(what: str, seconds: float) -> str:
    """The count that a duration belongs to, as `answered_s:0.25`: how many took so long at most, and longer than the edge below."""
    place = bisect_left(SECONDS, seconds)
    return f"{what}:{SECONDS[place]:g}" if place < len(SECONDS) else f"{what}:inf"


class Counting:
    """The counts of one process."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._script = load("count")
        self._counts: Counter[tuple[str, Name]] = Counter()  # by day
        self._conversations: dict[tuple[str, str, str, str], set[str]] = {}  # (day, kind, channel, language)
        self._moods: list[tuple[str, float, str]] = []  # (conversation, when, negative about what; "" for nothing)

    def turn(self, conversation: str, facts: TurnFacts, messages: int, seconds: float) -> None:
        """Counts a turn that was written.

        Args:
            messages: how many of the customer's messages it answers.
            seconds: how long the newest of them waited for the answer.
        """
        day, where = _today(), (facts.channel, facts.language)
        whats = ["turns", bucket("answered_s", seconds)]
        whats += [f"decision:{facts.decision}"] if facts.decision else []
        whats += ["unanswered", f"unanswered:{facts.topic}"] if facts.unanswered else []
        whats += [f"handed_over:{facts.handed_over}"] if facts.handed_over else []
        self._counts.update((day, (what, *where)) for what in whats)
        self._counts[day, ("messages", *where)] += messages
        self._conversations.setdefault((day, "conversations", *where), set()).add(conversation)
        if facts.handed_over:
            self._conversations.setdefault((day, "with_person", *where), set()).add(conversation)
        self.said(conversation, facts)

    def said(self, conversation: str, facts: TurnFacts) -> None:
        """Counts what a customer said, and how: also what they wrote to a person, which is no turn."""
        day, where = _today(), (facts.channel, facts.language)
        whats = [f"mood:{facts.mood}"] if facts.mood else []
        whats += [f"topic:{facts.topic}"] if facts.topic else []
        whats += [f"negative:{facts.topic}"] if facts.topic and facts.mood == "negative" else []
        self._counts.update((day, (what, *where)) for what in whats)
        if facts.mood:
            self._moods.append((conversation, time.time(), (facts.topic or OTHER_TOPICS) if facts.mood == "negative" else ""))

    def count(self, what: str, channel: str = "", language: str = "", amount: int = 1) -> None:
        """Counts something else, as `rated:up`."""
        self._counts[_today(), (what, channel, language)] += amount

    async def flush(self) -> None:
        """Adds what was counted to what stands in Redis; keeps for the next time what that fails for.

        Raises:
            redis.RedisError, OSError: Redis is away, or takes no writes.
        """
        for day in {day for day, _ in self._counts}:
            await self._add(day)
        for place in list(self._conversations):
            day, kind, channel, language = place
            name, some = f"{NUMBERS}{day}:{kind}:{channel}|{language}", self._conversations[place].copy()
            await self._client.pfadd(name, *some)
            await self._client.expire(name, KEPT_S)
            self._conversations[place] -= some
            if not self._conversations[place]:
                del self._conversations[place]
        while self._moods:
            await note_mood(self._client, *self._moods[0])
            del self._moods[0]

    async def run(self) -> None:
        """Flushes every second, until it is cancelled."""
        while True:
            await asyncio.sleep(ADDS_EVERY_S)
            try:
                await self.flush()
            except Unavailable as error:
                logger.debug("What was counted waits for Redis: %s", error)
            except Exception:  # nothing would be counted any more
                logger.exception("What was counted can't be added up.")
                await asyncio.sleep(PAUSE_S)

    async def _add(self, day: str) -> None:
        counts = {name: amount for (of, name), amount in self._counts.items() if of == day}
        pairs = [part for name, amount in counts.items() for part in ("|".join(name), str(amount))]
        await self._client.eval(self._script, 1, NUMBERS + day, str(KEPT_S), str(MOST_COUNTS), *pairs)
        for name, amount in counts.items():  # what was counted meanwhile stays
            self._counts[day, name] -= amount
            if not self._counts[day, name]:
                del self._counts[day, name]


def _today() -> str:
    return datetime.now(timezone.utc).date().isoformat()
