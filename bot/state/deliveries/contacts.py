"""What a channel notes of a conversation: where to write to, which buttons were shown, which reply a message of the platform was."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from bot.state.deliveries.progress import KEPT_S
from bot.state.redis.client import Client
from bot.state.redis.keys import key
from bot.state.redis.scripts import Script

CHOICES = "choices"
ID_LENGTH = 16
# Characters of a title that was cut, at least: less could be anything.
SHORTEST_CUT = 8


@dataclass(frozen=True)
class Choice:
    """A button.

    Attributes:
        id: short, for platforms that take few bytes; made from the conversation, the event and the button.
        payload: what is said by pressing it, `/intent` or a text.
    """

    id: str
    title: str
    payload: str


class Contacts:
    """Keeps notes for as long as a conversation may go on."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._note = Script(client, "contact", "contact")

    async def note(self, conversation: str, noted: Mapping[str, Any], at: float) -> None:
        """Notes what is needed to write to a customer: reply token, thread, service address. A newer message's note replaces it."""
        await self._note(conversation, at, json.dumps(noted, ensure_ascii=False), KEPT_S)

    async def contact(self, conversation: str) -> tuple[dict[str, Any], float]:
        """What was noted, and when the message was written (seconds since 1970); an empty dictionary and 0 if nothing was."""
        found = await self._client.hgetall(key(conversation, "contact"))
        return (json.loads(found["noted"]), float(found["at"])) if found else ({}, 0.0)

    async def show(self, conversation: str, event: str, buttons: Sequence[tuple[str, str]]) -> list[Choice]:
        """Keeps an event's buttons (title, payload) under short ids; they are now what a typed number chooses among."""
        choices = [Choice(_id(conversation, event, place, *button), *button) for place, button in enumerate(buttons)]
        records = {choice.id: json.dumps(asdict(choice), ensure_ascii=False) for choice in choices}
        async with self._client.pipeline(transaction=False) as pipeline:
            pipeline.hset(key(conversation, "buttons"), mapping={**records, CHOICES: json.dumps(list(records))})
            pipeline.expire(key(conversation, "buttons"), KEPT_S)
            await pipeline.execute()
        return choices

    async def pressed(self, conversation: str, id: str) -> Choice | None:
        """The button of an id; none if this conversation was never shown it."""
        found = await self._client.hget(key(conversation, "buttons"), id) if id != CHOICES else None
        return Choice(**json.loads(found)) if found else None

    async def numbered(self, conversation: str, number: int) -> Choice | None:
        """The newest event's button of a number, from 1."""
        found = await self._client.hget(key(conversation, "buttons"), CHOICES)
        ids: list[str] = json.loads(found) if found else []
        return await self.pressed(conversation, ids[number - 1]) if 0 < number <= len(ids) else None

    async def titled(self, conversation: str, title: str) -> Choice | None:
        """The newest event's button of a title, also with its number before it, or shortened by “…”; the first, if several have it."""
        found = await self._client.hget(key(conversation, "buttons"), CHOICES)
        for number, id in enumerate(json.loads(found) if found else [], start=1):
            choice = await self.pressed(conversation, id)
            if choice and (_same(title, choice.title) or _same(title, f"{number}. {choice.title}")):
                return choice
        return None

    async def event_of(self, conversation: str, message: str) -> str | None:
        """The reply that was sent under the platform's id `message`; none if there was none."""
        found: str | None = await self._client.hget(key(conversation, "sent"), message)
        return found


def _id(*parts: object) -> str:
    digest = hashlib.sha256("\n".join(map(str, parts)).encode()).digest()
    return base64.b32encode(digest).decode()[:ID_LENGTH].lower()


def _same(given: str, title: str) -> bool:
    given, title = given.casefold().strip(), title.casefold()
    return given == title or (given.endswith("…") and len(given) > SHORTEST_CUT and title.startswith(given[:-1].rstrip()))
