"""The inbox: what customers said, stored before it is acknowledged.

A conversation's messages wait in a stream of its own, so their order is the order of arrival. A second stream, `work`,
announces conversations that have messages; a consumer group hands each announcement to one worker of all processes. An
announcement that its worker didn't finish (it was killed) goes to another.
"""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from redis.exceptions import ResponseError

from bot import metrics
from bot.state.messages import Inbound, TooManyWaiting, UsedBefore
from bot.state.redis.client import Client
from bot.state.redis.keys import DAY_S, EVENTS_KEPT, NEWS, PREFIX, WAITING_S, WORK, WORKERS, conversation_of, key
from bot.state.redis.scripts import Script

logger = logging.getLogger(__name__)

BLOCK_MS = 1_000
# An announcement that nobody prolonged for so long belonged to a dead process.
ABANDONED_MS = 3_000
# A message that has waited for so long may have lost its announcement; to announce it twice does no harm.
FORGOTTEN_S = 120.0
# Messages of one conversation that may wait: more is a flood.
LONGEST_QUEUE = 100
# Messages that are merged into one turn at most.
LARGEST_BURST = 10


@dataclass(frozen=True)
class Waiting:
    """A message in the inbox.

    Attributes:
        entry: its id in the stream, `<milliseconds>-<number>`.
        begun: how often a turn was begun for it, this time included.
    """

    entry: str
    inbound: Inbound
    begun: int

    @property
    def age_s(self) -> float:
        """Seconds since it was accepted, by this machine's clock."""
        return _age_s(self.entry)


@dataclass(frozen=True)
class Announcement:
    """A conversation has messages."""

    entry: str
    conversation: str


