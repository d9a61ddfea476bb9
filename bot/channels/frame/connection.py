"""Websockets that a channel opens to its platform, so that no public address is needed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import aiohttp

from bot import metrics
from bot.channels.frame.api import Unknown
from bot.channels.frame.delivery import Unreadable
from bot.state.deliveries.contract import DeliveryError, TryLater
from bot.state.messages import TooManyWaiting
from bot.state.reaching import StateUnavailable
from bot.state.redis.client import Unavailable

if TYPE_CHECKING:
    from bot.channels.frame.channel import Incoming, Take

logger = logging.getLogger(__name__)

# A platform that doesn't answer a ping in this time is connected to anew.
HEARTBEAT_S = 10.0
# Also of one that takes the connection and then says nothing.
OPENS_S = 20.0
TAKEN, UNREADABLE, AGAIN = 200, 400, 503


@asynccontextmanager
async def connection(address: str, api_url: str) -> AsyncIterator[aiohttp.ClientWebSocketResponse[bool]]:
    """An open connection.

    Args:
        address: where the platform wants to be connected to. It holds a ticket, so it never stands in a message.
        api_url: of the platform's API: only where this isn't encrypted (on this machine), the connection needn't be.

    Raises:
        TryLater: it can't be opened.
    """
    if urlsplit(address).scheme not in ("wss", "ws" if api_url.startswith("http://") else "wss"):
        raise TryLater("the platform names no address to connect to that begins with wss://")
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=None, connect=OPENS_S)) as session:
        try:
            socket = await asyncio.wait_for(session.ws_connect(address, heartbeat=HEARTBEAT_S), OPENS_S)
        except (aiohttp.ClientError, OSError, ValueError, asyncio.TimeoutError) as problem:
            status = f", HTTP {problem.status}" if isinstance(problem, aiohttp.ClientResponseError) else ""
            raise TryLater(f"the platform takes no connection: {type(problem).__name__}{status}") from None
        async with socket:
            yield socket


async def taken(channel: str, take: Take, reading: Awaitable[Sequence[Incoming]]) -> int:
    """Stores what a frame says, so that one that can't be read doesn't end the connection.

    Args:
        reading: reads it.

    Returns:
        What an HTTP server would answer: 200: it is stored; 400: it can't be read; 503: it is wanted again.
    """
    try:
        await take(await reading)
    except (TooManyWaiting, StateUnavailable, DeliveryError, Unknown, *Unavailable) as problem:
        logger.warning("What came for %s can't be taken for the moment: %s", channel, problem)
        return AGAIN
    except (Unreadable, LookupError, TypeError, ValueError, AttributeError) as problem:
        metrics.receipts.labels(channel, "unreadable").inc()
        logger.warning("What came for %s can't be read: %s", channel, problem, exc_info=not isinstance(problem, Unreadable))
        return UNREADABLE
    return TAKEN
