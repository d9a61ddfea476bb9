"""Rasa's conversation, as an action gets it: the tracker's state as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

REQUESTED = "requested_slot"
LISTEN = "action_listen"
# How a form ends without a word: the customer has turned to something else.
DROPPED = "dropped"

Events = list[dict[str, Any]]


@dataclass(frozen=True)
class Progress:
    """How a look-up goes in a conversation; kept in the slot `<name>_lookup`.

    Attributes:
        misses: answers in a row that weren't what was asked for.
        digressions: other questions since the form was begun.
        wrong: pairs of facts that didn't belong together.
        ending: why the form ended without its facts; empty while it goes on.
    """

    misses: int = 0
    digressions: int = 0
    wrong: int = 0
    ending: str = ""

    @classmethod
    def of(cls, value: object) -> Progress:
        return cls(**value) if isinstance(value, dict) else cls()

    def event(self, name: str) -> dict[str, Any]:
        """The event that keeps it."""
        return slot_set(progress_slot(name), asdict(self))


@dataclass(frozen=True)
class Dialogue:
    """The conversation so far.

    Attributes:
        slots: their values by name.
        events: Rasa's, the oldest first.
        message: the customer's newest.
    """

    slots: Mapping[str, Any]
    events: Events
    message: Mapping[str, Any]

    @classmethod
    def of(cls, tracker: Mapping[str, Any]) -> Dialogue:
        return cls(tracker["slots"], list(tracker.get("events") or ()), tracker.get("latest_message") or {})

    @property
    def text(self) -> str:
        return str(self.message.get("text") or "")

    @property
    def address(self) -> str:
        """A name for the network address that the message came from; empty if its channel doesn't know."""
        return str((self.message.get("metadata") or {}).get("address") or "")

    def facts(self, slot: str) -> list[str]:
        """The values of an entity in the newest message."""
        return [entity["value"] for entity in self.message.get("entities") or () if entity.get("entity") == slot]

    def since(self, action: str) -> Events:
        """The events after an action was run last."""
        places = [place for place, event in enumerate(self.events) if event["event"] == "action" and event["name"] == action]
        return self.events[places[-1] + 1 :] if places else []

    def action_before(self, action: str) -> str:
        """The action before an action was run last; empty if there was none."""
        actions = [event["name"] for event in self.events if event["event"] == "action"]
        while actions and actions.pop() != action:
            pass
        return str(actions[-1]) if actions else ""


def slot_set(name: str, value: object) -> dict[str, Any]:
    """Rasa's event for a new value of a slot."""
    return {"event": "slot", "timestamp": None, "name": name, "value": value}


def progress_slot(name: str) -> str:
    """Where a look-up keeps how it goes."""
    return f"{name}_lookup"
