"""What agents do with conversations that were handed over to people: see who waits, take one, answer, give it back. Needs no Rasa.

An agent is known by an id (`bot.state.ownership.AGENT_ID`). Whoever calls this has made sure who it is.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

from bot.state.late_answers import LateAnswers
from bot.state.numbers.counting import Counting, bucket
from bot.state.ownership import Ownership, checked_agent
from bot.state.redis.client import Client
from bot.state.redis.keys import WAITING_S, WAITS, WEB, channel_of, key
from bot.state.turns.handed_over import handed_over
from bot.state.turns.handover_texts import said_of
from bot.state.turns.owner import ASSISTANT, CLOSED, ELSEWHERE, WAITING, Handover, Owner
from data.errors import StateError

LONGEST_TEXT = 10_000
# An estimate of the waiting time needs some past ones; more than these are too old.
FEWEST_WAITS, MOST_WAITS = 3, 30


@dataclass(frozen=True)
class Case:
    """A conversation at the desk."""

    conversation: str
    owner: Owner

    @property
    def about(self) -> dict[str, str]:
        """Why it was handed over (`why`), what was `asked`, the `language`, the `channel`, and the customer's `mood`: negative, neutral,
        positive; empty if it isn't known."""
        return self.owner.about or {}


@dataclass(frozen=True)
class Note:
    """What an agent noted for colleagues; `at` in seconds since 1970."""

    agent: str
    text: str
    at: float


