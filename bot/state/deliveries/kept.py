"""What a channel keeps for itself, for all processes: access tokens, cursors, and which process listens."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from bot.state.redis.client import Client
from bot.state.redis.keys import CHANNEL
from bot.state.redis.tasks import end, to_its_end

# A process that doesn't prolong its lease is gone after so long; another takes over.
LEASE_MS = 3_000
PROLONGED_EVERY_S = 0.75
MAKING_MS = 20_000
RELEASE = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0"
PROLONG = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end return 0"


class Kept:
    """Values under a channel's name."""

    def __init__(self, client: Client, channel: str) -> None:
        self._client, self._prefix = client, f"{CHANNEL}{channel}:"
        self._release, self._prolong = client.register_script(RELEASE), client.register_script(PROLONG)

    async def get(self, name: str) -> str | None:
        """A value; none if there is none (any more)."""
        found: str | None = await self._client.get(self._prefix + name)
        return found

    async def put(self, name: str, value: str, seconds: float) -> None:
        """Keeps a value for so many seconds."""
        await self._client.set(self._prefix + name, value, px=max(1, int(seconds * 1000)))

    async def first(self, name: str, value: str, seconds: float) -> str:
        """Keeps a value unless there is one; returns the one that is kept."""
        while True:
            if await self._client.set(self._prefix + name, value, px=max(1, int(seconds * 1000)), nx=True):
                return value
            if (found := await self.get(name)) is not None:
                return found

    async def forget(self, name: str, only: str = "") -> None:
        """Forgets a value: of a token that the platform refused. With `only`, unless another has taken its place."""
        if only:
            await self._release(keys=[self._prefix + name], args=[only])
        else:
            await self._client.delete(self._prefix + name)

    async def value(self, name: str, make: Callable[[], Awaitable[tuple[str, float]]]) -> str:
        """A value that is costly to make, such as an access token whose renewal ends the one before: made by one process, kept for all.

        Args:
            make: returns the value and the seconds that it is good for.
        """
        while (found := await self.get(name)) is None:
            async with self.alone(f"{name}:making", MAKING_MS) as mine:
                if mine:
                    if (found := await self.get(name)) is None:  # another may just have made it
                        found, seconds = await make()
                        await self.put(name, found, seconds)
                    return found
            await asyncio.sleep(0.05)
        return found

    @asynccontextmanager
    async def alone(self, name: str, life_ms: int = MAKING_MS) -> AsyncIterator[bool]:
        """Whether this is the one that may do something now; another may when the block ends, or after `life_ms` milliseconds."""
        token = secrets.token_hex(8)
        mine = bool(await self._client.set(self._prefix + name, token, nx=True, px=life_ms))
        try:
            yield mine
        finally:
            if mine:
                await self._release(keys=[self._prefix + name], args=[token])

    async def in_one_process(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        """Does something that must not be done twice at once (listening to a platform), for as long as this process holds the lease.

        Returns when the lease was another's, was lost, or the work has ended; call it again and again.
        """
        lease = f"{self._prefix}{name}:lease"
        token = secrets.token_hex(8)
        if not await self._client.set(lease, token, nx=True, px=LEASE_MS):
            await asyncio.sleep(PROLONGED_EVERY_S)
            return
        task = asyncio.ensure_future(work())
        try:
            while not task.done() and await self._prolong(keys=[lease], args=[token, LEASE_MS]):
                await asyncio.wait([task], timeout=PROLONGED_EVERY_S)
            if task.done():
                await task
        finally:
            # Neither is the work left running, nor the lease taken.
            await to_its_end(self._leave(task, lease, token))

    async def _leave(self, task: asyncio.Task[None], lease: str, token: str) -> None:
        await end([task])
        await self._release(keys=[lease], args=[token])
