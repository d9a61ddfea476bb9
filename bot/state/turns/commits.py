"""Opens turns, and writes each in one step when it ends well."""

import asyncio
import json
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Protocol

from bot.metrics import stage
from bot.state.numbers.turn_facts import TurnFacts
from bot.state.redis.client import Client, Unavailable
from bot.state.redis.keys import DAY_S, EVENTS_KEPT, NEWS, WAITING_S, channel_of
from bot.state.redis.pubsub import Notices
from bot.state.redis.scripts import Script
from bot.state.turns.handed_over import enlist
from bot.state.turns.locks import Locks
from bot.state.turns.owner import WAITING, Handover
from bot.state.turns.transaction import Tracked, TurnTransaction, current_turn
from data.errors import StateError

# How long a finished turn waits for a Redis that is away, before it is given up and done again.
PATIENCE_S = 120.0
REASONS = {
    "fenced": "another process has taken the conversation over, or a person has",
    "owned": "a person has the conversation",
    "behind": "events were added to it meanwhile",
}


class TurnLost(StateError):
    """A turn was not written, since another process had gone on with the conversation. Its messages are not to blame."""


class Announces(Protocol):
    """Where replies to messaging platforms are announced (`bot.state.deliveries.queue`)."""

    async def announce(self, conversation: str) -> None: ...


class Counts(Protocol):
    """Where written turns are counted (`bot.state.numbers.counting`)."""

    def turn(self, conversation: str, facts: TurnFacts, messages: int, seconds: float) -> None: ...


class TurnTransactions:
    """Opens turns and commits them.

    Attributes:
        horizons: seconds for which each messaging channel recognises messages that are delivered again; of one that isn't
            here, as long as any.
        deliveries: where replies to platforms are announced; none in a process that only reads and writes conversations.
        counts: where turns are counted once they are written; none in such a process.
    """

    def __init__(self, client: Client, notices: Notices) -> None:
        self.horizons: dict[str, int] = {}
        self.deliveries: Announces | None = None
        self.counts: Counts | None = None
        self.locks = Locks(client, notices)
        self._commit = Script(
            client, "commit", "lock", "fence", "waited", "head", "events", "outbox", "seen", "inbox", "tries", "dead", "ratings", "used",
            "owner", "notices",
        )  # fmt: skip
        self._client = client

    def close(self) -> None:
        self.locks.close()

    @asynccontextmanager
    async def open(self, conversation: str) -> AsyncIterator[TurnTransaction]:
        """Waits for the conversation's lock; commits when the block ends without an error.

        Raises:
            StateError, redis.RedisError, OSError: the turn could not be committed; nothing of it was written.
        """
        with stage("lock"):
            turn = TurnTransaction(conversation, await self.locks.acquire(conversation))
        outer = current_turn.set(turn)
        try:
            yield turn
            if turn.problem:
                raise turn.problem
            if not turn.empty:
                await self._commit_patiently(turn)
        finally:
            current_turn.reset(outer)
            if not turn.written:
                await self.locks.release(conversation, turn.token)

    async def _commit_patiently(self, turn: TurnTransaction) -> None:
        """What was answered is not answered again because Redis was away for a moment."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + PATIENCE_S
        with stage("commit"):
            while True:
                try:
                    return await self.commit(turn)
                except Unavailable as error:
                    if loop.time() > deadline:
                        raise StateError(f"a turn could not be committed for {PATIENCE_S:.0f} seconds: {error}") from error
                    await asyncio.sleep(random.uniform(0.1, 0.5))

    async def commit(self, turn: TurnTransaction) -> None:
        """Writes a turn in one step.

        Raises:
            TurnLost: the lock was lost, events were added meanwhile, or a person has the conversation.
            redis.RedisError, OSError: Redis is away, or takes no writes; the turn may be committed again.
        """
        channel = channel_of(turn.conversation)
        horizon_s = self.horizons.get(channel, WAITING_S + DAY_S) if channel else DAY_S
        tracked = turn.tracked or Tracked(None, [], -1, None, DAY_S, _nothing)
        version, start, before = tracked.moved or ("", "", "")
        to = turn.messages[-1].inbound.message_id if turn.messages else ""
        replies = [part for reply in turn.replies for part in (to, json.dumps(reply, ensure_ascii=False))]
        answered = [part for message in turn.messages for part in (message.entry, message.inbound.name)]
        dead = [message.inbound.to_json() for message in turn.messages] if turn.given_up else []
        why, shown = "", ""
        if turn.hand_over:
            why, shown = json.dumps(turn.hand_over, ensure_ascii=False), Handover(WAITING).to_json()
            await enlist(self._client, turn.conversation)
        outcome = await self._commit(
            turn.conversation,
            turn.token, turn.id, turn.conversation, NEWS, tracked.keep_s, max(tracked.keep_s, horizon_s), EVENTS_KEPT,
            version, tracked.position if turn.tracked else "", start, before,
            why, shown, max(tracked.keep_s, WAITING_S),
            len(tracked.events), *tracked.events,
            len(turn.replies), *replies,
            len(turn.messages), *answered,
            len(dead), *dead,
        )  # fmt: skip
        if outcome not in ("done", "emptied"):
            raise TurnLost(f"a turn of conversation {turn.conversation!r} was not written: {REASONS[outcome]}")
        turn.written, turn.emptied = True, outcome == "emptied"
        self.locks.forget(turn.conversation, turn.token)
        if self.counts and turn.facts and turn.messages:
            self.counts.turn(turn.conversation, turn.facts, len(turn.messages), turn.messages[-1].age_s)
        if turn.replies or turn.emptied:  # no turn comes after it that says so of a process that was killed between commit and announcement
            await self.announce_replies(turn.conversation)
        await tracked.done()

    async def announce_replies(self, conversation: str) -> None:
        """Says that a conversation may have replies for its platform; does nothing for the web, whose clients read them themselves.

        Raises:
            redis.RedisError, OSError: Redis is away; it was perhaps not said.
        """
        if self.deliveries and channel_of(conversation):
            await self.deliveries.announce(conversation)


async def _nothing() -> None:
    pass
