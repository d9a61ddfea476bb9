"""The outbox: what a client sees of a conversation, in a stream. Any process can read on from an event's id."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Literal

from bot.state.messages import Inbound
from bot.state.redis.client import Client
from bot.state.redis.keys import key
from bot.state.redis.pubsub import Notices, wait
from bot.state.redis.scripts import Script

# Who waits looks again after so long, should a notice be lost; for the first time sooner, where nothing was looked at yet.
LOOKS_EVERY_S, FIRST_LOOK_S = 1.0, 0.25
FIRST = "0-0"


Kind = Literal["assistant", "customer", "agent", "handover", "rated"]

# Those whose field in the stream has their name.
NAMED: tuple[Kind, ...] = ("customer", "agent", "handover", "rated")


@dataclass(frozen=True)
class Event:
    """One event: a reply, a message of the customer's own or of an agent, another owner of the conversation, or a rating.

    Attributes:
        id: `<milliseconds>-<number>`; later ones are greater.
        to: of a reply, the id of the message that it answers; empty if it was said unasked.
        content: what the channel shows: text, buttons, image, …
    """

    id: str
    kind: Kind
    to: str
    content: dict[str, Any]


class Outbox:
    """Reads events, and waits for them."""

    def __init__(self, client: Client, notices: Notices) -> None:
        self._client, self._notices = client, notices
        self._answer = Script(client, "answer", "seen", "outbox")

    async def after(self, conversation: str, event: str = FIRST, count: int | None = None) -> list[Event]:
        """The events after one, the first `count` of them."""
        return await self._range(conversation, f"({event}", "+", count)

    async def one(self, conversation: str, event: str) -> Event | None:
        """An event of the conversation; none if there is none of this id."""
        return next(iter(await self._range(conversation, event, event)), None)

    async def look(self, conversation: str, event: str, count: int) -> tuple[list[Event], bool]:
        """The first events after one, and whether an answer is on its way: messages wait for it, or an agent types."""
        async with self._client.pipeline(transaction=False) as pipeline:
            pipeline.xrange(key(conversation, "outbox"), f"({event}", "+", count)
            pipeline.xlen(key(conversation, "inbox"))
            pipeline.exists(key(conversation, "typing"))
            found, waiting, types = await pipeline.execute()
        return [event_of(*each) for each in found], bool(waiting or types)

    async def answer(self, inbound: Inbound, seconds: float = 0.0, new: bool = False) -> list[Event] | None:
        """The replies to a message; none if it isn't answered after so many seconds. An answer without words is an empty list.

        Args:
            inbound: the message.
            seconds: to wait for them.
            new: whether it has just been accepted. An answer is hardly there yet, so it is looked for when there is news of the
                conversation, or after a quarter of a second: also where a person has the conversation, and no answer will come.
        """

        async def look() -> list[Event] | None:
            found = await self._answer(inbound.conversation, inbound.name)
            return None if found is None else [event_of(id, dict(zip(fields[::2], fields[1::2]))) for id, fields in found]

        return await self._wait(inbound.conversation, seconds, look, new)

    async def _wait(
        self, conversation: str, seconds: float, look: Callable[[], Awaitable[list[Event] | None]], new: bool
    ) -> list[Event] | None:
        """What `look` finds, now, unless it is `new`, or as soon as there is news of the conversation."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        with self._notices.of(conversation) as news:
            if new:
                await wait(news, min(seconds, FIRST_LOOK_S))
            while True:
                news.clear()
                found = await look()
                left = deadline - loop.time()
                if found is not None or left <= 0:
                    return found
                await wait(news, min(left, LOOKS_EVERY_S))

    async def _range(self, conversation: str, first: str, last: str, count: int | None = None) -> list[Event]:
        return [event_of(*found) for found in await self._client.xrange(key(conversation, "outbox"), first, last, count)]


def event_of(id: str, fields: dict[str, str]) -> Event:
    """An entry of an outbox's stream."""
    if "reply" in fields:
        return Event(id, "assistant", fields["to"], json.loads(fields["reply"]))
    kind = next(kind for kind in NAMED if kind in fields)
    return Event(id, kind, "", json.loads(fields[kind]))
