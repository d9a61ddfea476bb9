"""What the desk's list says of conversations: whose they are, what was asked, the last line, what the customer thought of it."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.state.conversations import events_in
from bot.state.ratings import WHOLE
from bot.state.redis.client import Client
from bot.state.redis.keys import channel_of, key
from bot.state.turns.outbox import event_of
from bot.state.turns.owner import Owner

logger = logging.getLogger(__name__)

PAGE = 50
# The newest events that are looked through for the last line.
LOOKED_AT = 6
WEB = "web"
Last = tuple[str, str, float]
Outbox = Sequence[tuple[str, dict[str, str]]]


@dataclass(frozen=True)
class CaseView:
    """One conversation in the list.

    Attributes:
        last: by whom, what, and when (seconds since 1970) the last line was; none if nothing was said.
        rating: `down` if any answer was rated so, else `up` if any was; empty if none was.
        stars: what the customer gave the whole, 1 to 5; 0 if nothing.
    """

    conversation: str
    owner: Owner
    last: Last | None
    rating: str
    stars: int

    @property
    def channel(self) -> str:
        return channel_of(self.conversation) or (self.owner.about or {}).get("channel") or WEB

    @property
    def order(self) -> tuple[bool, bool, int, str]:
        """Who comes first: an angry customer, one whom nobody has yet, who waits for longest."""
        about, since = self.owner.about or {}, self.owner.unanswered or self.owner.waiting_since or self.owner.since
        return (about.get("mood") != "negative", bool(self.owner.agent), since, self.conversation)


async def case_views(client: Client, conversations: Sequence[str]) -> list[CaseView]:
    """Some conversations, in the order given."""
    found = []
    for start in range(0, len(conversations), PAGE):
        page = conversations[start : start + PAGE]
        async with client.pipeline(transaction=False) as pipeline:
            for conversation in page:
                pipeline.hgetall(key(conversation, "owner"))
                pipeline.xrevrange(key(conversation, "outbox"), count=LOOKED_AT)
                # Of the web, the outbox has what customers wrote.
                pipeline.lrange(key(conversation, "events"), *((-LOOKED_AT, -1) if channel_of(conversation) else (1, 0)))
                pipeline.hgetall(key(conversation, "ratings"))
            records = await pipeline.execute()
        for place, conversation in enumerate(page):
            owner, outbox, events, ratings = records[4 * place : 4 * place + 4]
            found.append(CaseView(conversation, Owner.of(owner), *_seen(conversation, outbox, events, ratings)))
    return found


def _seen(conversation: str, outbox: Outbox, events: list[str], ratings: Mapping[str, str]) -> tuple[Last | None, str, int]:
    try:
        return last_line(outbox, events), *opinion(ratings)
    except Exception:  # a customer who waits is seen, whatever can't be read of them
        logger.exception("Conversation %s is shown without its last line and its ratings.", conversation)
        return None, "", 0


def opinion(ratings: Mapping[str, str]) -> tuple[str, int]:
    """What a customer thought of the answers (`down`, `up` or nothing), and of the whole (stars)."""
    values = {of: str(json.loads(record).get("value", "")) for of, record in ratings.items()}
    stars = values.pop(WHOLE, "0")
    return "down" if "down" in values.values() else "up" if "up" in values.values() else "", int(stars)


def last_line(outbox: Outbox, events: list[str]) -> Last | None:
    """The last line of a conversation, by its newest events (the outbox's newest first)."""
    found: list[Last] = []
    for event in (event_of(*each) for each in outbox):
        text = event.content.get("text") or (event.content.get("upload") or {}).get("name")
        if event.kind in ("customer", "assistant", "agent") and text:
            found.append((event.kind, str(text), int(event.id.partition("-")[0]) / 1000))
            break
    for record in reversed(list(events_in(events))):
        text = _said(record)
        if text:
            found.append(("customer", text, float(record.get("timestamp") or 0)))
            break
    return max(found, key=lambda each: each[2], default=None)


def _said(record: Mapping[str, Any]) -> str:
    if record.get("event") != "user" or not record.get("text"):
        return ""
    return str((record.get("metadata") or {}).get("shown") or record["text"])
