"""One turn at a time for each conversation, in all processes together.

A lock is a key with its owner's random token and a short life, taken and given back in one step (the pattern of
https://redis.io/docs/manual/patterns/distributed-locks/). It is prolonged for as long as its process lives, and is free
seconds after a kill. A lock alone can't keep an owner that slept too long from writing: so the last owner's token stays as
the *fence*, and a write with another token is refused (M. Kleppmann, “How to do distributed locking”, 2016).
"""

import asyncio
import secrets
from contextlib import suppress
from weakref import WeakValueDictionary

from bot.state.redis.client import Client, Unavailable
from bot.state.redis.heartbeat import Beat, Heartbeat
from bot.state.redis.keys import DAY_S, NEWS, Part
from bot.state.redis.pubsub import Notices, wait
from bot.state.redis.scripts import Script

LIFE_MS = 3_000
RENEWED_EVERY_S = 0.75


class Locks:
    """Takes, prolongs and gives back the locks of this process."""

    def __init__(self, client: Client, notices: Notices, parts: tuple[Part, Part, Part] = ("lock", "fence", "waited")) -> None:
        """`parts` hold the lock, its fence, and that somebody waits for it."""
        self._notices, self._parts = notices, parts
        self._acquire = Script(client, "acquire", *parts)
        self._release = Script(client, "release", *parts)
        self._held: dict[str, str] = {}
        # In one process, who came first gets the lock first.
        self._queues: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._heartbeat = Heartbeat(f"heed-{parts[0]}", self._renewing, RENEWED_EVERY_S)

    async def acquire(self, conversation: str) -> str:
        """Waits until the lock is ours; returns the token that proves it.

        Raises:
            redis.RedisError, OSError: Redis is away.
        """
        token = secrets.token_hex(8)
        queue = self._queues.setdefault(conversation, asyncio.Lock())
        async with queue:
            with self._notices.of(conversation) as news:
                while (left_ms := await self._acquire(conversation, token, LIFE_MS, DAY_S)) is not None:
                    await wait(news, max(left_ms, 10) / 1000)
                    news.clear()
            self._held[conversation] = token
        self._heartbeat.start()
        return token

    async def release(self, conversation: str, token: str) -> None:
        """Gives the lock back. Where Redis is away, it runs out by itself."""
        self.forget(conversation, token)
        with suppress(*Unavailable):
            await self._release(conversation, token, NEWS, conversation)

    def forget(self, conversation: str, token: str) -> None:
        """No longer prolongs a lock: it was given back together with the turn's commit."""
        if self._held.get(conversation) == token:
            del self._held[conversation]

    def close(self) -> None:
        self._heartbeat.stop()

    def _renewing(self, client: Client) -> Beat:
        renew = Script(client, "renew", *self._parts[:2])

        async def beat() -> None:
            await asyncio.gather(*(renew(conversation, token, LIFE_MS) for conversation, token in list(self._held.items())))

        return beat
