"""What agents do with conversations that were handed over to people: see who waits, take one, answer, give it back. Needs no Rasa.

An agent is known by an id: letters, digits, `.`, `_`, `-`, `@`. Whoever calls this has made sure who it is.
"""

from __future__ import annotations

import json
import re
import secrets
import time
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

from bot.state.deliveries.queue import DeliveryQueue
from bot.state.late_answers import LateAnswers
from bot.state.numbers.counting import Counting, bucket
from bot.state.redis.client import Client
from bot.state.redis.keys import EVENTS_KEPT, NEWS, WAITING_S, WAITS, WEB, channel_of, key
from bot.state.redis.scripts import Script
from bot.state.turns.handed_over import enlist, handed_over
from bot.state.turns.handover_texts import said_of
from bot.state.turns.owner import AGENT, ASSISTANT, CLOSED, ELSEWHERE, WAITING, Handover, Owner
from data.errors import StateError

AGENT_ID = re.compile(r"[\w.@-]{1,64}", re.ASCII)
LONGEST_TEXT = 10_000
# An estimate of the waiting time needs some past ones; more than these are too old.
FEWEST_WAITS, MOST_WAITS = 3, 30
GIVES_TO_PERSON = ("take", "hand_over", "lapse", "transfer")


class NotYours(StateError):
    """An agent acts on a conversation that another has, that nobody has taken, or that is not kept any more."""


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
        self._deliveries = DeliveryQueue(client, "desk")  # only to announce: servers send
        self._late = LateAnswers(client)
        self._own = Script(
            client, "own", "owner", "outbox", "events", "inbox", "tries", "seen", "lock", "fence", "waited", "head", "notes", "notices"
        )

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
        waited_ms = await self._act("take", conversation, agent, shown, operation=operation)
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
        await self._act("say", conversation, agent, json.dumps(content, ensure_ascii=False), kept, operation)
        if not channel_of(conversation):
            await self._late.said(conversation)

    async def note(self, conversation: str, agent: str, text: str, operation: str = "") -> None:
        """Notes something for colleagues, whoever has the conversation.

        Raises:
            NotYours: the conversation is not kept.
            StateError: the text is empty or too long.
        """
        record = json.dumps({"agent": agent, "text": _checked(text), "at": time.time()}, ensure_ascii=False)
        await self._act("note", conversation, agent, "", record, operation)

    async def hand_back(self, conversation: str, agent: str, operation: str = "") -> None:
        """Gives an agent's conversation to the assistant. Raises as `say`; so do those below."""
        shown = Handover(ASSISTANT, text=said_of("returned", _language(await self.owner(conversation))), **_where(agent))
        await self._act("back", conversation, agent, shown, operation=operation)

    async def close(self, conversation: str, agent: str, operation: str = "") -> None:
        """Ends an agent's conversation, or one that waits. When its customer writes again, the assistant answers."""
        shown = Handover(CLOSED, text=said_of("closed", _language(await self.owner(conversation))), **_where(agent))
        await self._act("close", conversation, agent, shown, operation=operation)

    async def end(self, conversation: str, operation: str = "") -> None:
        """Its customer ends a conversation that a person has or will have; one of the assistant's stays as it is."""
        shown = Handover(CLOSED, text=said_of("closed", _language(await self.owner(conversation))))
        await self._tell("end", conversation, "", shown.to_json(), "", operation)

    async def transfer(self, conversation: str, agent: str, to: str = "", name: str = "", operation: str = "") -> None:
        """Gives an agent's conversation to another one; to whoever takes it next, if `to` is empty."""
        language = _language(await self.owner(conversation))
        if to:
            shown = Handover("agent", name or _agent(to), said_of("taken", language, name or to))
        else:
            shown = Handover(WAITING, text=said_of("waits_again", language))
        await self._act("transfer", conversation, agent, shown, to, operation)

    async def beat(self, conversation: str, agent: str) -> bool:
        """Says that the agent is there; returns whether the conversation is theirs still."""
        outcome, _ = await self._tell("beat", conversation, agent)
        return outcome in ("done", "known")

    async def hand_over(self, conversation: str, about: dict[str, str], operation: str = "") -> None:
        """Has an assistant's conversation wait for a person."""
        await self._act("hand_over", conversation, "", Handover(WAITING), json.dumps(about, ensure_ascii=False), operation)

    async def lapse(self, case: Case, silent_s: float, gone_s: float) -> bool:
        """Has a conversation wait again whose agent has left the customer without an answer, or given no sign of life, for so long;
        returns whether it was so."""
        shown = Handover(WAITING, text=said_of("waits_again", _language(case.owner)))
        limits = (int(silent_s * 1000), int(gone_s * 1000))
        outcome, _ = await self._tell("lapse", case.conversation, case.owner.agent, shown.to_json(), "", "", *limits)
        return outcome == "done"

    async def usual_wait_s(self) -> float | None:
        """The median of how long customers waited lately, in seconds; none if that is not known well enough."""
        waits = [int(each) for each in await self.client.lrange(WAITS, 0, -1)]
        return median(waits) / 1000 if len(waits) >= FEWEST_WAITS else None

    async def _act(self, what: str, conversation: str, agent: str, shown: Handover | str, more: str = "", operation: str = "") -> int:
        """Does something; returns how long the customer had waited, in milliseconds."""
        event = shown.to_json() if isinstance(shown, Handover) else shown
        outcome, (owner, waited_ms) = await self._tell(what, conversation, agent, event, more, operation)
        if outcome in ("taken", "not_yours"):
            has = f"is {owner.removeprefix(AGENT)}'s" if owner.startswith(AGENT) else f"is {owner}"
            raise NotYours(f"conversation {conversation!r} can't be changed by {agent!r}: it {has} now; take it first if it is free")
        if outcome == "unknown":
            raise NotYours(f"there is no conversation {conversation!r} (any more)")
        return waited_ms

    async def _tell(
        self, what: str, conversation: str, agent: str, shown: str = "", more: str = "", operation: str = "", *limits: int
    ) -> tuple[str, tuple[str, int]]:
        if agent:
            _agent(agent)
        if what in GIVES_TO_PERSON:
            await enlist(self.client, conversation)
        outcome, owner, waited_ms = await self._own(
            conversation, what, operation or secrets.token_hex(8), agent, shown, conversation, NEWS, WAITING_S, EVENTS_KEPT, more, *limits
        )
        if shown and outcome in ("done", "known") and channel_of(conversation):
            await self._deliveries.announce(conversation)
        return outcome, (owner, int(waited_ms))


def _urgency(case: Case) -> tuple[bool, bool, int, str]:
    return case.owner.owner != WAITING, case.about.get("mood") != "negative", case.owner.waiting_since, case.conversation


def _agent(given: str) -> str:
    if not AGENT_ID.fullmatch(given):
        raise StateError(f"an agent's id must be 1 to 64 letters, digits, '.', '_', '-' or '@'. It was: {given!r}")
    return given


def _where(agent: str) -> dict[str, Any]:
    """Says of an event that it happened at a platform's own desk, if it did."""
    return {"elsewhere": True} if agent.startswith(ELSEWHERE) else {}


def _checked(text: str) -> str:
    if not text.strip() or len(text) > LONGEST_TEXT:
        raise StateError(f"a text must have 1 to {LONGEST_TEXT:,} characters. It had {len(text.strip()):,}")
    return text.strip()


def _language(owner: Owner) -> str:
    return (owner.about or {}).get("language", "")
