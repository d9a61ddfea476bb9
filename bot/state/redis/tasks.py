"""Ends tasks for certain."""

import asyncio
from collections.abc import Iterable

AGAIN_S = 0.2


async def end(tasks: "Iterable[asyncio.Task[None]]") -> None:
    """Cancels tasks until they are done: `asyncio.wait_for` (before Python 3.12, bpo-37658) and redis-py's time-outs may
    swallow a cancellation that comes at the moment in which what they wait for is there."""
    left = set(tasks)
    while left:
        for task in left:
            task.cancel()
        _, left = await asyncio.wait(left, timeout=AGAIN_S)
