"""The worker of a process: takes messages out of the inbox and has them answered, each conversation in order, several at once."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from types import MappingProxyType

from bot import metrics
from bot.state.redis.client import Client, Unavailable
from bot.state.redis.heartbeat import Beat, Heartbeat
from bot.state.redis.tasks import end
from bot.state.turns.commits import TurnLost, TurnTransactions
from bot.state.turns.inbox import Inbox
from bot.state.turns.locks import RENEWED_EVERY_S
from bot.state.turns.transaction import TurnTransaction
from bot.state.turns.work_queue import Announcement, WorkQueue

logger = logging.getLogger(__name__)

# Conversations that one process works on at once: a turn mostly waits for other servers, or for its processor's turn. Several times as
# many as one address may have waiting (`bot.channels.web.auth`): who waits outside has no say in who is next.
SIDE_BY_SIDE = 96
TRIES = 3
# A turn that takes longer is broken off, and counts as failed.
LONGEST_TURN_S = 600.0
LOOKS_FOR_ABANDONED_EVERY_S = 0.5
# Pauses after failures double up to so often: to 12 seconds at most.
LONGEST_PAUSE = 6

Answer = Callable[[TurnTransaction], Awaitable[None]]
Ready = Callable[[], Awaitable[None]]
NO_BURSTS: Mapping[str, float] = MappingProxyType({})


@dataclass
class Work:
    """A conversation in work.

    Attributes:
        unfinished: the announcements to finish with it.
        turn: the turn that took messages last.
        excused: the last that failed through no fault of its messages.
    """

    unfinished: list[str]
    turn: str = ""
    excused: str = ""


class Worker:
    """Runs until it is cancelled; survives Redis being away."""

    def __init__(
        self,
        inbox: Inbox,
        queue: WorkQueue,
        turns: TurnTransactions,
        answer: Answer,
        apologise: Answer,
        ready: Ready,
        bursts: Mapping[str, float] = NO_BURSTS,
    ) -> None:
        """
        Args:
            answer: has a turn's messages answered and puts the replies into the turn; may raise anything.
            apologise: puts an apology into the turn, for messages that are given up.
            ready: returns when messages can be answered.
            bursts: seconds by the channel's name: messages that follow one another so quickly become one turn; 0 or none for each its own.
        """
        self._inbox, self._queue, self._turns, self._answer, self._apologise = inbox, queue, turns, answer, apologise
        self._ready, self._bursts = ready, bursts
        self._work: dict[str, Work] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._room = asyncio.Event()
        self._heartbeat = Heartbeat("heed-inbox", self._keeping, RENEWED_EVERY_S)
        self.looked_at = float("-inf")  # when the inbox was last read, by the event loop's clock

    async def run(self) -> None:
        await self._ready()
        self._heartbeat.start()
        try:
            await asyncio.gather(self._forever(self._read), self._forever(self._take_over))
        finally:
            await end(self._tasks)
            self._heartbeat.stop()

    async def _forever(self, step: Callable[[], Awaitable[None]]) -> None:
        while True:
            try:
                await step()
                continue
            except Unavailable as error:
                metrics.redis_errors.labels("inbox").inc()
                logger.warning("The inbox can't be read: %s", error)
            except Exception:  # a worker that has ended would answer nobody
                logger.exception("The inbox can't be read.")
            await asyncio.sleep(random.uniform(0.2, 0.5))

    async def _read(self) -> None:
        while len(self._tasks) >= SIDE_BY_SIDE:
            self._room.clear()
            self.looked_at = asyncio.get_running_loop().time()
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._room.wait(), 1.0)
        for announcement in await self._queue.announced():
            self._begin(announcement)
        self.looked_at = asyncio.get_running_loop().time()

    async def _take_over(self) -> None:
        await asyncio.sleep(LOOKS_FOR_ABANDONED_EVERY_S)
        for announcement in await self._queue.abandoned(SIDE_BY_SIDE):
            self._begin(announcement)

    def _begin(self, announcement: Announcement) -> None:
        """One task for each conversation, however many announcements: a flood from one customer takes one place only."""
        if work := self._work.get(announcement.conversation):
            work.unfinished.append(announcement.entry)
            return
        self._work[announcement.conversation] = Work([announcement.entry])
        task = asyncio.ensure_future(self._work_on(announcement.conversation))
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        self._room.set()

    async def _work_on(self, conversation: str) -> None:
        """Answers a conversation's messages until none is left; then finishes what announced them."""
        work, failures = self._work[conversation], 0
        while work.unfinished:
            announced = len(work.unfinished)
            try:
                while await self._turn(conversation, work):
                    failures = 0
                await self._queue.finish(work.unfinished[:announced])
                del work.unfinished[:announced]
            except (TurnLost, *Unavailable) as error:
                work.excused = work.turn
                metrics.redis_errors.labels("turn").inc()
                logger.warning("A turn of conversation %s will be done again: %s", conversation, error)
                await asyncio.sleep(random.uniform(0.2, 0.5))
            except Exception:
                failures += 1
                logger.exception("A turn of conversation %s failed; it will be tried again.", conversation)
                await asyncio.sleep(random.uniform(0.1, 0.2) * 2 ** min(failures, LONGEST_PAUSE))
        del self._work[conversation]

    async def _turn(self, conversation: str, work: Work) -> bool:
        """Has the next messages answered; returns whether there were any."""
        burst = any(self._bursts.values()) and await self._inbox.end_of_burst(conversation, self._bursts)
        async with self._turns.open(conversation) as turn:
            work.turn = turn.id
            turn.messages = await self._inbox.take(conversation, turn.id, work.excused, burst)
            if not turn.messages:
                return False
            for message in turn.messages:
                metrics.stages.labels("wait").observe(message.age_s)
            outcome = "failed"
            try:
                if turn.messages[0].begun > TRIES:
                    await self._give_up(turn)
                    outcome = "given_up"
                else:
                    with metrics.stage("answer"):
                        await asyncio.wait_for(self._answer(turn), LONGEST_TURN_S)
                    outcome = "answered"
            finally:
                metrics.turns.labels(outcome).inc()
        metrics.dead_letters.inc(len(turn.messages) if turn.given_up else 0)
        for message in turn.messages:
            metrics.stages.labels("all").observe(message.age_s)
        return True

    async def _give_up(self, turn: TurnTransaction) -> None:
        turn.given_up = True
        logger.error("Message %s of conversation %s was given up.", turn.messages[0].inbound.name, turn.conversation)
        await self._apologise(turn)

    def _keeping(self, client: Client) -> Beat:
        queue = WorkQueue(client, self._queue.process)
        return lambda: queue.keep(self._entries())

    def _entries(self) -> Iterator[str]:
        for work in list(self._work.values()):
            yield from list(work.unfinished)
