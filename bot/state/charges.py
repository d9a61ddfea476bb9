"""What turns used of budgets and places, settled in Redis four times a second: a turn doesn't wait for it.

A process that is killed leaves uncharged what was used in the last quarter of a second; places fall vacant by themselves.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict

from redis.exceptions import TimeoutError as RedisTimeoutError

from bot.state.rate_limits import Budget, Limits
from bot.state.redis.client import Unavailable

logger = logging.getLogger(__name__)

SETTLED_EVERY_S = 0.25
# After these Redis may have charged an amount: it isn't charged again, since somebody would be held back for what was never used.
PERHAPS_CHARGED = (RedisTimeoutError, TimeoutError, asyncio.TimeoutError)


class Charges:
    """The charges of one process. `bot.state.rate_limits.Limits` says what the names are."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._due: defaultdict[tuple[str, Budget], float] = defaultdict(float)
        self._vacant: set[tuple[str, str]] = set()

    def charge(self, name: str, budget: Budget, amount: float) -> None:
        """Takes out of a budget what was used of it, also if that overdraws it."""
        self._due[name, budget] += amount

    def give_back(self, name: str, who: str) -> None:
        """Gives a place back."""
        self._vacant.add((name, who))

    async def settle(self) -> None:
        """Does all that is due; what that fails for stays due, unless it may have been charged. A part of a Cluster that is away stops
        nothing of the others.

        Raises:
            redis.RedisError, OSError: Redis is away, or takes no writes; the first of these errors, after all was tried.
        """
        errors: list[Exception] = []
        for place in list(self._vacant):
            try:
                await self._limits.release(*place)
                self._vacant.discard(place)
            except Exception as error:
                errors.append(error)
        for name, budget in list(self._due):
            amount = self._due.pop((name, budget))
            try:
                await self._limits.spend(name, budget, amount, happened=True)
            except PERHAPS_CHARGED as error:
                errors.append(error)
            except Exception as error:
                self._due[name, budget] += amount
                errors.append(error)
        if errors:
            raise errors[0]

    async def run(self) -> None:
        """Settles again and again, until it is cancelled."""
        while True:
            await asyncio.sleep(SETTLED_EVERY_S)
            try:
                await self.settle()
            except Unavailable as error:
                logger.debug("What was used of budgets waits for Redis: %s", error)
            except Exception:  # nobody would be held back any more
                logger.exception("What was used of budgets can't be charged.")
