"""Surges of negative messages that are on now, and those that somebody has still to be told of. For all processes together."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timezone
from typing import Any

from bot.domain import OTHER_TOPICS
from bot.state.conversations import events_in
from bot.state.moods import KEPT_S, negative_about
from bot.state.redis.client import Client
from bot.state.redis.keys import MOODS, key

OPEN, UNTOLD = f"{MOODS}surges", f"{MOODS}untold"
# Where a turn's evidence stands in the event of a message (`bot.decisions.evidence`).
EVIDENCE = "evidence"
# Where what is known of a message to a person stands (`mood.lua`).
TO_PERSON = "to_person"


@dataclass(frozen=True)
class Surge:
    """More customers who are negative about a topic than chance explains.

    Attributes:
        topic: as `TurnFacts` has it.
        since: the first message of it, in seconds since 1970.
        found: when it was noticed, likewise.
        customers: how many were negative about it between the two.
        usual: how many usually are in so long a time, among so many customers.
        title: the topic as the company calls it; empty if it has no title.
    """

    topic: str
    since: float
    found: float
    customers: int
    usual: float
    title: str = ""

    @property
    def about(self) -> str:
        """The topic, for people."""
        if self.title:
            return f"“{self.title}”"
        return "something that the assistant doesn't know" if self.topic == OTHER_TOPICS else self.topic.replace("_", " ")

    @property
    def id(self) -> str:
        """The same for all processes that find it at the same time, and whenever it is told of."""
        return "surge_" + hashlib.sha256(f"{self.topic}\0{int(self.since)}".encode()).hexdigest()[:32]

    @property
    def text(self) -> str:
        """It, in a sentence."""
        minutes = max(1, round((self.found - self.since) / 60))
        long = "1 minute" if minutes == 1 else f"{minutes} minutes"
        began = datetime.fromtimestamp(self.since, timezone.utc)
        many = f"{self.customers} customers in {long}, since {began:%H:%M} UTC"
        return f"Negative messages about {self.about}: {many}; {self.usual:.1f} are usual."


class Surges:
    """The surges of all processes. All raise redis.RedisError or OSError while Redis is away."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def open(self) -> list[Surge]:
        """Those that are on now, the newest first."""
        found = [Surge(**json.loads(record)) for record in (await self._client.hgetall(OPEN)).values()]
        return sorted(found, key=lambda surge: -surge.found)

    async def begin(self, surge: Surge, tell: bool) -> bool:
        """Notes a surge; returns whether it is new. A topic has one at a time.

        Args:
            tell: whether somebody is to be told.
        """
        record = json.dumps(asdict(surge))
        if tell and not await self._client.hexists(OPEN, surge.topic):
            await self._client.hset(UNTOLD, surge.id, record)  # before it is noted, so that a kill in between leaves none untold
            await self._client.expire(UNTOLD, KEPT_S)
        new = bool(await self._client.hsetnx(OPEN, surge.topic, record))
        await self._client.expire(OPEN, KEPT_S)
        if not new and await self._client.hget(OPEN, surge.topic) != record:  # another process has found the same earlier
            await self._client.hdel(UNTOLD, surge.id)
        return new

    async def end(self, surge: Surge) -> None:
        """Notes that it is over; the next one about the topic is another."""
        await self._client.hdel(OPEN, surge.topic)

    async def untold(self, way: str) -> list[Surge]:
        """Those that a way has not told of yet."""
        records: Mapping[str, str] = await self._client.hgetall(UNTOLD)
        return [Surge(**json.loads(record)) for id, record in records.items() if ":" not in id and f"{id}:{way}" not in records]

    async def told(self, surge: Surge, way: str, ways: tuple[str, ...]) -> None:
        """Notes that a way has told of it, of all `ways` that there are."""
        await self._client.hset(UNTOLD, f"{surge.id}:{way}", "1")
        marks = [f"{surge.id}:{each}" for each in ways]
        if all(await self._client.hmget(UNTOLD, marks)):
            await self._client.hdel(UNTOLD, surge.id, *marks)

    async def messages(self, surge: Surge, most: int, topic_of: Callable[[dict[str, Any]], str]) -> list[str]:
        """The newest messages that made it, as they were written, one of each customer; without those that were erased since.

        Args:
            topic_of: what a turn's evidence says that its message is about.
        """
        found: list[str] = []
        for conversation in reversed(await negative_about(self._client, surge.topic, surge.since)):
            if text := await self._newest_negative(conversation, surge.topic, topic_of):
                found.append(text)
            if len(found) == most:
                break
        return found

    async def _newest_negative(self, conversation: str, topic: str, topic_of: Callable[[dict[str, Any]], str]) -> str:
        records = await self._client.lrange(key(conversation, "events"), 0, -1)
        for event in reversed(list(events_in(records))):
            read = (event.get("parse_data") or {}) if event.get("event") == "user" else {}
            evidence: dict[str, Any] = read.get(EVIDENCE) or {}
            found: dict[str, Any] = evidence or read.get(TO_PERSON) or {}
            about = topic_of(evidence) if evidence else str(found.get("intent") or "")
            if found.get("mood") == "negative" and (about or OTHER_TOPICS) == topic:
                return str(event.get("text") or "")
        return ""
