"""Changes who has a conversation, in one step in Redis (`bot/state/redis/scripts/own.lua`), whatever else goes on at the same time."""

from __future__ import annotations

import re
import secrets

from bot.state.deliveries.queue import DeliveryQueue
from bot.state.redis.client import Client
from bot.state.redis.keys import EVENTS_KEPT, NEWS, WAITING_S, channel_of
from bot.state.redis.scripts import Script
from bot.state.turns.handed_over import enlist
from bot.state.turns.owner import AGENT, Handover
from data.errors import StateError

AGENT_ID = re.compile(r"[\w.@-]{1,64}", re.ASCII)
GIVES_TO_PERSON = ("take", "hand_over", "lapse", "transfer")


class NotYours(StateError):
    """An agent acts on a conversation that another has, that nobody has taken, or that is not kept any more."""


class Ownership:
    """All raise redis.RedisError or OSError while Redis is away."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._deliveries = DeliveryQueue(client, "desk")  # only to announce: servers send
        self._step = Script(
            client, "own", "owner", "outbox", "events", "inbox", "tries", "seen", "lock", "fence", "waited", "head", "notes", "notices"
        )

    async def act(self, what: str, conversation: str, agent: str, shown: Handover | str, more: str = "", operation: str = "") -> int:
        """Does something that `own.lua` knows; returns how long the customer had waited, in milliseconds.

        Args:
            shown: the event that it leaves in the outbox.
            more: what else the act needs.
            operation: its id; done again with the same one, it counts once.

        Raises:
            NotYours: the agent may not, or there is no such conversation.
            StateError: the agent's id is none.
        """
        event = shown.to_json() if isinstance(shown, Handover) else shown
        outcome, (owner, waited_ms) = await self.tell(what, conversation, agent, event, more, operation)
        if outcome in ("taken", "not_yours"):
            has = f"is {owner.removeprefix(AGENT)}'s" if owner.startswith(AGENT) else f"is {owner}"
            raise NotYours(f"conversation {conversation!r} can't be changed by {agent!r}: it {has} now; take it first if it is free")
        if outcome == "unknown":
            raise NotYours(f"there is no conversation {conversation!r} (any more)")
        return waited_ms

    async def tell(
        self, what: str, conversation: str, agent: str, shown: str = "", more: str = "", operation: str = "", *limits: int
    ) -> tuple[str, tuple[str, int]]:
        """The same, with whatever outcome: what became of it, and who has the conversation, for how many milliseconds it had waited."""
        if agent:
            checked_agent(agent)
        if what in GIVES_TO_PERSON:
            await enlist(self._client, conversation)
        outcome, owner, waited_ms = await self._step(
            conversation, what, operation or secrets.token_hex(8), agent, shown, conversation, NEWS, WAITING_S, EVENTS_KEPT, more, *limits
        )
        if shown and outcome in ("done", "known") and channel_of(conversation):
            await self._deliveries.announce(conversation)
        return outcome, (owner, int(waited_ms))


def checked_agent(given: str) -> str:
    """An agent's id, after it was looked at. Raises StateError if it is none."""
    if not AGENT_ID.fullmatch(given):
        raise StateError(f"an agent's id must be 1 to 64 letters, digits, '.', '_', '-' or '@'. It was: {given!r}")
    return given
