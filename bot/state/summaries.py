"""What a list of conversations says of each: how long, when, who answers, how it went, and the last thing the customer said."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass

from bot.state.conversations import Said, conversations, expires_s, messages
from bot.state.ratings import WHOLE, ratings
from bot.state.redis.client import Client
from bot.state.redis.keys import key
from bot.state.turns.owner import Owner
from data.records import CUSTOMER

# The events of an outbox that are looked through for the newest decision.
NEWEST_EVENTS = 40


@dataclass(frozen=True)
class Summary:
    """One conversation.

    Attributes:
        messages: how many were said.
        newest: when the last one was, ISO 8601 in UTC; empty if none was.
        decision: how the assistant came to its newest answer: template, passage, clarify, hand_over, …; empty if it gave none.
        rating: `down` if any answer was rated so, else `up` if any was; empty if none was.
        stars: the rating of the whole, 1 to 5; 0 if there is none.
        handed_over: whether it ever was.
        preview: the last thing that the customer said.
        forgotten_in_s: seconds until it is forgotten, unless its customer writes again.
    """

    conversation: str
    messages: int
    newest: str
    owner: str
    decision: str
    rating: str
    stars: int
    handed_over: bool
    preview: str
    forgotten_in_s: int


async def summaries(client: Client) -> AsyncIterator[Summary]:
    """All conversations, in no order."""
    async for conversation in conversations(client):
        yield await summary(client, conversation)


async def summary(client: Client, conversation: str) -> Summary:
    """One of them; its records need not be whole."""
    said = await messages(client, conversation)
    owner = Owner.of(await client.hgetall(key(conversation, "owner")))
    rated = await ratings(client, conversation)
    values = {rating.value for of, rating in rated.items() if of != WHOLE}
    return Summary(
        conversation,
        len(said),
        said[-1].at.isoformat(timespec="seconds") if said else "",
        owner.owner,
        await _decision(client, conversation),
        "down" if "down" in values else "up" if "up" in values else "",
        int(rated[WHOLE].value) if WHOLE in rated else 0,
        owner.version > 0,
        _preview(said),
        await expires_s(client, conversation),
    )


async def _decision(client: Client, conversation: str) -> str:
    for _, fields in await client.xrevrange(key(conversation, "outbox"), count=NEWEST_EVENTS):
        if "reply" in fields:
            return str(json.loads(fields["reply"]).get("decision", ""))
    return ""


def _preview(said: list[Said]) -> str:
    newest = next((message.text for message in reversed(said) if message.role == CUSTOMER), "")
    return " ".join(newest.split())
