"""A message on its way into the inbox, and why it may be refused."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field

from data.errors import StateError


class TooManyWaiting(StateError):
    """A conversation has so many unanswered messages that no more are accepted."""


class UsedBefore(StateError):
    """What a message uses, another message has used before."""


@dataclass(frozen=True)
class Inbound:
    """One message of a customer, checked.

    Attributes:
        conversation: whose it is.
        message_id: its sender's name for it; the same message sent again has the same.
        text: what was said, or `/intent` for a button.
        channel: the name of Rasa's input channel that it came through.
        about: what else is known of it, kept beside it in the tracker (Rasa's `metadata`); `shown` is what the customer sees of it.
        origin: a keyed hash of the network address that it came from, so that work is shared fairly among addresses; empty if unknown.
            It is forgotten with the answer.
    """

    conversation: str
    message_id: str
    text: str
    channel: str
    about: dict[str, str] = field(default_factory=dict)
    origin: str = ""

    @property
    def name(self) -> str:
        """What it is known by in its conversation."""
        return f"{self.channel}:{self.message_id}"

    @property
    def typed(self) -> bool:
        """Whether it is text; a clicked button is an intent, and a turn of its own."""
        return not self.text.startswith("/")

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)
