"""Conversations that their customers deleted. Redis forgets them at once; logs and indexes have to be searched, by one process for all."""

from __future__ import annotations

import time

from bot.state.conversations import erase
from bot.state.redis.client import Client
from bot.state.redis.keys import DELETIONS, NEWS, WAITING_S, Part

# Who has a token may write on: it stays the same customer's, and an erasure of that customer finds what they brought along. No words.
STAYS: tuple[Part, ...] = ("whose", "brought")


class Deletions:
    """All raise redis.RedisError or OSError while Redis is away; then it may be asked for again."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def delete(self, conversation: str) -> None:
        """Removes a conversation from Redis, but not whose it is; and notes that other traces of it are still to be removed."""
        await self._client.zadd(DELETIONS, {conversation: int(time.time())})
        await self._client.expire(DELETIONS, WAITING_S)
        await erase(self._client, conversation, keep=STAYS)
        await self._client.publish(NEWS, conversation)

    async def pending(self) -> list[str]:
        """The conversations with other traces."""
        return list(await self._client.zrange(DELETIONS, 0, -1))

    async def done(self, conversations: list[str]) -> None:
        """Forgets that they have any."""
        if conversations:
            await self._client.zrem(DELETIONS, *conversations)
