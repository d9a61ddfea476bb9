"""Shows customers that their message was received, as “typing …”: a courtesy, which must not cost what acknowledges and answers them."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from bot.channels.frame.delivery import Message
from bot.state.redis.tasks import end

if TYPE_CHECKING:
    from bot.channels.frame.channel import MessagingChannel

logger = logging.getLogger(__name__)

# Calls that are under way at once; while there are so many, nobody else is shown anything. A call costs three times what it takes to
# acknowledge a delivery, and 50 deliveries a second had them stand in line, and all else behind them.
AT_ONCE = 4
# First the delivery is acknowledged.
AFTER_S = 0.05


class Noticing:
    """Of one channel, in one process."""

    def __init__(self, channel: MessagingChannel[Any]) -> None:
        self._channel = channel
        self._tasks: set[asyncio.Task[None]] = set()

    def show(self, message: Message) -> None:
        """Shows it soon, if there is room."""
        if len(self._tasks) < AT_ONCE:
            task = asyncio.ensure_future(self._show(message))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def end(self) -> None:
        """Breaks off what is under way."""
        await end(list(self._tasks))

    async def _show(self, message: Message) -> None:
        await asyncio.sleep(AFTER_S)
        try:
            await self._channel.noticed(message)
        except Exception as problem:
            logger.debug("%s can't show that a message was received: %r", self._channel.channel, type(problem))
