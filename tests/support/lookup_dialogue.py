"""Conversations as Rasa hands them to the actions of a look-up."""

from __future__ import annotations

from typing import Any

from bot.lookups.dialogue import Dialogue
from bot.lookups.settings import Lookup

SETTINGS: dict[str, Any] = {"proof": {"order_contact": ["email", "postcode"]}, "values": {"carrier": "text", "shipped_on": "date"}}


def lookup(url: str = "http://127.0.0.1:1", **settings: Any) -> Lookup:
    """The look-up of an order at a server."""
    return Lookup(f"{url}/orders/{{order_number}}", **{**SETTINGS, "timeout_s": 2.0, **settings})


def dialogue(text: str, slots: dict[str, Any] | None = None, candidates: dict[str, Any] | None = None, **more: Any) -> Dialogue:
    """A conversation in which the form runs after a message.

    Args:
        candidates: what Rasa took from the message for the slots.
        more: `entities` of the message, its `metadata`, and the actions `before` the form.
    """
    events: list[dict[str, Any]] = [{"event": "action", "name": name} for name in more.get("before", ["action_listen"])]
    events.append({"event": "action", "name": "order_form"})
    events += [{"event": "slot", "name": name, "value": value} for name, value in (candidates or {}).items()]
    entities = [{"entity": name, "value": value} for name, value in more.get("entities", {}).items()]
    message = {"text": text, "entities": entities, "metadata": more.get("metadata", {})}
    return Dialogue.of({"slots": slots or {}, "events": events, "latest_message": message})
