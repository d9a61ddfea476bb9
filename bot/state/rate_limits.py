"""How often something may happen, counted in Redis, so for all processes together."""

from pathlib import Path

from bot.state.redis.client import Client
from bot.state.redis.keys import ADDRESS, CHANNEL, key

SCRIPT = Path(__file__).parent / "redis" / "scripts" / "limit.lua"


class Limits:
    """Steady rates with bursts of a minute's worth."""

    def __init__(self, client: Client) -> None:
        self._take = client.register_script(SCRIPT.read_text(encoding="utf-8"))

    async def conversation(self, conversation: str, per_minute: int) -> float:
        """Counts one thing that a conversation did; returns 0, or the seconds to wait if it was one too many.

        Raises:
            redis.RedisError, OSError: Redis is away.
        """
        return await self._wait(key(conversation, "rate"), per_minute)

    async def address(self, address: str, per_minute: int) -> float:
        """The same for a network address."""
        return await self._wait(f"{ADDRESS}{address}", per_minute)

    async def sending(self, conversation: str, per_minute: float, burst: int) -> float:
        """The same for messages to a conversation's platform, `burst` of which may go out at once."""
        return await self._wait(key(conversation, "sending_rate"), per_minute, burst)

    async def account(self, account: str, per_minute: float) -> float:
        """The same for messages of an account, a second's worth at once. `account` is `channel:account`."""
        return await self._wait(f"{CHANNEL}{account}:rate", per_minute, max(1, int(per_minute / 60)))

    async def _wait(self, name: str, per_minute: float, burst: int | None = None) -> float:
        return float(await self._take(keys=[name], args=[60_000 / per_minute, burst or per_minute])) / 1000
