"""The model works beside the event loop, for one message at a time; whose messages took the least of it is next.

A server that waits for a model answers nobody, not even whether it lives. And whoever sends what takes long would make all others wait, if
messages were answered in the order in which they come.
"""

from __future__ import annotations

import asyncio
import contextvars
import math
import time
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

Found = TypeVar("Found")

# What was used counts half after so long.
HALF_LIFE_S = 20.0
# Less than this is as good as nothing, and is forgotten.
LEAST_S = 0.001


class FairThread:
    """One thread that works for many owners."""

    def __init__(self) -> None:
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="inference")
        self._busy = False
        self._waiting: list[tuple[Sequence[str], asyncio.Future[None]]] = []
        self._used: dict[str, tuple[float, float]] = {}  # owner → seconds of a core, and when they were counted

    async def run(self, owners: Sequence[str], work: Callable[[], Found]) -> tuple[Found, float]:
        """Does something in the thread, once it is its owners' turn.

        Args:
            owners: for whom, as an address and a conversation; what one of them used counts.

        Returns:
            What the work returns, and the seconds of a core that it took.
        """
        await self._turn(owners)
        try:
            context = contextvars.copy_context()
            found, seconds = await asyncio.get_running_loop().run_in_executor(self._pool, context.run, _timed, work)
            self._count(owners, seconds)
            return found, seconds
        finally:
            self._next()

    async def _turn(self, owners: Sequence[str]) -> None:
        if not self._busy:
            self._busy = True
            return
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((owners, mine))
        try:
            await mine
        except asyncio.CancelledError:
            if mine.done() and not mine.cancelled():
                self._next()  # it was my turn already
            raise

    def _next(self) -> None:
        self._waiting = [each for each in self._waiting if not each[1].done()]
        if not self._waiting:
            self._busy = False
            return
        chosen = min(self._waiting, key=lambda each: sum(map(self._recent_s, each[0])))  # of equals, the first
        self._waiting.remove(chosen)
        chosen[1].set_result(None)

    def _recent_s(self, owner: str) -> float:
        seconds, at = self._used.get(owner, (0.0, 0.0))
        return seconds * math.pow(0.5, (time.monotonic() - at) / HALF_LIFE_S)

    def _count(self, owners: Sequence[str], seconds: float) -> None:
        now = time.monotonic()
        for owner in owners:
            self._used[owner] = (self._recent_s(owner) + seconds, now)
        if len(self._used) > 10_000:
            self._used = {owner: (left, now) for owner in self._used if (left := self._recent_s(owner)) > LEAST_S}


def finish(work: Coroutine[Any, Any, Found]) -> Found:
    """The result of a coroutine that never waits for anything.

    Raises:
        RuntimeError: it does.
    """
    try:
        work.send(None)
    except StopIteration as done:
        result: Found = done.value
        return result
    work.close()
    raise RuntimeError("the model's pipeline waits for something outside of this process")


def _timed(work: Callable[[], Found]) -> tuple[Found, float]:
    began = time.thread_time()
    return work(), time.thread_time() - began
