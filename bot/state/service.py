"""Session state as the rest of the house sees it: accept a message, wait for its answer, know whether all is well."""

import asyncio
import logging
import os
import secrets
import socket
from collections.abc import Callable
from contextlib import suppress

from bot.state import metrics
from bot.state.connection import Unavailable, connect, disconnect
from bot.state.durability import weaknesses
from bot.state.ending import end
from bot.state.inbox import Inbound, Inbox, TooManyWaiting
from bot.state.monitor import Monitor
from bot.state.notices import Notices
from bot.state.outbox import FIRST, Outbox, Reply
from bot.state.turns import Turns
from bot.state.worker import Answer, Worker
from data.errors import StateError

logger = logging.getLogger(__name__)

ACCEPT_S = 3.0
# A worker that hasn't looked into the inbox for so long does not run.
STALLED_S = 3.0
HOUSEKEEPING_EVERY_S = 600.0


class StateUnavailable(StateError):
    """Redis can't be reached or takes no writes; what was asked for may be asked again."""


class Service:
    """The state of one Rasa process. It is made and used in one event loop."""

    def __init__(self, answer: Answer, apologise: Answer, ready: Callable[[], bool], burst_s: float = 0.0) -> None:
        """See `bot.state.worker.Worker` for the arguments."""
        self.process = f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(3)}"
        self._client = connect()
        notices = Notices(self._client)
        self._turns = Turns(self._client, notices)
        self._inbox = Inbox(self._client, self.process)
        self._outbox = Outbox(self._client, notices)
        self._worker = Worker(self._inbox, self._turns, answer, apologise, ready, burst_s)
        self._monitor = Monitor(self._client, self.process)
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Looks whether Redis is there, begins to watch it and, once the model is ready, to answer messages."""
        await self._monitor.look()
        self._tasks = [asyncio.ensure_future(run()) for run in (self._monitor.run, self._worker.run, self._keep_house)]

    async def stop(self) -> None:
        """Stops; a turn that is broken off is another process's, or that of the next start."""
        await end(self._tasks)
        await self._turns.close()
        await disconnect(self._client)

    @property
    def redis_ready(self) -> bool:
        return self._monitor.writable

    @property
    def worker_ready(self) -> bool:
        return asyncio.get_running_loop().time() - self._worker.looked_at < STALLED_S

    async def accept(self, inbound: Inbound) -> None:
        """Stores a message; when this returns, it will be answered.

        Raises:
            StateUnavailable: it was not accepted; sent again later, it is stored once.
            TooManyWaiting: the conversation has too many unanswered messages.
        """
        try:
            if not self._monitor.writable:
                raise StateUnavailable("Redis takes no messages")
            new = await asyncio.wait_for(self._inbox.accept(inbound), ACCEPT_S)
        except TooManyWaiting:
            metrics.messages_refused.labels("flood").inc()
            raise
        except (StateUnavailable, *Unavailable, asyncio.TimeoutError) as error:
            metrics.messages_refused.labels("redis").inc()
            raise StateUnavailable(f"the message was not accepted: {error}") from error
        if new:
            metrics.messages_accepted.labels(inbound.channel).inc()

    async def answer(self, inbound: Inbound, seconds: float) -> list[Reply] | None:
        """The replies to an accepted message; none if it isn't answered after so many seconds, or Redis went away meanwhile."""
        with suppress(*Unavailable):
            return await self._outbox.answer(inbound, seconds)
        return None

    async def replies(self, conversation: str, after: str = FIRST, seconds: float = 0.0) -> list[Reply]:
        """All replies after an event; waits so many seconds for one.

        Raises:
            StateUnavailable: Redis is away.
        """
        try:
            return await self._outbox.after(conversation, after, seconds)
        except Unavailable as error:
            raise StateUnavailable(f"the replies can't be read: {error}") from error

    async def exposition(self) -> bytes:
        """The metrics, with the queue as it is now."""
        if self.redis_ready:
            with suppress(asyncio.TimeoutError, *Unavailable):
                depth, age_s = await asyncio.wait_for(self._inbox.depth(), 1.0)
                metrics.queue_depth.set(depth)
                metrics.queue_age.set(age_s)
        return metrics.exposition()

    async def _keep_house(self) -> None:
        checked = False
        while True:
            try:
                for weakness in [] if checked else await weaknesses(self._client):
                    logger.warning("Redis: %s", weakness)
                checked = True
                await self._inbox.announce_forgotten()
                await self._inbox.remove_dead_consumers()
                await asyncio.sleep(HOUSEKEEPING_EVERY_S)
            except StateError as error:
                logger.error("%s", error)
                return
            except Unavailable:
                await asyncio.sleep(5.0)
