"""The work queue: which conversations have messages, handed to one worker of all processes each.

A stream, with a consumer group. An announcement that its worker didn't finish (it was killed) goes to another.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass

from redis.exceptions import ResponseError

from bot.state.redis.client import Client
from bot.state.redis.keys import DAY_S, WAITING_S, WORK, WORKERS

BLOCK_MS = 1_000
# An announcement that nobody prolonged for so long belonged to a dead process.
ABANDONED_MS = 3_000


@dataclass(frozen=True)
class Announcement:
    """A conversation has messages.

    Attributes:
        entry: the announcement's id in the stream.
    """

    entry: str
    conversation: str


class WorkQueue:
    """Announces conversations, and hands them out."""

    def __init__(self, client: Client, process: str, stream: str = WORK) -> None:
        """`process` is the consumer's name in the group: another for each process."""
        self._client, self.process, self.stream = client, process, stream
        self._cursor = "0-0"  # how far the pending announcements were looked through

    async def announce(self, conversation: str) -> None:
        async with self._client.pipeline(transaction=False) as pipeline:
            pipeline.xadd(self.stream, {"conversation": conversation})
            pipeline.expire(self.stream, WAITING_S)
            await pipeline.execute()

    async def announced(self) -> list[Announcement]:
        """The next announcement, if one comes within a second.

        No more at once: what a busy process took would wait there, while another has nothing to do.
        """
        try:
            found = await self._client.xreadgroup(WORKERS, self.process, {self.stream: ">"}, 1, BLOCK_MS)
        except ResponseError as error:
            if not str(error).startswith("NOGROUP"):
                raise
            await self._make_group()
            return []
        return [announcement for _, entries in found for announcement in _announcements(entries)]

    async def abandoned(self, count: int) -> list[Announcement]:
        """Announcements of dead processes, taken over."""
        try:
            answer = await self._client.xautoclaim(self.stream, WORKERS, self.process, ABANDONED_MS, self._cursor, count)
        except ResponseError as error:
            if not str(error).startswith("NOGROUP"):
                raise
            return []
        self._cursor, entries, *_ = answer
        return _announcements(entries)

    async def keep(self, entries: Iterable[str]) -> None:
        """Says that this process still works on announcements."""
        if ids := list(entries):
            await self._client.xclaim(self.stream, WORKERS, self.process, 0, ids, justid=True)

    async def finish(self, entries: Iterable[str]) -> None:
        """Removes announcements: the conversation's messages are answered."""
        if ids := list(entries):
            async with self._client.pipeline(transaction=False) as pipeline:
                pipeline.xack(self.stream, WORKERS, *ids)
                pipeline.xdel(self.stream, *ids)
                await pipeline.execute()

    async def remove_dead_consumers(self) -> None:
        """Forgets processes that are gone and left nothing behind, so that the group's list doesn't grow with each restart."""
        try:
            consumers = await self._client.xinfo_consumers(self.stream, WORKERS)
        except ResponseError as error:
            if "NOGROUP" in str(error) or "no such key" in str(error).lower():
                return  # nothing was ever announced
            raise
        for consumer in consumers:
            if consumer["pending"] == 0 and consumer["idle"] > DAY_S * 1000:
                await self._client.xgroup_delconsumer(self.stream, WORKERS, consumer["name"])

    async def depth(self) -> tuple[int, float]:
        """How many announcements are not finished, and the seconds that the oldest is old."""
        oldest = await self._client.xrange(self.stream, count=1)
        if not oldest:
            return 0, 0.0
        return await self._client.xlen(self.stream), age_s(oldest[0][0])

    async def _make_group(self) -> None:
        try:
            await self._client.xgroup_create(self.stream, WORKERS, id="0", mkstream=True)
        except ResponseError as error:
            if not str(error).startswith("BUSYGROUP"):
                raise
        await self._client.expire(self.stream, WAITING_S)


def age_s(entry: str) -> float:
    """Seconds since an entry of a stream was made, by this machine's clock."""
    return max(0.0, time.time() - int(entry.partition("-")[0]) / 1000)


def _announcements(entries: list[tuple[str | None, dict[str, str] | None]]) -> list[Announcement]:
    """Skips entries that were deleted while they were pending: Redis 6 lists them as empty."""
    return [Announcement(entry, fields["conversation"]) for entry, fields in entries if entry and fields and "conversation" in fields]
