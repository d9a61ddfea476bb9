"""How far a conversation's replies went out to its platform, and what did not arrive."""

from __future__ import annotations

import asyncio
import hashlib
import json
import random
import time
from dataclasses import asdict, dataclass
from typing import Literal

from bot.state.redis.client import Client, Unavailable
from bot.state.redis.keys import DAY_S, UNDELIVERED, WAITING_S, key
from bot.state.redis.scripts import Script
from bot.state.turns.commits import PATIENCE_S, TurnLost
from bot.state.turns.outbox import FIRST

KEPT_S = WAITING_S + DAY_S
MOST_KEPT = 1_000
MOST_OF_ONE = 100

# refused: the platform won't take it; given_up: it could not be sent for hours; unknown: it was sent, and may not have arrived.
# failed: it took it, and said later that it did not arrive.
Why = Literal["refused", "given_up", "unknown", "failed"]


@dataclass(frozen=True)
class Progress:
    """How far the replies of a conversation went out.

    Attributes:
        cursor: the last event that is done with.
        part: how many messages of the next one are.
        tries: how often the next message was tried in vain.
        since: when the next event was first tried, in seconds since 1970; 0 if it wasn't.
        not_before: when it may be tried again, whatever else is announced meanwhile.
        turn: when the account may send it, of which all conversations together send at a certain rate; 0 if that wasn't settled yet.
    """

    cursor: str = FIRST
    part: int = 0
    tries: int = 0
    since: float = 0.0
    not_before: float = 0.0
    turn: float = 0.0


@dataclass(frozen=True)
class Undelivered:
    """A reply that did not arrive, or perhaps did not.

    Attributes:
        event: of the outbox.
        part: which of its messages, from 0.
        at: seconds since 1970.
    """

    conversation: str
    event: str
    part: int
    why: Why
    reason: str
    at: float


class Deliveries:
    """Reads and writes progress; what it writes, only the owner of the sending lock can."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._begin = Script(client, "begin_part", "delivery_fence", "delivery", "outbox")
        self._await_turn = Script(client, "await_turn", "delivery_fence", "delivery", "outbox")
        self._end = Script(client, "end_part", "delivery_fence", "delivery", "sent", "undelivered", "outbox")

    async def progress(self, conversation: str) -> Progress:
        found = await self._client.hgetall(key(conversation, "delivery"))
        return Progress(
            found.get("cursor", FIRST),
            int(found.get("part", 0)),
            int(found.get("tries", 0)),
            float(found.get("since", 0.0)),
            float(found.get("not_before", 0.0)),
            float(found.get("turn", 0.0)),
        )

    async def begin(self, conversation: str, token: str, event: str, part: int, recognised_s: float) -> bool:
        """Notes that a message is about to be sent; returns whether it may be: not if a try of it was broken off, and nobody knows how.

        Args:
            recognised_s: seconds for which the platform takes it once, however often it is sent; 0: it takes it each time.

        Raises:
            TurnLost: another process sends by now.
        """
        outcome = await self._begin(conversation, token, f"{token} {event} {part}", recognised_s, time.time(), KEPT_S)
        if outcome == "fenced":
            raise TurnLost(f"another process sends the replies of {conversation!r}")
        return bool(outcome == "begun")

    async def await_turn(self, conversation: str, token: str, at: float) -> None:
        """Notes when the account may send the next message.

        Raises:
            TurnLost: another process sends by now.
        """
        if not await self._await_turn(conversation, token, at, KEPT_S):
            raise TurnLost(f"another process sends the replies of {conversation!r}")

    async def end(
        self,
        conversation: str,
        token: str,
        event: str,
        part: int,
        last: bool,
        tries: int = 0,
        not_before: float = 0.0,
        sent: str = "",
        lost: Undelivered | None = None,
        doubtful: bool = False,
    ) -> None:
        """Notes what became of a message.

        Args:
            part: the next one to be sent.
            last: nothing more of the event is to be sent.
            sent: the platform's id of the message.
            lost: it did not arrive.
            doubtful: it is tried again though it may have arrived.

        Raises:
            TurnLost: another process sends by now.
        """
        record = json.dumps(asdict(lost), ensure_ascii=False) if lost else ""
        done = event if last else ""
        deadline = time.monotonic() + PATIENCE_S
        while True:  # what was sent is not called unknown because Redis was away for a moment
            try:
                following = 0 if last else part
                kept = await self._end(conversation, token, done, following, tries, sent, event, record, KEPT_S, not_before, int(doubtful))
                break
            except Unavailable:
                if time.monotonic() > deadline:
                    raise
                await asyncio.sleep(random.uniform(0.1, 0.5))
        if not kept:
            raise TurnLost(f"another process sends the replies of {conversation!r}")
        if lost:
            await self._list(record)

    async def record(self, lost: Undelivered) -> None:
        """Notes a message that did not arrive, though it was sent long ago."""
        record, name = json.dumps(asdict(lost), ensure_ascii=False), key(lost.conversation, "undelivered")
        await self._client.xadd(name, {"undelivered": record}, maxlen=MOST_OF_ONE)
        await self._client.expire(name, KEPT_S)
        await self._list(record)

    async def _list(self, record: str) -> None:
        """For all conversations together; perhaps on another node of a Cluster: the conversation's own record is the one that counts."""
        await self._client.xadd(UNDELIVERED, {"undelivered": record}, maxlen=MOST_KEPT)
        await self._client.expire(UNDELIVERED, KEPT_S)


async def undelivered(client: Client, channel: str = "", count: int = MOST_KEPT) -> list[Undelivered]:
    """The newest replies that did not arrive, of one channel or of all, the newest first."""
    records = [json.loads(fields["undelivered"]) for _, fields in await client.xrevrange(UNDELIVERED, count=MOST_KEPT)]
    found = [Undelivered(**record) for record in records]
    return [each for each in found if not channel or each.conversation.startswith(f"{channel}:")][:count]


def message_key(conversation: str, event: str, part: int) -> str:
    """The key of a message: the same in each try and each process."""
    return hashlib.sha256(f"{conversation}\n{event}\n{part}".encode()).hexdigest()[:32]
