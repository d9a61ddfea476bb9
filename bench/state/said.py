"""What conversations hold after hand-overs, beside what customers and agents were told was kept."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from dataclasses import dataclass

from bench.state.customers import Ledger
from bot.state.redis.client import Client
from bot.state.redis.keys import WORK, key


@dataclass
class Found:
    """Counts over all conversations.

    Attributes:
        both_spoke: what was said by somebody whose conversation it wasn't at that moment.
        to_person: customers' messages that no turn of the assistant's answered, since a person had the conversation.
        untold: conversations that waited for a person, and whose team wasn't told.
    """

    both_spoke: int = 0
    lost: int = 0
    twice: int = 0
    disordered: int = 0
    agents_wrong: int = 0
    unanswered: int = 0
    handed_over: int = 0
    to_person: int = 0
    untold: int = 0


async def look(client: Client, ledger: Ledger, agents: dict[str, list[str]], told: Callable[[], set[str]], deadline: float) -> Found:
    """Waits until all is answered and told, or the time (`time.monotonic`) is up; then compares."""
    while time.monotonic() < deadline and await client.xlen(WORK):
        await asyncio.sleep(0.2)
    found = Found()
    waited: set[str] = set()
    for conversation, sent in ledger.accepted.items():
        outbox = [fields for _, fields in await client.xrange(key(conversation, "outbox"))]
        events = [json.loads(record) for record in await client.lrange(key(conversation, "events"), 0, -1)]
        _who_spoke(outbox, conversation, found, waited)
        kept = [str(event["message_id"]) for event in events if event["event"] == "user"]
        once = [name for name in dict.fromkeys(kept) if name in set(sent)]
        found.lost += len(set(sent) - set(once))
        found.twice += len(kept) - len(set(kept))
        found.disordered += once != [name for name in sent if name in set(once)]
        told_person = [event for event in events if event["event"] == "user" and "owner" in event["metadata"]]
        replies = {fields["to"] for fields in outbox if "to" in fields}
        found.to_person += len(told_person)
        by_people = {event["message_id"] for event in told_person}
        found.unanswered += sum(name not in replies and name not in by_people for name in sent)
        shown = [json.loads(fields["agent"])["text"] for fields in outbox if "agent" in fields]
        noted = [event["text"] for event in events if event["event"] == "agent"]
        found.agents_wrong += shown != agents.get(conversation, []) or noted != agents.get(conversation, [])
    while time.monotonic() < deadline and waited - told():
        await asyncio.sleep(0.2)
    found.untold = len(waited - told())
    return found


def _who_spoke(outbox: list[dict[str, str]], conversation: str, found: Found, waited: set[str]) -> None:
    owner = "assistant"
    for fields in outbox:
        if "handover" in fields:
            owner = str(json.loads(fields["handover"])["owner"])
            if owner == "waiting":
                found.handed_over += 1
                waited.add(conversation)
        elif "reply" in fields:
            found.both_spoke += owner != "assistant"
        elif "agent" in fields:
            found.both_spoke += owner != "agent"
