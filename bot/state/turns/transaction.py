"""A turn: all that is written while a conversation's lock is held. It is written at once when the turn ends well, or not at all.

So replies and tracker events become visible together, and a turn that is repeated (its process was killed, its lock was
lost) leaves no trace of the first try. What a turn did is known by its id: to write it twice is to write it once.
"""

import asyncio
import json
import random
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from bot.metrics import stage
from bot.state.redis.client import Client, Unavailable
from bot.state.redis.keys import DAY_S, EVENTS_KEPT, NEWS
from bot.state.redis.pubsub import Notices
from bot.state.redis.scripts import Script
from bot.state.turns.inbox import Waiting
from bot.state.turns.locks import Locks
from data.errors import StateError

# How long a finished turn waits for a Redis that is away, before it is given up and done again.
PATIENCE_S = 120.0


@dataclass
class Tracked:
    """New events of a tracker.

    Attributes:
        tracker: Rasa's, as it is with them.
        events: as JSON, in order.
        position: how many the conversation had before them; the turn is refused if it has others by now.
        moved: where the window begins now, with its version and the state before it as JSON; none if it stays.
        keep_s: seconds that the conversation is kept.
        done: called when the events are written.
    """

    tracker: Any
    events: list[str]
    position: int
    moved: tuple[str, int, str] | None
    keep_s: int
    done: Callable[[], Awaitable[None]]


@dataclass
class Turn:
    """What the owner of a conversation's lock has to write.

    Attributes:
        messages: what the turn answers, taken from the inbox.
        replies: what the assistant says, as the channel shows it.
        tracked: what Rasa has to save.
        given_up: the messages become dead letters.
        problem: why Rasa could not read or save; Rasa itself would go on with an empty conversation.
    """

    conversation: str
    token: str = ""
    messages: Sequence[Waiting] = ()
    replies: list[dict[str, Any]] = field(default_factory=list)
    tracked: Tracked | None = None
    given_up: bool = False
    problem: Exception | None = None
    id: str = field(default_factory=lambda: secrets.token_hex(8))

    @property
    def empty(self) -> bool:
        return not (self.messages or self.replies or self.tracked)


current_turn: ContextVar[Turn | None] = ContextVar("current_turn", default=None)


class TurnLost(StateError):
    """A turn was not written, since another process had gone on with the conversation. Its messages are not to blame."""


class Turns:
    """Opens turns and commits them."""

    def __init__(self, client: Client, notices: Notices) -> None:
        self._notices = notices
        self.locks = Locks(client, notices)
        self._commit = Script(
            client, "commit", "lock", "fence", "waited", "head", "events", "outbox", "seen", "inbox", "tries", "dead", "ratings", "used"
        )

    async def close(self) -> None:
        self.locks.close()
        await self._notices.close()

    @asynccontextmanager
    async def open(self, conversation: str) -> AsyncIterator[Turn]:
        """Waits for the conversation's lock; commits when the block ends without an error.

        Raises:
            StateError, redis.RedisError, OSError: the turn could not be committed; nothing of it was written.
        """
        with stage("lock"):
            turn = Turn(conversation, await self.locks.acquire(conversation))
        outer = current_turn.set(turn)
        try:
            yield turn
            if turn.problem:
                raise turn.problem
            if not turn.empty:
                await self._commit_patiently(turn)
        finally:
            current_turn.reset(outer)
            await self.locks.release(conversation, turn.token)

    async def _commit_patiently(self, turn: Turn) -> None:
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

    async def commit(self, turn: Turn) -> None:
        """Writes a turn in one step.

        Raises:
            TurnLost: the lock was lost, or events were added meanwhile.
            redis.RedisError, OSError: Redis is away, or takes no writes; the turn may be committed again.
        """
        tracked = turn.tracked or Tracked(None, [], -1, None, DAY_S, _nothing)
        version, start, before = tracked.moved or ("", "", "")
        to = turn.messages[-1].inbound.message_id if turn.messages else ""
        replies = [part for reply in turn.replies for part in (to, json.dumps(reply, ensure_ascii=False))]
        answered = [part for message in turn.messages for part in (message.entry, message.inbound.name)]
        dead = [message.inbound.to_json() for message in turn.messages] if turn.given_up else []
        outcome = await self._commit(
            turn.conversation,
            turn.token, turn.id, turn.conversation, NEWS, tracked.keep_s, max(tracked.keep_s, DAY_S), EVENTS_KEPT,
            version, tracked.position if turn.tracked else "", start, before,
            len(tracked.events), *tracked.events,
            len(turn.replies), *replies,
            len(turn.messages), *answered,
            len(dead), *dead,
        )  # fmt: skip
        self.locks.forget(turn.conversation, turn.token)
        if outcome != "done":
            why = "another process has taken the conversation over" if outcome == "fenced" else "events were added to it meanwhile"
            raise TurnLost(f"a turn of conversation {turn.conversation!r} was not written: {why}")
        await tracked.done()


async def _nothing() -> None:
    pass
