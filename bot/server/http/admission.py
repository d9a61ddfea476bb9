"""Requests that come all at once begin a few at a time, address by address: a thousand of one address don't hold up the next address's one.

Without it, an event loop takes a step of each before it looks at the network again: a request of ten steps beside a hundred others waited
half a second.
"""

from __future__ import annotations

import asyncio
from collections import Counter, deque

# So many requests of an address begin in so many seconds: as fast as a process can answer them, 400 in a second.
AT_ONCE, ROUND_S = 4, 0.01


class Admission:
    """The requests that wait for their beginning, by their address, on an event loop."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self._begun: Counter[str] = Counter()
        self._waiting: dict[str, deque[asyncio.Future[None]]] = {}
        self._planned: asyncio.TimerHandle | None = None

    async def enter(self, address: str) -> None:
        """Waits until a request of an address may begin: in the order in which they came, for most not at all."""
        if self._planned is None:
            self._planned = self._loop.call_later(ROUND_S, self._let_in)
        if self._begun[address] < AT_ONCE:
            self._begun[address] += 1
            return
        future = self._loop.create_future()
        self._waiting.setdefault(address, deque()).append(future)
        await future

    def _let_in(self) -> None:
        """Lets the next ones of each address in, once in each round, until nobody waits."""
        self._begun.clear()
        for address, waiting in list(self._waiting.items()):
            while waiting and self._begun[address] < AT_ONCE:
                future = waiting.popleft()
                if not future.done():  # its connection was closed meanwhile
                    future.set_result(None)
                    self._begun[address] += 1
            if not waiting:
                del self._waiting[address]
        self._planned = self._loop.call_later(ROUND_S, self._let_in) if self._begun else None