class Desk:
    """The agents' side of the session state. All raise redis.RedisError or OSError while Redis is away; each act may be repeated with its
    operation's id, and counts once."""

    def __init__(self, client: Client) -> None:
        self.client = client
        self._late = LateAnswers(client)
        self._ownership = Ownership(client)

    async def cases(self) -> list[Case]:
        """The conversations that wait for a person or are with one; who waits first, and of these the angry, then who waits for longest."""
        found = [Case(conversation, owner) for conversation, owner, _ in await handed_over(self.client) if owner.with_person]
        return sorted(found, key=_urgency)

    async def waiting(self) -> list[Case]:
        """Those that nobody has taken."""
        return [case for case in await self.cases() if case.owner.owner == WAITING]

    async def owner(self, conversation: str) -> Owner:
        """Who has a conversation."""
        return Owner.of(await self.client.hgetall(key(conversation, "owner")))

    async def notes(self, conversation: str) -> list[Note]:
        """What agents noted, oldest first; customers never see it."""
        return [Note(**json.loads(record)) for record in await self.client.lrange(key(conversation, "notes"), 0, -1)]

    async def contact(self, conversation: str) -> str:
        """Where the customer wants to be answered; empty if they didn't say."""
        return str(await self.client.get(key(conversation, "address")) or "")

    async def leave_contact(self, conversation: str, contact: str) -> None:
        """Keeps where a customer wants to be answered, apart from what was said. It is erased with the conversation."""
        await self.client.set(key(conversation, "address"), contact, ex=WAITING_S)

    async def take(self, conversation: str, agent: str, name: str = "", operation: str = "") -> None:
        """Gives a conversation to an agent, also in the middle of a turn, which then isn't written.

        Args:
            name: what the customer reads; the agent's id if it is empty.

        Raises:
            NotYours: another agent has it, or it is not kept.
        """
        owner = await self.owner(conversation)
        shown = Handover("agent", name or agent, said_of("taken", _language(owner), name or agent), **_where(agent))
        waited_ms = await self._ownership.act("take", conversation, agent, shown, operation=operation)
        if owner.owner == WAITING:
            async with self.client.pipeline(transaction=False) as pipeline:
                pipeline.lpush(WAITS, waited_ms)
                pipeline.ltrim(WAITS, 0, MOST_WAITS - 1)
                pipeline.expire(WAITS, WAITING_S)
                await pipeline.execute()
            counting = Counting(self.client)
            counting.count(bucket("waited_s", waited_ms / 1000), channel_of(conversation) or WEB, _language(owner))
            await counting.flush()

    async def say(
        self,
        conversation: str,
        agent: str,
        text: str,
        name: str = "",
        operation: str = "",
        upload: Mapping[str, Any] | None = None,
    ) -> None:
        """Says something to the customer.

        Args:
            upload: a file that goes with it, as the web channel describes it; then the text may be empty.

        Raises:
            NotYours: the agent doesn't have the conversation (any more); nothing was said.
            StateError: the text is empty or too long.
        """
        said = _checked(text) if text or not upload else ""
        operation = operation or secrets.token_hex(8)
        content = {
            "message_id": operation,
            "text": said,
            "name": name or agent,
            **_where(agent),
            **({"upload": dict(upload)} if upload else {}),
        }
        kept = " ".join(part for part in (said, f"[{upload['name']}]" if upload else "") if part)
        await self._ownership.act("say", conversation, agent, json.dumps(content, ensure_ascii=False), kept, operation)
        if not channel_of(conversation):
            await self._late.said(conversation)

    async def note(self, conversation: str, agent: str, text: str, operation: str = "") -> None:
        """Notes something for colleagues, whoever has the conversation.

        Raises:
            NotYours: the conversation is not kept.
            StateError: the text is empty or too long.
        """
        record = json.dumps({"agent": agent, "text": _checked(text), "at": time.time()}, ensure_ascii=False)
        await self._ownership.act("note", conversation, agent, "", record, operation)

    async def hand_back(self, conversation: str, agent: str, operation: str = "") -> None:
        """Gives an agent's conversation to the assistant. Raises as `say`; so do those below."""
        shown = Handover(ASSISTANT, text=said_of("returned", _language(await self.owner(conversation))), **_where(agent))
        await self._ownership.act("back", conversation, agent, shown, operation=operation)

    async def close(self, conversation: str, agent: str, operation: str = "") -> None:
        """Ends an agent's conversation, or one that waits. When its customer writes again, the assistant answers."""
        shown = Handover(CLOSED, text=said_of("closed", _language(await self.owner(conversation))), **_where(agent))
        await self._ownership.act("close", conversation, agent, shown, operation=operation)

    async def end(self, conversation: str, operation: str = "") -> None:
        """Its customer ends a conversation that a person has or will have; one of the assistant's stays as it is."""
        shown = Handover(CLOSED, text=said_of("closed", _language(await self.owner(conversation))))
        await self._ownership.tell("end", conversation, "", shown.to_json(), "", operation)

    async def transfer(self, conversation: str, agent: str, to: str = "", name: str = "", operation: str = "") -> None:
        """Gives an agent's conversation to another one; to whoever takes it next, if `to` is empty."""
        language = _language(await self.owner(conversation))
        if to:
            shown = Handover("agent", name or checked_agent(to), said_of("taken", language, name or to))
        else:
            shown = Handover(WAITING, text=said_of("waits_again", language))
        await self._ownership.act("transfer", conversation, agent, shown, to, operation)

    async def beat(self, conversation: str, agent: str) -> bool:
        """Says that the agent is there; returns whether the conversation is theirs still."""
        outcome, _ = await self._ownership.tell("beat", conversation, agent)
        return outcome in ("done", "known")

    async def hand_over(self, conversation: str, about: dict[str, str], operation: str = "") -> None:
        """Has an assistant's conversation wait for a person."""
        await self._ownership.act("hand_over", conversation, "", Handover(WAITING), json.dumps(about, ensure_ascii=False), operation)

    async def lapse(self, case: Case, silent_s: float, gone_s: float) -> bool:
        """Has a conversation wait again whose agent has left the customer without an answer, or given no sign of life, for so long;
        returns whether it was so."""
        shown = Handover(WAITING, text=said_of("waits_again", _language(case.owner)))
        limits = (int(silent_s * 1000), int(gone_s * 1000))
        outcome, _ = await self._ownership.tell("lapse", case.conversation, case.owner.agent, shown.to_json(), "", "", *limits)
        return outcome == "done"

    async def usual_wait_s(self) -> float | None:
        """The median of how long customers waited lately, in seconds; none if that is not known well enough."""
        waits = [int(each) for each in await self.client.lrange(WAITS, 0, -1)]
        return median(waits) / 1000 if len(waits) >= FEWEST_WAITS else None


def _urgency(case: Case) -> tuple[bool, bool, int, str]:
    return case.owner.owner != WAITING, case.about.get("mood") != "negative", case.owner.waiting_since, case.conversation


def _where(agent: str) -> dict[str, Any]:
    """Says of an event that it happened at a platform's own desk, if it did."""
    return {"elsewhere": True} if agent.startswith(ELSEWHERE) else {}


def _checked(text: str) -> str:
    if not text.strip() or len(text) > LONGEST_TEXT:
        raise StateError(f"a text must have 1 to {LONGEST_TEXT:,} characters. It had {len(text.strip()):,}")
    return text.strip()


def _language(owner: Owner) -> str:
    return (owner.about or {}).get("language", "")
