"""Wakes whoever waits for something in a conversation: a reply, or its lock. By publish/subscribe, not by asking again and again.

Nothing depends on a notice's arrival: who waits looks again after a while anyway, so a lost one costs time only.
"""

import asyncio
import contextlib
import logging
from collections import defaultdict
from collections.abc import Callable, Iterator

from bot.state.redis.client import TIMEOUT_S, Client, Unavailable, one_node
from bot.state.redis.keys import DESK_NEWS, NEWS
from bot.state.redis.tasks import end

logger = logging.getLogger(__name__)

PAUSE_S = 0.5

Hear = Callable[[str], None]


class Notices:
    """One subscription for a process, however many wait."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._waiting: defaultdict[str, set[asyncio.Event]] = defaultdict(set)
        self._hearing: dict[str, set[Hear]] = {NEWS: set(), DESK_NEWS: set()}
        self._task: asyncio.Task[None] | None = None

    @contextlib.contextmanager
    def of(self, conversation: str) -> Iterator[asyncio.Event]:
        """An event that is set whenever there is news of the conversation."""
        self._begin()
        event = asyncio.Event()
        self._waiting[conversation].add(event)
        try:
            yield event
        finally:
            self._waiting[conversation].discard(event)
            if not self._waiting[conversation]:
                del self._waiting[conversation]

    @contextlib.contextmanager
    def all(self, channel: str, hear: Hear) -> Iterator[None]:
        """Has a function hear all that is published on a channel, `NEWS` or `DESK_NEWS`; "" means that anything may have been missed."""
        self._begin()
        self._hearing[channel].add(hear)
        try:
            yield
        finally:
            self._hearing[channel].discard(hear)

    async def close(self) -> None:
        if self._task:
            await end([self._task])

    def _begin(self) -> None:
        if self._task is None or self._task.done():
            self._task = asyncio.ensure_future(self._listen())

    async def _listen(self) -> None:
        told = ""
        while True:
            try:
                await self._subscribe()
            except Unavailable as error:
                if told != (told := str(error)):
                    logger.warning("News from Redis can't be heard, so answers come later: %s", error)
                await asyncio.sleep(PAUSE_S)
            except Exception:  # nobody here would hear of anything any more
                logger.exception("News from Redis can't be heard, so answers come later.")
                await asyncio.sleep(PAUSE_S)

    async def _subscribe(self) -> None:
        async with one_node(self._client) as node, node.pubsub(ignore_subscribe_messages=True) as news:
            await news.subscribe(*self._hearing)
            for conversation in list(self._waiting):
                self._wake(conversation)  # what was published before is lost
            for channel in self._hearing:
                self._tell(channel, "")
            while True:
                message = await news.get_message(timeout=TIMEOUT_S / 2)
                if message:
                    if message["channel"] == NEWS:
                        self._wake(message["data"])
                    self._tell(message["channel"], message["data"])

    def _wake(self, conversation: str) -> None:
        for event in self._waiting.get(conversation, ()):
            event.set()

    def _tell(self, channel: str, data: str) -> None:
        for hear in list(self._hearing[channel]):
            hear(data)


async def wait(event: asyncio.Event, seconds: float) -> None:
    """Waits for an event, but no longer than so many seconds."""
    with contextlib.suppress(asyncio.TimeoutError):
        await asyncio.wait_for(event.wait(), seconds)
