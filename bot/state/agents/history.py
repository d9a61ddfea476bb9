"""A conversation as agents read it: what everybody said, with how the assistant came to it, changes of hands, and agents' notes.

The outbox holds what customers see, with the newest 400 events. What is older, and what customers wrote on a messaging platform, stands in
Rasa's events; what nobody has read yet, in the inbox.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from bot.state.conversations import events_in
from bot.state.redis.client import Client
from bot.state.redis.keys import EVENTS_KEPT, channel_of, key
from bot.state.turns.outbox import Event, event_of

By = Literal["customer", "assistant", "agent", "note", "system"]


@dataclass(frozen=True)
class Line:
    """One message, note or change of hands.

    Attributes:
        id: of the conversation's lines, only this one has it; it stays.
        name: of a person, as customers read it; of a note, the agent's id.
        at: seconds since 1970.
        uploads: the files that came with it, as the web channel describes them.
        decision: how the assistant came to it: template, passage, clarify, hand_over, ….
        rating: what the customer thought of it, `up` or `down`; empty if they didn't say.
        sources: what the assistant said it from.
        owner: of a change of hands, who has the conversation from then on.
    """

    id: str
    by: By
    text: str
    at: float
    name: str = ""
    uploads: tuple[Mapping[str, Any], ...] = ()
    decision: str = ""
    rating: str = ""
    sources: tuple[Mapping[str, Any], ...] = ()
    owner: str = ""


async def lines(client: Client, conversation: str) -> list[Line]:
    """All lines of a conversation, oldest first."""
    # A message that the assistant read takes kilobytes in Rasa's events.
    return await asyncio.to_thread(_lines, *await _records(client, conversation, 0))


async def newest_lines(client: Client, conversation: str, newest: int) -> list[Line]:
    """About so many lines of a conversation, oldest first."""
    return _lines(*await _records(client, conversation, newest))


async def _records(client: Client, conversation: str, newest: int) -> Any:
    # Of the web, the outbox has what customers wrote.
    events = (-newest, -1) if newest and channel_of(conversation) else (1, 0) if newest else (0, -1)
    async with client.pipeline(transaction=False) as pipeline:
        pipeline.xrevrange(key(conversation, "outbox"), count=newest or 2 * EVENTS_KEPT)
        pipeline.lrange(key(conversation, "events"), *events)
        pipeline.xrange(key(conversation, "inbox"))
        pipeline.lrange(key(conversation, "notes"), -newest if newest else 0, -1)
        pipeline.llen(key(conversation, "notes"))
        pipeline.hgetall(key(conversation, "ratings"))
        return await pipeline.execute()


def _lines(outbox: Any, events: list[str], inbox: Any, notes: list[str], noted: int, ratings: Mapping[str, str]) -> list[Line]:
    rated = {of: str(json.loads(record).get("value", "")) for of, record in ratings.items()}
    shown = list(_shown((event_of(*each) for each in reversed(outbox)), rated))
    begins = shown[0].at if shown else float("inf")
    known = {line.id for line in shown}
    others = [*_told(events, begins), *_waiting(inbox)]
    found = [*shown, *(line for line in others if line.id not in known), *_notes(notes, noted - len(notes))]
    return sorted(found, key=lambda line: line.at)


async def sessions(client: Client, conversation: str) -> list[tuple[float, str]]:
    """When the customer came back, after the first time, and what they said first: (seconds since 1970, text), oldest first."""
    found: list[tuple[float, str]] = []
    began = True
    for event in events_in(await client.lrange(key(conversation, "events"), 0, -1)):
        if event.get("event") == "session_started":
            began = True
        elif event.get("event") == "user" and began and (text := _text(event)) and text != "/session_start":
            found.append((float(event.get("timestamp") or 0), text))
            began = False
    return found


def _shown(outbox: Iterable[Event], rated: Mapping[str, str]) -> Iterator[Line]:
    for event in outbox:
        content, at = event.content, int(event.id.partition("-")[0]) / 1000
        text, name = str(content.get("text") or ""), str(content.get("name") or "")
        if event.kind == "customer":
            yield Line(f"c:{content.get('message_id')}", "customer", text, at, uploads=_uploads(content))
        elif event.kind == "agent":
            yield Line(event.id, "agent", text, at, name, _uploads(content))
        elif event.kind == "handover":
            yield Line(event.id, "system", text, at, name, owner=str(content.get("owner") or ""))
        elif event.kind == "assistant":
            buttons = " ".join(f"[{button.get('title')}]" for button in content.get("buttons") or ())
            said = "\n\n".join(filter(None, (text or str(content.get("image") or ""), buttons)))
            sources = tuple(source for source in content.get("sources") or () if isinstance(source, dict))
            decision = str(content.get("decision") or "")
            yield Line(event.id, "assistant", said, at, decision=decision, rating=rated.get(event.id, ""), sources=sources)


def _uploads(content: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    """One file stands in `upload`; of several, all stand in `uploads`, and the first in both."""
    return tuple(content.get("uploads") or filter(None, [content.get("upload")]))


def _told(records: list[str], begins: float) -> Iterator[Line]:
    """What customers said, and what others said before the time at which the outbox begins."""
    titles: dict[str, str] = {}  # of buttons, by what they send
    for number, event in enumerate(events_in(records)):
        at, text = float(event.get("timestamp") or 0), _text(event)
        for button in (event.get("data") or {}).get("buttons") or ():
            titles[str(button.get("payload"))] = str(button.get("title"))
        if not text:
            continue
        if event.get("event") == "user" and text != "/session_start":
            yield Line(f"c:{event.get('message_id')}", "customer", titles.get(text, text), at)
        elif event.get("event") in ("bot", "agent") and at < begins:
            agent = str((event.get("metadata") or {}).get("agent") or "")
            yield Line(f"e:{at:.6f}:{number}", "agent" if agent else "assistant", text, at, agent)


def _waiting(inbox: Iterable[tuple[str, Mapping[str, str]]]) -> Iterator[Line]:
    for entry, fields in inbox:
        for message in events_in([fields.get("message", "")]):
            text = str((message.get("about") or {}).get("shown") or message.get("text") or "")
            yield Line(f"c:{message.get('message_id')}", "customer", text, int(entry.partition("-")[0]) / 1000)


def _notes(records: list[str], first: int) -> Iterator[Line]:
    for number, note in enumerate(events_in(records), start=first):
        yield Line(f"n:{number}", "note", str(note.get("text", "")), float(note.get("at") or 0), str(note.get("agent", "")))


def _text(event: Mapping[str, Any]) -> str:
    """What an event says; of a customer's, what they saw of it."""
    text = event.get("text")
    return str((event.get("metadata") or {}).get("shown") or text) if isinstance(text, str) and text.strip() else ""
