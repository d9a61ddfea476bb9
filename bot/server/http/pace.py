"""Slows down who asks too fast, in this process and before anything else is done: requests that no route counts, too.

The generic cell rate algorithm (ITU-T I.371), as in `bot.state.rate_limits`, without a way to Redis. Whoever is a little too fast waits,
which costs nothing; whoever is far too fast is refused.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

from sanic.request import Request
from sanic.response import HTTPResponse

from bot.server.http.errors import BadRequest

# A fifth of a minute's requests may come at once; who would have to wait longer than this is refused.
BURST_S, LONGEST_WAIT_S = 12.0, 2.0
# What machines ask whether all is well is cheap, and is never slowed down.
FREE = "/health/"


class Pace:
    """Counts the requests of each address."""

    def __init__(self, per_minute: int, address: Callable[[Request], str]) -> None:
        """`per_minute` is 0 for any number; `address` tells whose a request is."""
        self._between_s = 60.0 / per_minute if per_minute else 0.0
        self._address = address
        self._due: dict[str, float] = {}

    async def check(self, request: Request) -> HTTPResponse | None:
        """A request middleware: lets a request through, now or a little later, or answers that there are too many."""
        if not self._between_s or request.path.startswith(FREE):
            return None
        wait_s = self.wait_s(self._address(request), time.monotonic())
        if wait_s > LONGEST_WAIT_S:
            return BadRequest(429, "too_many", "too many requests in a short time; please wait a moment", wait_s).answer()
        if wait_s:
            await asyncio.sleep(wait_s)
        return None

    def wait_s(self, address: str, now: float) -> float:
        """Counts a request; returns the seconds after which it keeps to the rate. One that would wait too long is not counted."""
        due = max(self._due.get(address, now), now) + self._between_s
        wait_s = max(0.0, due - now - BURST_S)
        if wait_s <= LONGEST_WAIT_S:
            self._due[address] = due
        if len(self._due) > 10_000:
            self._due = {other: each for other, each in self._due.items() if each > now}
        return wait_s
