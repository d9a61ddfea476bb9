"""Tells the team of each hand-over, in each way, until it arrived; has conversations wait again whose agents are gone; and mails customers
what they were answered late.

Each way has one of the processes at a time; when that is killed, another goes on seconds later. A notice is struck off after it arrived, so
one may arrive twice, with the same id, and none is forgotten.
"""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable

from bot.handover.late_answers import mail_late_answers
from bot.handover.notice import Notice
from bot.handover.settings import HandoverPlan
from bot.handover.way_settings import MailWay
from bot.handover.ways import FAILURES, tell
from bot.metrics import handover_notices
from bot.state.desk import Desk
from bot.state.late_answers import LateAnswers
from bot.state.notices import NoticeBoard, Untold
from bot.state.redis.client import Unavailable
from bot.state.redis.tasks import end
from bot.state.turns.owner import ELSEWHERE

logger = logging.getLogger(__name__)

LOOKS_EVERY_S = 1.0
# Whether an agent is gone is a matter of minutes: each so many looks are enough, and all conversations with agents are read for it.
LAPSES_EVERY = 5
# Seconds until another process goes on for one that was killed. One that was only slow then tells twice, with the same ids.
LEADS_S = 5.0
SIDE_BY_SIDE = 16
# Seconds until a notice that failed is tried again, at most; a receiver is never given up.
LONGEST_PAUSE_S = 60.0


class Telling:
    """The notices of one process."""

    def __init__(self, plan: HandoverPlan, desk: Desk, board: NoticeBoard) -> None:
        self._plan, self._desk, self._board = plan, desk, board
        self._again: dict[tuple[str, str, str], tuple[int, float]] = {}  # (conversation, epoch, way) → failures, when to try again
        self._lapses_at = 0.0
        self._leads: set[str] = set()  # what this process does for all
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begins; call it in the event loop of the session state."""
        rounds: list[Callable[[], Awaitable[None]]] = [self._lead, self._lapses]
        rounds += [self._way(name) for name in self._plan.ways]
        if isinstance(way := self._plan.ways.get("email"), MailWay):
            rounds.append(self._late(way))
        self._tasks = [asyncio.ensure_future(self._forever(each)) for each in rounds]

    async def stop(self) -> None:
        await end(self._tasks)

    async def _forever(self, step: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                await step()
            except Unavailable as error:
                logger.warning("Hand-overs can't be looked at: %s", error)
            except Exception:  # nobody would be told of anything any more
                logger.exception("Hand-overs can't be looked at.")
            await asyncio.sleep(LOOKS_EVERY_S * random.uniform(0.8, 1.2))

    async def _lead(self) -> None:
        for name in ("lapses", "late_answers", *self._plan.ways):
            led = await self._board.lead(name, LEADS_S)
            self._leads = self._leads | {name} if led else self._leads - {name}

    async def _lapses(self) -> None:
        if "lapses" not in self._leads or time.monotonic() < self._lapses_at:
            return
        self._lapses_at = time.monotonic() + LAPSES_EVERY * LOOKS_EVERY_S
        settings = self._plan.settings
        limits = 60 * settings.silent_minutes, 60 * settings.gone_minutes
        now = int(time.time() * 1000)
        for case in await self._desk.cases():
            here = not case.owner.agent.startswith(ELSEWHERE) and case.owner.may_have_lapsed(now, *limits)
            if here and await self._desk.lapse(case, *limits):
                logger.warning("Conversation %s waits again: its agent was silent, or is gone.", case.conversation)
        if not self._plan.ways:
            for untold in await self._board.untold(""):
                await self._board.told(untold, "", ())

    def _way(self, name: str) -> Callable[[], Awaitable[None]]:
        async def tell_all() -> None:
            if name not in self._leads:
                return
            now = time.monotonic()
            waiting = await self._board.untold(name)
            due = [each for each in waiting if self._again.get((each.conversation, each.epoch, name), (0, 0.0))[1] <= now]
            known = {(each.conversation, each.epoch, name) for each in waiting}
            self._again = {key: value for key, value in self._again.items() if key[2] != name or key in known}
            await asyncio.gather(*(self._tell(name, each) for each in due[:SIDE_BY_SIDE]))

        return tell_all

    def _late(self, way: MailWay) -> Callable[[], Awaitable[None]]:
        answers = LateAnswers(self._desk.client)

        async def mail_all() -> None:
            if "late_answers" in self._leads:
                await mail_late_answers(way, answers, FAILURES)

        return mail_all

    async def _tell(self, name: str, untold: Untold) -> None:
        key = (untold.conversation, untold.epoch, name)
        notice = Notice(untold.conversation, untold.epoch, untold.since, untold.owner.about or {}, self._plan.settings.page)
        try:
            await tell(self._plan.ways[name], notice)
        except FAILURES as error:
            failures = self._again.get(key, (0, 0.0))[0] + 1
            pause = min(LONGEST_PAUSE_S, 2.0 ** min(failures - 1, 10)) * random.uniform(0.5, 1.0)
            self._again[key] = (failures, time.monotonic() + pause)
            handover_notices.labels(name, "failed").inc()
            # Not the error's own words: an address may be a secret.
            reason = str(error) if type(error).__name__ == "Refused" else type(error).__name__
            logger.warning("%s was not told of conversation %s (%s); it is tried again", name, untold.conversation, reason)
            return
        handover_notices.labels(name, "told").inc()
        await self._board.told(untold, name, tuple(self._plan.ways))
