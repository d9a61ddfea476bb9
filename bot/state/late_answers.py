"""Answers of people that a customer of the web may not have seen, their chat being closed: who left an e-mail address gets them there."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.state.redis.client import Client, Unavailable
from bot.state.redis.keys import LATE, WAITING_S, key
from bot.state.turns.outbox import FIRST, event_of
from bot.state.turns.owner import Owner

logger = logging.getLogger(__name__)

# Whoever looks into their chat soon needs no e-mail; and what is said meanwhile goes into one.
GRACE_S = 120.0
# Seconds until an answer that can't be read is looked at again.
UNREADABLE_S = 3600.0


@dataclass(frozen=True)
class Unseen:
    """What was said to a customer who isn't there.

    Attributes:
        to: the e-mail address that they left.
        language: theirs, as it was noted when the conversation was handed over; empty if it wasn't.
        lines: the name of each agent, and what they said.
        last: the event of the last of them.
        at: when that was said, in seconds since 1970.
    """

    conversation: str
    to: str
    language: str
    lines: tuple[tuple[str, str], ...]
    last: str

    @property
    def at(self) -> float:
        return _place(self.last)[0] / 1000


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
        """What has waited long enough; that of customers whose chat is open is struck off. What can't be read is put off, and logged."""
        found = []
        for conversation in await self._client.zrangebyscore(LATE, "-inf", time.time()):
            try:
                unseen = await self._unseen(conversation)
            except Unavailable:
                raise
            except Exception:  # nobody else's answers wait for it
                logger.exception("What a person answered in conversation %s can't be read, so it isn't mailed.", conversation)
                await self.later(conversation, UNREADABLE_S)
                continue
            if unseen is None:
                await self._client.zrem(LATE, conversation)
            else:
                found.append(unseen)
        return found

    async def done(self, unseen: Unseen) -> None:
        """Strikes off what arrived, or never will; what was said since then waits."""
        owned = key(unseen.conversation, "owner")
        if await self._client.exists(owned):  # it may have been erased since
            await self._client.hset(owned, "mailed", unseen.last)
        await self._client.zrem(LATE, unseen.conversation)
        if await self._unseen(unseen.conversation):
            await self.said(unseen.conversation)

    async def later(self, conversation: str, seconds: float) -> None:
        """Puts off what did not arrive."""
        await self._client.zadd(LATE, {conversation: time.time() + seconds}, xx=True)

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
        lines = tuple((str(event.content.get("name", "")), _words(event.content)) for event in said)
        return Unseen(conversation, address, (Owner.of(owned).about or {}).get("language", ""), lines, said[-1].id)


def _words(content: Mapping[str, Any]) -> str:
    """What an agent said; a file that came with it by its name: it is read in the chat."""
    file = (content.get("upload") or {}).get("name")
    return " ".join(filter(None, (str(content.get("text", "")), f"[{file}]" if file else "")))


def _place(event: str) -> tuple[int, int]:
    at, _, number = event.partition("-")
    return int(at), int(number)
