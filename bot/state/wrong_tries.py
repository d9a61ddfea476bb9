"""How often a network address gave facts that don't belong together, counted in Redis, so for all processes together."""

from bot.state.redis.client import Client
from bot.state.redis.keys import WRONG

HOUR_S = 60 * 60


class WrongTries:
    """Counts a try before it is made, and takes the count back if it was a good one: so tries at the same time can't pass together."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def begin(self, address: str) -> int:
        """Counts a try; returns how many there were in the hour since the first of them.

        Raises:
            redis.RedisError, OSError: Redis is away.
        """
        name = f"{WRONG}{address}"
        count = int(await self._client.incr(name))
        if count == 1 or int(await self._client.ttl(name)) < 0:
            await self._client.expire(name, HOUR_S)
        return count

    async def take_back(self, address: str) -> None:
        """Takes a try back that was no wrong one."""
        name = f"{WRONG}{address}"
        if int(await self._client.decr(name)) <= 0:
            await self._client.delete(name)
