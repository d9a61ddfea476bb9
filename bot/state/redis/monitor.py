"""Tells, at any moment and without waiting, whether Redis takes writes."""

import asyncio
import logging

from bot import metrics
from bot.state.redis.client import Client
from bot.state.redis.keys import ALIVE

logger = logging.getLogger(__name__)

EVERY_S = 0.5
# Redis answers in less than a millisecond; after so long it isn't there, for a customer.
PATIENCE_S = 1.0
KNOWN_S = 10


class Monitor:
    """Writes a key again and again: a server that is full or read-only answers a ping, but takes no message."""

    def __init__(self, client: Client, process: str) -> None:
        self._client, self._key = client, f"{ALIVE}{process}"
        self.writable = False
        self._problem = ""

    async def run(self) -> None:
        while True:
            await self.look()
            await asyncio.sleep(EVERY_S)

    async def look(self) -> None:
        """Looks now whether Redis takes a write."""
        try:
            await asyncio.wait_for(self._client.set(self._key, 1, ex=KNOWN_S), PATIENCE_S)
            problem = ""
        except Exception as error:  # whatever it is, no message can be taken
            metrics.redis_errors.labels("monitor").inc()
            problem = str(error) or "it does not answer"
        if problem and not self._problem:
            logger.error("Redis takes no messages: %s", problem)
        elif self._problem and not problem:
            logger.warning("Redis takes messages again.")
        self._problem, self.writable = problem, not problem
