"""Files that customers sent, and that are still at their platform: durable, so that a kill or an outage loses none."""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass

from bot.state.deliveries.progress import KEPT_S
from bot.state.redis.client import Client
from bot.state.redis.keys import CHANNEL, WAITING_S, key
from bot.state.redis.scripts import load

# Whoever was handed a file and says nothing of it for so long was killed.
LEASE_S = 180.0


@dataclass(frozen=True)
class Wanted:
    """A file.

    Attributes:
        conversation: whose it is.
        upload: the id that it is to be kept under.
        kind, reference, name: as the channel read them (`Media`).
        since: when it was first wanted, in seconds since 1970.
    """

    conversation: str
    upload: str
    kind: str
    reference: str
    name: str
    since: float


class Downloads:
    """Those of one channel. With a conversation, its files are forgotten."""

    def __init__(self, client: Client, channel: str) -> None:
        self._client, self._due = client, f"{CHANNEL}{channel}:downloads"
        self._next = client.register_script(load("next_due"))

    async def want(self, wanted: Wanted) -> None:
        """Notes a file; one that is known already stays as it is."""
        name = key(wanted.conversation, "downloads")
        await self._client.hset(name, wanted.upload, json.dumps(asdict(wanted), ensure_ascii=False))
        await self._client.expire(name, KEPT_S)
        await self._client.zadd(self._due, {_entry(wanted): wanted.since}, nx=True)
        await self._client.expire(self._due, WAITING_S)

    async def next(self) -> Wanted | None:
        """A file whose time has come; none if there is none. It is this process' for three minutes."""
        now = time.time()
        while found := await self._next(keys=[self._due], args=[now, now + LEASE_S]):
            upload, _, conversation = str(found).partition(" ")
            if kept := await self._client.hget(key(conversation, "downloads"), upload):
                return Wanted(**json.loads(kept))
            await self._client.zrem(self._due, found)  # its conversation was forgotten
        return None

    async def still(self, wanted: Wanted) -> bool:
        """Whether a file is still wanted; not where its conversation was forgotten, or erased, meanwhile."""
        return bool(await self._client.hexists(key(wanted.conversation, "downloads"), wanted.upload))

    async def later(self, wanted: Wanted, seconds: float) -> None:
        """Has a file tried again after so many seconds."""
        await self._client.zadd(self._due, {_entry(wanted): time.time() + seconds}, xx=True)

    async def done(self, wanted: Wanted) -> None:
        """Forgets a file: it is kept by now, or can't be had."""
        await self._client.zrem(self._due, _entry(wanted))
        await self._client.hdel(key(wanted.conversation, "downloads"), wanted.upload)


def _entry(wanted: Wanted) -> str:
    return f"{wanted.upload} {wanted.conversation}"
