"""Session state as the rest of the house sees it: accept a message, wait for its answer, know whether all is well."""

import asyncio
import logging
import os
import secrets
import socket
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager, suppress
from typing import Any

from bot import metrics
from bot.state.agents.presence import Presence
from bot.state.charges import Charges
from bot.state.connection import Connection, shared
from bot.state.conversations import Said, exists, messages
from bot.state.customers import Customers
from bot.state.deletions import Deletions
from bot.state.deliveries.platforms import Platforms
from bot.state.desk import Desk
from bot.state.housekeeping import Housekeeping
from bot.state.messages import Inbound, TooManyWaiting, UsedBefore
from bot.state.notices import NoticeBoard
from bot.state.numbers.counting import Counting
from bot.state.opinions import Opinions
from bot.state.rate_limits import Limits
from bot.state.reaching import StateUnavailable, reached
from bot.state.redis.client import Unavailable
from bot.state.redis.fitness import Fitness
from bot.state.redis.monitor import Monitor
from bot.state.redis.tasks import end
from bot.state.request_limits import RequestLimits
from bot.state.turns.handed_over import enlist_forgotten
from bot.state.turns.inbox import Inbox
from bot.state.turns.outbox import FIRST, Event, Outbox
from bot.state.turns.work_queue import WorkQueue
from bot.state.turns.worker import NO_BURSTS, Answer, Ready, Worker

logger = logging.getLogger(__name__)

ACCEPT_S = 3.0
# A worker that hasn't looked into the inbox for so long does not run.
STALLED_S = 3.0
# How long a process that ends tries to charge what is still due: each amount waits for a Redis that is away.
SETTLED_S = 3.0


