"""Which conversation is an identified customer's now: their own, which is the same on all devices, or one that they began before they
signed in, and brought along.

A conversation is brought along once: it is the first customer's who signs in with it, whoever uses the same browser afterwards. From then
on only tokens that were given to this customer open it: not those that somebody got who was in that browser before.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress

from redis.exceptions import ResponseError

from bot.state.conversations import exists
from bot.state.redis.client import Client
from bot.state.redis.keys import key
from bot.state.turns.owner import Owner


class Customers:
    """All raise redis.RedisError or OSError while Redis is away. Each step may be repeated."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def current(self, own: str, before: str, keep_s: int) -> str:
        """The conversation to go on with: one that a person has or will have, else the newest in which anything is kept.

        Args:
            own: the customer's own conversation (`bot.server.customers`).
            before: the one that this browser is in, which may be anybody's; empty for none.
            keep_s: how long conversations are kept after their last message, in seconds.
        """
        theirs = await self._theirs(own, keep_s)
        to_front: list[str] = []
        if before and before not in theirs and await exists(self._client, before) and await self._claim(before, own, keep_s):
            theirs, to_front = [before, *theirs], [before]
        now, with_person = await self._newest(theirs, own)
        if with_person and now != theirs[0]:
            to_front.append(now)  # what the person answers stands there, also when they are gone
        if to_front:
            await self._client.lpush(key(own, "brought"), *to_front)
        await self._remember(theirs, own, keep_s)
        return now

    async def is_of(self, conversation: str, whose: str) -> bool:
        """Whether a conversation belongs to a customer, whose own conversation is given; whether it is nobody's, if that is empty.

        Their own is theirs also after an erasure that forgot it.
        """
        found = await self._client.get(key(conversation, "whose"))
        return str(found or "") == whose or (found is None and conversation == whose)

    async def keep(self, conversation: str, whose: str, keep_s: int) -> bool:
        """Returns what `is_of` does; if so, remembers it for as long as anybody can have a token of it."""
        belongs = await self.is_of(conversation, whose)
        if belongs and whose:
            await self._remember([conversation], whose, keep_s)
        return belongs

    async def _remember(self, conversations: list[str], own: str, keep_s: int) -> None:
        names = {key(own, "brought"), *(key(each, "whose") for each in (own, *conversations))}
        async with self._client.pipeline(transaction=False) as pipeline:
            for name in names:
                pipeline.expire(name, 2 * keep_s)
            await pipeline.execute()

    async def _theirs(self, own: str, keep_s: int) -> list[str]:
        """A customer's conversations, the newest first; their own is the last, unless it has another place."""
        brought = await self._client.lrange(key(own, "brought"), 0, -1)
        return [each for each in dict.fromkeys((*map(str, brought), own)) if await self._claim(each, own, keep_s)]

    async def _newest(self, theirs: list[str], own: str) -> tuple[str, bool]:
        """The first that a person has or will have, else the first in which anything is kept, else their own; whether it is a person's."""
        kept = [each for each in theirs if await exists(self._client, each)]
        for each in kept:
            if Owner.of(await self._client.hgetall(key(each, "owner"))).with_person:
                return each, True
        return (kept[0] if kept else own), False

    async def _claim(self, conversation: str, own: str, keep_s: int) -> bool:
        """Gives a conversation to a customer if it is nobody's; returns whether it is theirs."""
        name = key(conversation, "whose")
        return bool(await self._client.set(name, own, nx=True, ex=2 * keep_s)) or await self.is_of(conversation, own)


async def with_brought(client: Client, conversations: Iterable[str]) -> list[str]:
    """Conversations, and those that their customers brought along; none of these where the record is damaged: the rest can be erased."""
    found: list[str] = []
    for conversation in conversations:
        found.append(conversation)
        with suppress(ResponseError):
            found += map(str, await client.lrange(key(conversation, "brought"), 0, -1))
    return list(dict.fromkeys(found))
