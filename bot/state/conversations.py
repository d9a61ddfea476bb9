"""Conversations as a company looks after them: list, read, erase. Needs no Rasa."""

import json
from collections.abc import AsyncIterator, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from redis.exceptions import ResponseError

from bot.domain import INFORM
from bot.state.moods import forget
from bot.state.ratings import WHOLE, Rating
from bot.state.redis.client import Client
from bot.state.redis.keys import DESK, LATE, PARTS, PREFIX, WORK, Part, conversation_of, is_of_conversation, key
from data.records import AGENT, BOT, CUSTOMER, Dialogue, Role, Turn

# Stands in a dialogue for what a customer answered to a form's question.
ANSWERED_FORM = "[answer]"


@dataclass(frozen=True)
class Said:
    """One message of a stored conversation.

    Attributes:
        role: the customer, the assistant (`bot`), or a person (`agent`), whose id `agent` is; `name` is what customers read.
        to: of the assistant's, the id of the customer's message before it.
        answers_form: whether it answers a form's question, so that all of it may be an order's number or an address.
    """

    role: Role
    text: str
    at: datetime
    to: str = ""
    answers_form: bool = False
    agent: str = ""
    name: str = ""


async def conversations(client: Client) -> AsyncIterator[str]:
    """The ids of all conversations that have anything in Redis, once each, in no order."""
    seen: set[str] = set()
    async for name in client.scan_iter(match=f"{PREFIX}{{*", count=1000):
        conversation = conversation_of(name)
        if is_of_conversation(name) and conversation not in seen:
            seen.add(conversation)
            yield conversation


async def messages(client: Client, conversation: str) -> list[Said]:
    """What was said, by the events of all sessions; empty if there is no such conversation. Records that can't be read are left out."""
    records = await client.lrange(key(conversation, "events"), 0, -1)
    return list(_said(events_in(records)))


async def words_of_customer(client: Client, conversation: str) -> list[str]:
    """What the customer said; nothing where the records are damaged: they can be erased all the same."""
    try:
        return [message.text for message in await messages(client, conversation) if message.role == CUSTOMER]
    except ResponseError:
        return []


async def exists(client: Client, conversation: str) -> bool:
    """Whether anything was said that is still kept."""
    return bool(await client.exists(key(conversation, "events"), key(conversation, "outbox"), key(conversation, "inbox")))


async def expires_s(client: Client, conversation: str) -> int:
    """Seconds until a conversation is forgotten, unless its customer writes again."""
    return max(0, int(await client.ttl(key(conversation, "events"))))


async def erase(client: Client, conversation: str, keep: Collection[Part] = ()) -> int:
    """Removes every trace of a conversation from Redis, waiting messages and dead letters included, but the parts to keep; returns how many
    keys had some.

    A turn that is under way is not written any more: its lock is gone with the rest.
    """
    removed = int(await client.delete(*(key(conversation, part) for part in PARTS if part not in keep)))
    await client.zrem(DESK, conversation)
    await client.zrem(LATE, conversation)
    await forget(client, conversation)
    entries = [entry async for entry in _announcements(client, conversation)]
    if entries:
        await client.xdel(WORK, *entries)
    return removed + bool(entries)


def dialogue(conversation: str, said: list[Said], rated: Mapping[str, Rating]) -> Dialogue | None:
    """The dialogue as the log readers know it, with what the customer thought of it; none if the customer said nothing.

    What was answered to a form stays out: a bare number is nothing that redaction could know.
    """
    if not any(message.role == CUSTOMER for message in said):
        return None
    opinions = {(rating.to, rating.text): rating for of, rating in rated.items() if of != WHOLE}
    turns = []
    for message in said:
        opinion = opinions.get((message.to, message.text)) if message.role == BOT else None
        text = ANSWERED_FORM if message.answers_form else message.text
        turns.append(Turn(message.role, text, opinion.value if opinion else "", opinion.reason if opinion else ""))
    whole = rated.get(WHOLE)
    stars, comment = (int(whole.value), whole.reason) if whole else (None, "")
    return Dialogue(conversation, tuple(turns), said[0].at.date(), rating=stars, comment=comment)


def events_in(records: list[str]) -> Iterator[dict[str, Any]]:
    for record in records:
        try:
            event = json.loads(record)
        except ValueError:
            continue
        if isinstance(event, dict):
            yield event


def _said(events: Iterator[dict[str, Any]]) -> Iterator[Said]:
    message_id = ""
    titles: dict[str, str] = {}  # of the buttons that were offered, by payload: what a customer who clicks one says
    for event in events:
        text, role = event.get("text"), _role(event)
        if role is None:
            continue
        if role == CUSTOMER:
            message_id = str(event.get("message_id", ""))
        for button in (event.get("data") or {}).get("buttons") or []:
            titles[str(button.get("payload"))] = str(button.get("title"))
        if isinstance(text, str) and text.strip():
            at = datetime.fromtimestamp(float(event.get("timestamp") or 0), timezone.utc)
            shown = (event.get("metadata") or {}).get("shown") or titles.get(text, text)
            answers_form = ((event.get("parse_data") or {}).get("intent") or {}).get("name") == INFORM
            if role == CUSTOMER:
                yield Said(role, str(shown), at, answers_form=answers_form)
            elif role == AGENT:
                about = event.get("metadata") or {}
                yield Said(role, text, at, agent=str(about.get("agent", "")), name=str(about.get("name", "")))
            else:
                yield Said(role, text, at, message_id)


def _role(event: Mapping[str, Any]) -> Role | None:
    """Who said it: the assistant, which is a bot, unless the metadata names a person who said it through the assistant."""
    if event.get("event") == "bot":
        return AGENT if (event.get("metadata") or {}).get("agent") else BOT
    return {"user": CUSTOMER, "agent": AGENT}.get(str(event.get("event")))


async def _announcements(client: Client, conversation: str) -> AsyncIterator[str]:
    first = "-"
    while entries := await client.xrange(WORK, first, "+", count=1000):
        for entry, fields in entries:
            if fields["conversation"] == conversation:
                yield entry
        first = f"({entries[-1][0]}"
