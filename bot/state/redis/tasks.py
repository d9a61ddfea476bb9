"""Ends tasks for certain, and what must not be left half done when one is ended."""

import asyncio
from collections.abc import Coroutine, Iterable
from contextlib import suppress
from typing import Any, TypeVar

AGAIN_S = 0.2

Found = TypeVar("Found")


async def end(tasks: "Iterable[asyncio.Task[None]]") -> None:
    """Cancels tasks until they are done: `asyncio.wait_for` (before Python 3.12, bpo-37658) and redis-py's time-outs may
    swallow a cancellation that comes at the moment in which what they wait for is there."""
    left = set(tasks)
    while left:
        for task in left:
            task.cancel()
        _, left = await asyncio.wait(left, timeout=AGAIN_S)


async def to_its_end(work: "Coroutine[Any, Any, Found]") -> Found:
    """Does what must not be left half done, however often who ends tasks cancels it meanwhile."""
    task = asyncio.ensure_future(work)
    while not task.done():
        with suppress(asyncio.CancelledError):
            await asyncio.shield(task)
    return task.result()
