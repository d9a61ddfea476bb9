"""The inbox: what customers said, stored before it is acknowledged.

A conversation's messages wait in a stream of its own, so their order is the order of arrival. That it has some is announced in the
work queue.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot import metrics
from bot.state.messages import Inbound, TooManyWaiting, UsedBefore
from bot.state.redis.client import Client
from bot.state.redis.keys import DAY_S, EVENTS_KEPT, NEWS, PREFIX, WAITING_S, channel_of, conversation_of, key
from bot.state.redis.scripts import Script
from bot.state.turns.handover_texts import said_of
from bot.state.turns.owner import ASSISTANT, LEAVES, Handover, language_in
from bot.state.turns.work_queue import WorkQueue, age_s

logger = logging.getLogger(__name__)

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
        return age_s(self.entry)


class Inbox:
    """Accepts messages, and hands them to the turn that answers them.

    Attributes:
        to_person: called for each message that no turn answers, since a person does; none where nobody wants to know.
    """

    def __init__(self, client: Client, queue: WorkQueue) -> None:
        """`queue` is where a conversation is announced that has got a message."""
        self._client, self._queue = client, queue
        self.to_person: Callable[[Inbound], None] | None = None
        self._accept = Script(client, "accept", "seen", "inbox", "outbox", "used", "owner", "events", "head")
        self._take = Script(client, "take", "inbox", "tries")
        self._edit = Script(client, "edit", "seen", "edited")
        self._refuse = Script(client, "refuse", "inbox", "tries", "quarantine")

    async def accept(self, inbound: Inbound, shown: dict[str, Any] | None = None, uses: str = "") -> bool:
        """Stores a message; returns whether it is new. When this returns, the message will be answered: by the assistant, or by the
        person who has the conversation.

        The message `LEAVES` takes a conversation back from a person.

        Args:
            shown: the event that shows it in the outbox; without one, it isn't shown.
            uses: the name of something that may be used once only.

        Raises:
            TooManyWaiting: the conversation is flooded.
            UsedBefore: another message used the same.
            redis.RedisError, OSError: it was perhaps not stored; it may be sent again.
        """
        leaves = ""
        if inbound.text == LEAVES:
            about = await self._client.hget(key(inbound.conversation, "owner"), "about")
            leaves = Handover(ASSISTANT, text=said_of("returned", language_in(about))).to_json()
        outcome, *where = await self._accept(
            inbound.conversation, inbound.name, inbound.to_json(), int(inbound.typed), LONGEST_QUEUE, WAITING_S, WAITING_S + DAY_S,
            json.dumps(shown, ensure_ascii=False) if shown else "", EVENTS_KEPT, uses, NEWS, inbound.conversation, inbound.channel, leaves,
        )  # fmt: skip
        if outcome == "used":
            raise UsedBefore(f"another message has used {uses!r}")
        if outcome == "full":
            raise TooManyWaiting(f"{LONGEST_QUEUE} messages of this conversation wait for an answer already")
        if where != [] and where[0]:
            return False  # answered already
        if outcome == "person":
            if self.to_person and not leaves:
                self.to_person(inbound)
            return True
        # Also for a known one: who stored it may have been killed before this line.
        await self._queue.announce(inbound.conversation)
        return bool(outcome == "new")

    async def edit(self, inbound: Inbound) -> bool:
        """Replaces the message of the same name; returns whether it still waited. Edited once more, the last text counts.

        Raises:
            redis.RedisError, OSError: it was perhaps not replaced; it may be sent again.
        """
        return bool(await self._edit(inbound.conversation, inbound.name, inbound.to_json(), WAITING_S))

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
                inbound = Inbound(**json.loads(message))
                edited = await self._client.hget(key(conversation, "edited"), inbound.name) if channel_of(conversation) else None
                waiting.append(Waiting(entry, Inbound(**json.loads(edited)) if edited else inbound, begun))
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
                if age_s(entry) > FORGOTTEN_S:
                    await self._queue.announce(conversation_of(name))
