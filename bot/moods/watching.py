"""Looks for surges of negative messages every minute, and has the team told of each, in each way, until it arrived.

One process does it at a time; when that is killed, another goes on seconds later. What is on stands in Redis, so each surge is told of
once; after a kill in between, twice with the same id.
"""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from bot import metrics
from bot.decisions.evidence import Evidence
from bot.decisions.topics import topic_of
from bot.handover.settings import HandoverPlan
from bot.handover.ways import FAILURES, tell
from bot.moods.alarm import MOST_MESSAGES, Alarm
from bot.moods.detection import surge, threshold, usual
from bot.state.agents.news import Alarm as AgentsAlarm
from bot.state.agents.news import publish
from bot.state.moods import BIN_S, BINS_A_DAY, Moods, read_moods
from bot.state.notices import NoticeBoard
from bot.state.redis.client import Client, Unavailable
from bot.state.redis.tasks import end
from bot.state.surges import Surge, Surges

logger = logging.getLogger(__name__)

LOOKS_EVERY_S, TELLS_EVERY_S, LEADS_S = 60.0, 2.0, 10.0
# A surge builds up over 6 hours at most.
LOOKED_BACK = 6 * 3600 // BIN_S
# It is over below so much of what it had to pass: at the same, it would begin and end again and again.
OVER_BELOW = 0.5
# Topics that are tested for at least: more of them come up while one waits for the first alarm.
FEWEST_TOPICS = 20
LONGEST_PAUSE_S = 60.0


# The title that the company gave a topic; empty if none.
Titles = Callable[[str], str]


async def look(client: Client, tell_of_it: bool, now: float | None = None, title: Titles = lambda topic: "") -> list[Surge]:
    """Notes surges that begin and that are over; returns those that are new.

    Args:
        tell_of_it: whether somebody is to be told.
        now: seconds since 1970; the clock's if it isn't given.
        title: of a topic.
    """
    moods, surges = await read_moods(client, LOOKED_BACK, now), Surges(client)
    on = {each.topic: each for each in await surges.open()}
    new = []
    for topic in moods.negative:
        if topic not in on and (found := surge_of(moods, topic)):
            titled = replace(found, title=title(topic))
            if await surges.begin(titled, tell_of_it):
                new.append(titled)
    for topic, each in on.items():
        if topic not in moods.negative or surge_of(moods, topic, OVER_BELOW) is None:
            await surges.end(each)
    return new


def surge_of(moods: Moods, topic: str, share: float = 1.0) -> Surge | None:
    """The surge of a topic, if it passes a share of the threshold; none if it doesn't."""
    customers, negative = moods.customers, moods.counts(topic)
    of = usual([(total, counts.get(topic, 0)) for total, counts in moods.days], moods.hours[topic])
    last = int(moods.now // BIN_S)
    hours = [place % BINS_A_DAY * 24 // BINS_A_DAY for place in range(last - len(negative) + 1, last + 1)]
    found = surge(negative, customers, of, share * threshold(max(FEWEST_TOPICS, len(moods.negative))), hours)
    if found is None:
        return None
    start = (int(moods.now // BIN_S) - (len(negative) - 1 - found.start)) * BIN_S
    since = next(at for _, at in moods.negative[topic] if at >= start)
    return Surge(topic, since, moods.now, found.customers, found.usual)


class Watching:
    """The watch of one process."""

    def __init__(self, plan: HandoverPlan, client: Client, board: NoticeBoard, title: Titles = lambda topic: "") -> None:
        """`board` says which process leads."""
        self._plan, self._client, self._board, self._title = plan, client, board, title
        self._surges = Surges(client)
        self._again: dict[tuple[str, str], tuple[int, float]] = {}  # (surge, way) → failures, when to try again
        self._leads = False
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begins; call it in the event loop of the session state."""
        rounds = [(self._lead, LEADS_S / 4), (self._look, LOOKS_EVERY_S), (self._tell_all, TELLS_EVERY_S)]
        self._tasks = [asyncio.ensure_future(self._forever(step, every_s)) for step, every_s in rounds]

    async def stop(self) -> None:
        await end(self._tasks)

    async def _forever(self, step: Callable[[], Awaitable[None]], every_s: float) -> None:
        while True:
            try:
                await step()
            except Unavailable as error:
                logger.warning("Surges can't be looked for: %s", error)
            except Exception:  # nobody would be told of any more
                logger.exception("Surges can't be looked for.")
            await asyncio.sleep(every_s * random.uniform(0.8, 1.2))

    async def _lead(self) -> None:
        self._leads = await self._board.lead("surges", LEADS_S)

    async def _look(self) -> None:
        if self._leads:
            for found in await look(self._client, bool(self._plan.ways), title=self._title):
                metrics.mood_surges.inc()
                await publish(self._client, AgentsAlarm(found.topic, found.text))
                logger.warning("%s", found.text)

    async def _tell_all(self) -> None:
        if not self._leads:
            return
        for way in self._plan.ways:
            for each in await self._surges.untold(way):
                if self._again.get((each.id, way), (0, 0.0))[1] <= time.monotonic():
                    await self._tell(each, way)

    async def _tell(self, surge: Surge, way: str) -> None:
        alarm = Alarm(surge, await self._surges.messages(surge, MOST_MESSAGES, _topic), self._plan.settings.page)
        try:
            await tell(self._plan.ways[way], alarm)
        except FAILURES as error:
            failures = self._again.get((surge.id, way), (0, 0.0))[0] + 1
            pause = min(LONGEST_PAUSE_S, 2.0 ** min(failures - 1, 10)) * random.uniform(0.5, 1.0)
            self._again[surge.id, way] = (failures, time.monotonic() + pause)
            # Not the error's own words: an address may be a secret.
            logger.warning("%s was not told of a surge (%s); it is tried again", way, type(error).__name__)
            return
        self._again.pop((surge.id, way), None)
        await self._surges.told(surge, way, tuple(self._plan.ways))


def _topic(evidence: dict[str, Any]) -> str:
    found = Evidence.from_json(evidence)
    return topic_of(found) if found else ""
