"""Which conversation is an identified customer's now: their own, which is the same on all devices, or one that they began before they
signed in, and brought along. An earlier one stays as it is.

A conversation is brought along once: it is the first customer's who signs in with it, whoever uses the same browser afterwards.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from redis.exceptions import ResponseError

from bot.state.conversations import exists
from bot.state.redis.client import Client
from bot.state.redis.keys import key


class Customers:
    """All raise redis.RedisError or OSError while Redis is away. Each step may be repeated."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def current(self, own: str, before: str, keep_s: int) -> str:
        """The conversation to go on with.

        Args:
            own: the customer's own conversation (`bot.server.customers`).
            before: the one that this browser is in, which may be anybody's; empty for none.
            keep_s: how long conversations are kept after their last message, in seconds.
        """
        await self._client.set(key(own, "whose"), own, nx=True)
        brought = await self._client.lrange(key(own, "brought"), 0, -1)
        if before not in ("", own, *brought) and await exists(self._client, before) and await self._belongs(before, own):
            await self._client.lpush(key(own, "brought"), before)
            brought = [before, *brought]
        current = str(brought[0]) if brought else own
        for each in (own, *brought):
            await self.keep(each, keep_s)
        return current

    async def keep(self, conversation: str, keep_s: int) -> None:
        """Remembers whose a conversation is for as long as anybody can have a token of it."""
        for part in ("whose", "brought"):
            await self._client.expire(key(conversation, part), 2 * keep_s)

    async def _belongs(self, conversation: str, own: str) -> bool:
        """Gives a conversation to a customer if it is nobody's; returns whether it is theirs."""
        name = key(conversation, "whose")
        return bool(await self._client.set(name, own, nx=True)) or await self._client.get(name) == own


async def with_brought(client: Client, conversations: Iterable[str]) -> list[str]:
    """Conversations, and those that their customers brought along; none of these where the record is damaged: the rest can be erased."""
    found: list[str] = []
    for conversation in conversations:
        found.append(conversation)
        with suppress(ResponseError):
            found += map(str, await client.lrange(key(conversation, "brought"), 0, -1))
    return list(dict.fromkeys(found))
