"""The outbox: what the assistant said, in a stream for each conversation. Any process can read on from an event's id."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from bot.state.connection import Client
from bot.state.inbox import Inbound
from bot.state.keys import key
from bot.state.notices import Notices, wait

# Who waits looks again after so long, should a notice be lost.
LOOKS_EVERY_S = 1.0
FIRST = "0-0"


@dataclass(frozen=True)
class Reply:
    """One reply.

    Attributes:
        event: its id, `<milliseconds>-<number>`; later ones are greater.
        to: the id of the message that it answers; empty if it was said unasked.
        content: what the channel shows: text, buttons, image, …
    """

    event: str
    to: str
    content: dict[str, Any]


class Outbox:
    """Reads replies, and waits for them."""

    def __init__(self, client: Client, notices: Notices) -> None:
        self._client, self._notices = client, notices

    async def after(self, conversation: str, event: str = FIRST, seconds: float = 0.0) -> list[Reply]:
        """All replies after an event; waits so many seconds for one if there is none yet."""

        async def look() -> list[Reply] | None:
            return await self._range(conversation, f"({event}", "+") or None

        return await self._wait(conversation, seconds, look) or []

    async def answer(self, inbound: Inbound, seconds: float = 0.0) -> list[Reply] | None:
        """The replies to a message; none if it isn't answered after so many seconds. An answer without words is an empty list."""

        async def look() -> list[Reply] | None:
            where = await self._client.hget(key(inbound.conversation, "seen"), inbound.name)
            if not where:
                return None
            first, last = where.split(" ")
            return await self._range(inbound.conversation, first, last) if first else []

        return await self._wait(inbound.conversation, seconds, look)

    async def _wait(self, conversation: str, seconds: float, look: Callable[[], Awaitable[list[Reply] | None]]) -> list[Reply] | None:
        """What `look` finds, now or as soon as there is news of the conversation."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        with self._notices.of(conversation) as news:
            while True:
                news.clear()
                found = await look()
                left = deadline - loop.time()
                if found is not None or left <= 0:
                    return found
                await wait(news, min(left, LOOKS_EVERY_S))

    async def _range(self, conversation: str, first: str, last: str) -> list[Reply]:
        entries = await self._client.xrange(key(conversation, "outbox"), first, last)
        return [Reply(entry, fields["to"], json.loads(fields["reply"])) for entry, fields in entries]
