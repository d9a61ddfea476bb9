"""Who is at the desk, has which conversation open, and types. All of it ends by itself; only an agent's sign of life matters."""

from __future__ import annotations

import time
from collections.abc import Iterable

from bot.state.agents.news import Looks, Types, publish
from bot.state.desk import Desk
from bot.state.redis.client import Client
from bot.state.redis.keys import AGENTS_HERE, NEWS, key

# A page says every 10 s that it is there.
HERE_S, VIEWING_S, TYPING_S = 30.0, 20.0, 6.0


class Presence:
    """All raise redis.RedisError or OSError while Redis is away."""

    def __init__(self, client: Client, desk: Desk) -> None:
        self._client, self._desk = client, desk

    async def sign_of_life(self, agent: str, conversations: Iterable[str]) -> None:
        """Says that an agent's page is there: none of their conversations waits again for want of it."""
        await self._client.zadd(AGENTS_HERE, {agent: _now_ms()})
        for conversation in conversations:
            await self._desk.beat(conversation, agent)

    async def here(self) -> set[str]:
        """The agents whose page is there."""
        await self._client.zremrangebyscore(AGENTS_HERE, 0, _now_ms() - 1000 * HERE_S)
        return set(await self._client.zrange(AGENTS_HERE, 0, -1))

    async def views(self, conversation: str, agent: str) -> list[str]:
        """Says that an agent has a conversation open; returns all who have."""
        viewing = key(conversation, "viewing")
        now = _now_ms()
        async with self._client.pipeline(transaction=False) as pipeline:
            pipeline.zremrangebyscore(viewing, 0, now)
            pipeline.zadd(viewing, {agent: now + 1000 * VIEWING_S})
            pipeline.expire(viewing, int(2 * VIEWING_S))
            pipeline.zrange(viewing, 0, -1)
            found = sorted((await pipeline.execute())[-1])
        await publish(self._client, Looks(conversation, tuple(found), agent))
        return found

    async def viewers(self, conversation: str) -> list[str]:
        """Who has a conversation open."""
        return sorted(await self._client.zrangebyscore(key(conversation, "viewing"), _now_ms(), "+inf"))

    async def agent_types(self, conversation: str, agent: str) -> None:
        """Shows the customer and other agents that an agent types."""
        await self._client.set(key(conversation, "typing"), agent, px=int(1000 * TYPING_S))
        await self._client.publish(NEWS, conversation)
        await publish(self._client, Types(conversation, agent))

    async def stops_typing(self, conversation: str) -> None:
        """What the agent typed was said."""
        await self._client.delete(key(conversation, "typing"))

    async def customer_types(self, conversation: str) -> None:
        """Shows agents that the customer types, if a person has the conversation or will have it."""
        if (await self._desk.owner(conversation)).with_person:
            await publish(self._client, Types(conversation, ""))


def _now_ms() -> int:
    return int(time.time() * 1000)
