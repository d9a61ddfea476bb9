"""Answers of people that a customer of the web may not have seen, their chat being closed: who left an e-mail address gets them there."""

from __future__ import annotations

import time
from dataclasses import dataclass

from bot.state.redis.client import Client
from bot.state.redis.keys import LATE, WAITING_S, key
from bot.state.turns.outbox import FIRST, event_of
from bot.state.turns.owner import Owner

# Whoever looks into their chat soon needs no e-mail; and what is said meanwhile goes into one.
GRACE_S = 120.0


@dataclass(frozen=True)
class Unseen:
    """What was said to a customer who isn't there.

    Attributes:
        to: the e-mail address that they left.
        language: theirs, as it was noted when the conversation was handed over; empty if it wasn't.
        lines: what agents said, each with the agent's name.
        last: the event of the last of them.
    """

    conversation: str
    to: str
    language: str
    lines: tuple[tuple[str, str], ...]
    last: str


class LateAnswers:
    """All raise redis.RedisError or OSError while Redis is away."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def said(self, conversation: str) -> None:
        """Notes that an agent has said something, if the customer left an e-mail address."""
        if "@" in str(await self._client.get(key(conversation, "address")) or ""):
            await self._client.zadd(LATE, {conversation: time.time() + GRACE_S}, nx=True)
            await self._client.expire(LATE, WAITING_S)

    async def due(self) -> list[Unseen]:
        """What has waited long enough; that of customers whose chat is open is struck off."""
        found = []
        for conversation in await self._client.zrangebyscore(LATE, "-inf", time.time()):
            unseen = await self._unseen(conversation)
            if unseen is None:
                await self._client.zrem(LATE, conversation)
            else:
                found.append(unseen)
        return found

    async def told(self, unseen: Unseen) -> None:
        """Strikes off what arrived; what was said since then waits."""
        owned = key(unseen.conversation, "owner")
        if await self._client.exists(owned):  # it may have been erased since
            await self._client.hset(owned, "mailed", unseen.last)
        await self._client.zrem(LATE, unseen.conversation)
        if await self._unseen(unseen.conversation):
            await self.said(unseen.conversation)

    async def later(self, unseen: Unseen, seconds: float) -> None:
        """Puts off what did not arrive."""
        await self._client.zadd(LATE, {unseen.conversation: time.time() + seconds}, xx=True)

    async def _unseen(self, conversation: str) -> Unseen | None:
        now_ms = time.time() * 1000
        async with self._client.pipeline(transaction=False) as pipeline:
            pipeline.get(key(conversation, "address"))
            pipeline.hgetall(key(conversation, "owner"))
            pipeline.zcount(key(conversation, "streams"), now_ms, "+inf")
            pipeline.xrange(key(conversation, "outbox"))
            address, owned, streams, outbox = await pipeline.execute()
        if streams or not address:
            return None
        after = _place(owned.get("mailed", FIRST))
        said = [event for event in (event_of(*each) for each in outbox) if event.kind == "agent" and _place(event.id) > after]
        # A customer who wrote since then has seen what stood there.
        written = max((_place(entry) for entry, fields in outbox if "customer" in fields), default=(0, 0))
        said = [event for event in said if _place(event.id) > written]
        if not said:
            return None
        lines = tuple((str(event.content.get("name", "")), str(event.content.get("text", ""))) for event in said)
        return Unseen(conversation, address, (Owner.of(owned).about or {}).get("language", ""), lines, said[-1].id)


def _place(event: str) -> tuple[int, int]:
    at, _, number = event.partition("-")
    return int(at), int(number)
