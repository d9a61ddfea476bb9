"""What is done once in a while for all conversations, each job by itself: one that fails says so, and keeps no other from being done."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping

from redis.exceptions import ResponseError

from bot import metrics
from bot.state.redis.client import Unavailable
from data.errors import HeedError

logger = logging.getLogger(__name__)

Job = Callable[[], Awaitable[object]]

EVERY_S = 600.0
# What failed is tried again sooner.
AGAIN_S = 5.0


class Housekeeping:
    """Does its jobs every ten minutes, until it is cancelled."""

    def __init__(self, jobs: Mapping[str, Job]) -> None:
        """
        Args:
            jobs: each with the words that say what is not done if it fails.
        """
        self._jobs = jobs
        self._failing: dict[str, str] = {}

    async def run(self) -> None:
        due = dict(self._jobs)
        while True:
            failed = [name for name, job in due.items() if not await self._do(name, job)]
            due = {name: self._jobs[name] for name in failed} or dict(self._jobs)
            await asyncio.sleep(AGAIN_S if failed else EVERY_S)

    async def _do(self, name: str, job: Job) -> bool:
        """Does a job; returns whether it was done. A failure is logged once, until it is another or over."""
        try:
            await job()
        except Exception as error:  # whatever it is, the other jobs are done, and this one is tried again
            metrics.housekeeping_failures.labels(name).inc()
            why = f"{type(error).__name__}: {error}"
            refused = isinstance(error, (HeedError, ResponseError))
            if isinstance(error, Unavailable) and not refused:
                return False  # Redis is away, which its monitor says
            if self._failing.get(name) != why:
                logger.error("Housekeeping (%s) failed and will be tried again: %s", name, error, exc_info=None if refused else error)
            self._failing[name] = why
            return False
        if self._failing.pop(name, None):
            logger.warning("Housekeeping (%s) is done again.", name)
        return True