class Service:
    """The state of one Rasa process. It is made and used in one event loop.

    Attributes:
        process: its name, another for each process.
        customers: which conversations are whose.
        limits: how much may be asked for.
        platforms: its messaging channels.
        opinions: what its customers think.
    """

    def __init__(
        self,
        answer: Answer,
        apologise: Answer,
        ready: Ready,
        bursts: Mapping[str, float] = NO_BURSTS,
        connection: Connection | None = None,
    ) -> None:
        """See `bot.state.turns.worker.Worker` for the first arguments. `connection` is the event loop's own if none is given."""
        self.process = f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(3)}"
        self._connection = connection or shared()
        self._client, self._notices = self._connection.client, self._connection.notices
        self._queue = WorkQueue(self._client, self.process)
        self._inbox = Inbox(self._client, self._queue)
        self._outbox = Outbox(self._client, self._notices)
        self.counting = self._connection.turns.counts = Counting(self._client)
        self.opinions = Opinions(self._client, self._outbox, self.counting)
        self.desk = Desk(self._client)
        self.customers = Customers(self._client)
        self.presence = Presence(self._client, self.desk)
        self.deletions = Deletions(self._client)
        self.notices = NoticeBoard(self._client, self.process)
        limits = Limits(self._client)
        self.limits = RequestLimits(limits)
        self.charges = Charges(limits)
        self._worker = Worker(self._inbox, self._queue, self._connection.turns, answer, apologise, ready, bursts)
        self._monitor = Monitor(self._client, self.process)
        self.platforms = Platforms(self._client, self._notices, self._connection.turns, self._outbox, self.process)
        self._fitness = Fitness(self._client)
        self._housekeeping = Housekeeping(
            {
                "look whether Redis keeps what it accepts": self._fitness.look,
                "announce messages that were forgotten": self._inbox.announce_forgotten,
                "announce replies that were forgotten": self.platforms.announce_forgotten,
                "list who was handed over": lambda: enlist_forgotten(self._client),
                "forget processes that are gone": self._queue.remove_dead_consumers,
            }
        )
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Looks whether Redis is there and fit, begins to watch it and, once the model is ready, to answer messages.

        Raises:
            StateError: Redis is there, and too old, or its account may not do what is needed. One that isn't there is looked at later.
        """
        await self._monitor.look()
        with suppress(*Unavailable):
            await self._fitness.look()
        runs = (self._monitor.run, self._worker.run, self._housekeeping.run, self.counting.run, self.charges.run)
        self._tasks = [asyncio.ensure_future(run()) for run in runs]

    async def stop(self) -> None:
        """Stops; a turn that is broken off is another process's, or that of the next start."""
        await end(self._tasks)
        with suppress(*Unavailable):
            await self.counting.flush()
        with suppress(asyncio.TimeoutError, *Unavailable):
            await asyncio.wait_for(self.charges.settle(), SETTLED_S)

    async def close(self) -> None:
        """Closes the connection to Redis, for Rasa's stores in this event loop, too."""
        self.platforms.close()
        await self._connection.close()

    def tell_of_messages_to_people(self, tell: Callable[[Inbound], None]) -> None:
        """Has something called for each message that no turn answers, since a person has the conversation."""
        self._inbox.to_person = tell

    @property
    def redis_ready(self) -> bool:
        return self._monitor.writable

    @property
    def worker_ready(self) -> bool:
        return asyncio.get_running_loop().time() - self._worker.looked_at < STALLED_S

    async def accept(self, inbound: Inbound, shown: dict[str, Any] | None = None, uses: str = "") -> bool:
        """Stores a message; when this returns, it will be answered. `bot.state.turns.inbox.Inbox.accept` explains the arguments, and what
        is returned.

        Raises:
            UsedBefore: another message used the same button.
            StateUnavailable: it was not accepted; sent again later, it is stored once.
            TooManyWaiting: the conversation has too many unanswered messages.
        """
        try:
            if not self._monitor.writable:
                raise StateUnavailable("Redis takes no messages")
            new = await asyncio.wait_for(self._inbox.accept(inbound, shown, uses), ACCEPT_S)
        except UsedBefore:
            raise
        except TooManyWaiting:
            metrics.messages_refused.labels("flood").inc()
            raise
        except (StateUnavailable, *Unavailable, asyncio.TimeoutError) as error:
            metrics.messages_refused.labels("redis").inc()
            raise StateUnavailable(f"the message was not accepted: {error}") from error
        if new:
            metrics.messages_accepted.labels(inbound.channel).inc()
        return new

    async def edit(self, inbound: Inbound) -> bool:
        """Replaces an accepted message of the same name that is not answered yet; returns whether there was one.

        Raises:
            StateUnavailable: it was perhaps not replaced; it may be sent again.
        """
        return await reached(self._inbox.edit(inbound))

    async def answer(self, inbound: Inbound, seconds: float, new: bool = False) -> list[Event] | None:
        """The replies to an accepted message; none if it isn't answered after so many seconds, or Redis went away meanwhile.
        `bot.state.turns.outbox.Outbox.answer` explains the arguments."""
        with suppress(*Unavailable):
            return await self._outbox.answer(inbound, seconds, new)
        return None

    async def events(self, conversation: str, after: str = FIRST, count: int | None = None) -> list[Event]:
        """The events after one: replies, the customer's own messages, ratings; the first `count` of them.

        Raises:
            StateUnavailable: Redis is away; so it is for all below.
        """
        return await reached(self._outbox.after(conversation, after, count))

    def news(self, conversation: str) -> AbstractContextManager[asyncio.Event]:
        """An event that is set whenever there is news of a conversation."""
        return self._notices.of(conversation)

    async def look(self, conversation: str, after: str, count: int) -> tuple[list[Event], bool]:
        """The first events after one, and whether an answer is being made."""
        return await reached(self._outbox.look(conversation, after, count))

    async def leave_contact(self, conversation: str, contact: str) -> bool:
        """Keeps where a customer wants to be answered; returns whether anything was said in the conversation."""
        if not await reached(exists(self._client, conversation)):
            return False
        await reached(self.desk.leave_contact(conversation, contact))
        return True

    async def end(self, conversation: str) -> None:
        """Ends a conversation that a person has or will have, for its customer."""
        await reached(self.desk.end(conversation))

    async def said(self, conversation: str) -> list[Said]:
        """The whole conversation, as it was said."""
        return await reached(messages(self._client, conversation))

    async def kept(self, conversations: Iterable[str]) -> set[str]:
        """Which of these conversations are not forgotten yet."""
        return {each for each in conversations if await reached(exists(self._client, each))}

    async def exposition(self) -> bytes:
        """The metrics, with the queue as it is now."""
        if self.redis_ready:
            with suppress(asyncio.TimeoutError, *Unavailable):
                depth, age_s = await asyncio.wait_for(self._queue.depth(), 1.0)
                metrics.queue_depth.set(depth)
                metrics.queue_age.set(age_s)
                await asyncio.wait_for(self.platforms.measure(), 1.0)
        return metrics.exposition()