class Inbox:
    """Accepts messages and hands them to workers."""

    def __init__(self, client: Client, process: str) -> None:
        """`process` is the consumer's name in the group: another for each process."""
        self._client, self.process = client, process
        self._cursor = "0-0"  # how far the pending announcements were looked through
        self._accept = Script(client, "accept", "seen", "inbox", "outbox", "used")
        self._take = Script(client, "take", "inbox", "tries")
        self._refuse = Script(client, "refuse", "inbox", "tries", "quarantine")

    async def accept(self, inbound: Inbound, shown: dict[str, Any] | None = None, uses: str = "") -> bool:
        """Stores a message; returns whether it is new. When this returns, the message will be answered.

        Args:
            shown: the event that shows it in the outbox; without one, it isn't shown.
            uses: the name of something that may be used once only.

        Raises:
            TooManyWaiting: the conversation is flooded.
            UsedBefore: another message used the same.
            redis.RedisError, OSError: it was perhaps not stored; it may be sent again.
        """
        outcome, *where = await self._accept(
            inbound.conversation, inbound.name, inbound.to_json(), int(inbound.typed), LONGEST_QUEUE, WAITING_S, WAITING_S + DAY_S,
            json.dumps(shown, ensure_ascii=False) if shown else "", EVENTS_KEPT, uses, NEWS, inbound.conversation, inbound.channel,
        )  # fmt: skip
        if outcome == "used":
            raise UsedBefore(f"another message has used {uses!r}")
        if outcome == "full":
            raise TooManyWaiting(f"{LONGEST_QUEUE} messages of this conversation wait for an answer already")
        if where != [] and where[0]:
            return False  # answered already
        # Also for a known one: who stored it may have been killed before this line.
        await self._announce(inbound.conversation)
        return bool(outcome == "new")

    async def announced(self) -> list[Announcement]:
        """The next announcement, if one comes within a second.

        No more at once: what a busy process took would wait there, while another has nothing to do.
        """
        try:
            found = await self._client.xreadgroup(WORKERS, self.process, {WORK: ">"}, 1, BLOCK_MS)
        except ResponseError as error:
            if not str(error).startswith("NOGROUP"):
                raise
            await self._make_group()
            return []
        return [announcement for _, entries in found for announcement in _announcements(entries)]

    async def abandoned(self, count: int) -> list[Announcement]:
        """Announcements of dead processes, taken over."""
        try:
            answer = await self._client.xautoclaim(WORK, WORKERS, self.process, ABANDONED_MS, self._cursor, count)
        except ResponseError as error:
            if not str(error).startswith("NOGROUP"):
                raise
            return []
        self._cursor, entries, *_ = answer
        return _announcements(entries)

    async def keep(self, entries: Iterable[str]) -> None:
        """Says that this process still works on announcements."""
        if ids := list(entries):
            await self._client.xclaim(WORK, WORKERS, self.process, 0, ids, justid=True)

    async def finish(self, entries: Iterable[str]) -> None:
        """Removes announcements: the conversation's messages are answered."""
        if ids := list(entries):
            async with self._client.pipeline(transaction=False) as pipeline:
                pipeline.xack(WORK, WORKERS, *ids)
                pipeline.xdel(WORK, *ids)
                await pipeline.execute()

    async def end_of_burst(self, conversation: str, bursts: Mapping[str, float]) -> bool:
        """Waits until nothing more has come for as long as the oldest message's channel has it, or a burst is full.

        Args:
            bursts: seconds by the channel's name; 0 or none where each message is its own turn.

        Returns:
            Whether the channel's messages are merged at all.
        """
        oldest = await self._client.xrange(key(conversation, "inbox"), count=1)
        quiet_s = bursts.get(oldest[0][1].get("channel", ""), 0.0) if oldest else 0.0
        waiting = -1
        while quiet_s and waiting < (now := await self._client.xlen(key(conversation, "inbox"))) < LARGEST_BURST:
            waiting = now
            await asyncio.sleep(quiet_s)
        return quiet_s > 0

    async def take(self, conversation: str, turn: str, excused: str = "", burst: bool = False) -> list[Waiting]:
        """The messages of the conversation's next turn, oldest first; empty if none wait.

        Args:
            turn: the turn's id; to take twice for the same turn counts as one try.
            excused: an earlier turn that failed through no fault of its messages; it doesn't count as a try.
            burst: typed messages of one channel that wait together become one turn.
        """
        waiting = []
        for entry, message, begun in await self._take(conversation, turn, excused, LARGEST_BURST if burst else 1, WAITING_S):
            try:
                waiting.append(Waiting(entry, Inbound(**json.loads(message)), begun))
            except (ValueError, TypeError) as problem:
                logger.error("A message of conversation %s can't be read and was set aside: %s", conversation, problem)
                metrics.quarantined.inc()
                await self._refuse(conversation, entry, DAY_S)
                return await self.take(conversation, turn, excused, burst)
        return waiting

    async def announce_forgotten(self) -> None:
        """Announces again whose messages wait for long: in a Cluster, the node of the announcements may fail alone."""
        async for name in self._client.scan_iter(match=f"{PREFIX}*:inbox", count=1000):
            for entry, _ in await self._client.xrange(name, count=1):
                if _age_s(entry) > FORGOTTEN_S:
                    await self._announce(conversation_of(name))

    async def remove_dead_consumers(self) -> None:
        """Forgets processes that are gone and left nothing behind, so that the group's list doesn't grow with each restart."""
        for consumer in await self._client.xinfo_consumers(WORK, WORKERS):
            if consumer["pending"] == 0 and consumer["idle"] > DAY_S * 1000:
                await self._client.xgroup_delconsumer(WORK, WORKERS, consumer["name"])

    async def depth(self) -> tuple[int, float]:
        """How many announcements are not finished, and the seconds that the oldest is old."""
        oldest = await self._client.xrange(WORK, count=1)
        if not oldest:
            return 0, 0.0
        return await self._client.xlen(WORK), _age_s(oldest[0][0])

    async def _announce(self, conversation: str) -> None:
        async with self._client.pipeline(transaction=False) as pipeline:
            pipeline.xadd(WORK, {"conversation": conversation})
            pipeline.expire(WORK, WAITING_S)
            await pipeline.execute()

    async def _make_group(self) -> None:
        try:
            await self._client.xgroup_create(WORK, WORKERS, id="0", mkstream=True)
        except ResponseError as error:
            if not str(error).startswith("BUSYGROUP"):
                raise
        await self._client.expire(WORK, WAITING_S)


def _age_s(entry: str) -> float:
    return max(0.0, time.time() - int(entry.partition("-")[0]) / 1000)


def _announcements(entries: list[tuple[str | None, dict[str, str] | None]]) -> list[Announcement]:
    """Skips entries that were deleted while they were pending: Redis 6 lists them as empty."""
    return [Announcement(entry, fields["conversation"]) for entry, fields in entries if entry and fields and "conversation" in fields]
