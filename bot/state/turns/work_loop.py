"""What takes announcements of a work queue in a process: one task for each conversation, several at once, until nothing is left to do."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress

from bot import metrics
from bot.state.redis.client import Client, Unavailable
from bot.state.redis.heartbeat import Beat, Heartbeat
from bot.state.redis.tasks import end
from bot.state.turns.commits import TurnLost
from bot.state.turns.locks import RENEWED_EVERY_S
from bot.state.turns.work_queue import Announcement, WorkQueue

logger = logging.getLogger(__name__)

LOOKS_FOR_ABANDONED_EVERY_S = 0.5
# Pauses after failures double up to so often: to 12 seconds at most.
LONGEST_PAUSE = 6

# Does a conversation's next piece of work; returns whether there may be more. It may raise anything, and is then called again.
Step = Callable[[str], Awaitable[bool]]


class WorkLoop:
    """Runs until it is cancelled; survives Redis being away."""

    def __init__(self, queue: WorkQueue, step: Step, what: str, side_by_side: int) -> None:
        """
        Args:
            queue: where conversations are announced.
            step: does a conversation's work.
            what: a step in a word, as `turn`: for logs and metrics.
            side_by_side: conversations that are worked on at once.
        """
        self._queue, self._step, self._what, self._side_by_side = queue, step, what, side_by_side
        self._unfinished: dict[str, list[str]] = {}  # announcements, by the conversation in work
        self._tasks: set[asyncio.Task[None]] = set()
        self._room = asyncio.Event()
        self.looked_at = float("-inf")  # when the queue was last read, by the event loop's clock

    async def run(self, *others: Callable[[], Awaitable[None]]) -> None:
        """Takes announcements; besides, does each of `others` again and again."""
        heartbeat = Heartbeat(f"heed-{self._what}s", self._keeping, RENEWED_EVERY_S)
        heartbeat.start()
        try:
            await asyncio.gather(*(self._forever(step) for step in (self._read, self._take_over, *others)))
        finally:
            try:
                await end(self._tasks)
            finally:  # also where the ending itself is cancelled
                heartbeat.stop()

    async def _forever(self, step: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                await step()
                continue
            except Unavailable as error:
                metrics.redis_errors.labels(self._what).inc()
                logger.warning("The queue of %ss can't be read: %s", self._what, error)
            except Exception:  # a loop that has ended would serve nobody
                logger.exception("The queue of %ss can't be read.", self._what)
            await asyncio.sleep(random.uniform(0.2, 0.5))

    async def _read(self) -> None:
        while len(self._tasks) >= self._side_by_side:
            self._room.clear()
            self.looked_at = asyncio.get_running_loop().time()
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._room.wait(), 1.0)
        for announcement in await self._queue.announced():
            self._begin(announcement)
        self.looked_at = asyncio.get_running_loop().time()

    async def _take_over(self) -> None:
        await asyncio.sleep(LOOKS_FOR_ABANDONED_EVERY_S)
        for announcement in await self._queue.abandoned(self._side_by_side):
            self._begin(announcement)

    def _begin(self, announcement: Announcement) -> None:
        """One task for each conversation, however many announcements: a flood from one customer takes one place only."""
        if unfinished := self._unfinished.get(announcement.conversation):
            unfinished.append(announcement.entry)
            return
        self._unfinished[announcement.conversation] = [announcement.entry]
        task = asyncio.ensure_future(self._work_on(announcement.conversation))
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        self._room.set()

    async def _work_on(self, conversation: str) -> None:
        """Works until nothing is left; then finishes what announced it."""
        unfinished, failures = self._unfinished[conversation], 0
        while unfinished:
            announced = len(unfinished)
            try:
                while await self._step(conversation):
                    failures = 0
                await self._queue.finish(unfinished[:announced])
                del unfinished[:announced]
            except (TurnLost, *Unavailable) as error:
                metrics.redis_errors.labels(self._what).inc()
                logger.warning("A %s of conversation %s will be done again: %s", self._what, conversation, error)
                await asyncio.sleep(random.uniform(0.2, 0.5))
            except Exception:
                failures += 1
                logger.exception("A %s of conversation %s failed; it will be tried again.", self._what, conversation)
                await asyncio.sleep(random.uniform(0.1, 0.2) * 2 ** min(failures, LONGEST_PAUSE))
        del self._unfinished[conversation]

    def _keeping(self, client: Client) -> Beat:
        queue = WorkQueue(client, self._queue.process, self._queue.stream)
        return lambda: queue.keep(self._entries())

    def _entries(self) -> Iterator[str]:
        for unfinished in list(self._unfinished.values()):
            yield from list(unfinished)
