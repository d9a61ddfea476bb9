"""What a messaging channel does for the deliveries, and how it says what became of a message."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from bot.state.turns.outbox import Event
from data.errors import HeedError


class DeliveryError(HeedError):
    """A platform certainly did not take a message. Any other error leaves it unknown whether it did."""


class TryLater(DeliveryError):
    """The message may be sent again: the platform can't be reached, is overloaded, or wants fewer messages."""

    def __init__(self, reason: str, after_s: float = 0.0) -> None:
        """`after_s`: seconds that the platform wants to have peace for (Retry-After); 0 if it doesn't say."""
        super().__init__(reason)
        self.after_s = after_s


class Refused(DeliveryError):
    """To send the message again is of no use: the customer blocked us, the window is closed, the token is no good."""


@dataclass(frozen=True)
class Rate:
    """How fast a channel may send.

    Attributes:
        per_minute: messages to one conversation; 0 for any number.
        account_per_minute: messages of all conversations of one account together.
        burst: how many messages may go out at once.
    """

    per_minute: float = 0.0
    account_per_minute: float = 0.0
    burst: int = 5


@dataclass(frozen=True)
class Sending:
    """One message as it goes out.

    Attributes:
        event: the reply's, in the outbox.
        key: of this message, the same in each try: for platforms that recognise what is sent twice. 32 hexadecimal digits.
        contact: what the channel noted of the customer's newest message.
        contact_at: when that was written, in seconds since 1970; 0 if nothing was noted.
    """

    conversation: str
    event: str
    key: str
    contact: Mapping[str, Any]
    contact_at: float


class Sends(Protocol):
    """A messaging channel as the deliveries see it. The part of a reply is what one call of the platform's API sends."""

    @property
    def horizon_s(self) -> int:
        """Seconds for which the platform may send a message again, and it must be recognised."""

    @property
    def recognises(self) -> bool:
        """Whether the platform takes messages of one key once only."""

    @property
    def recognises_s(self) -> float:
        """Seconds for which it does; 0 for as long as a message is tried."""

    @property
    def rate(self) -> Rate:
        """How fast it may send."""

    def takes(self, type: str) -> bool:
        """Whether it can send a file of a type (MIME), as a file or as a link."""

    async def parts(self, conversation: str, event: Event) -> Sequence[Any]:
        """A reply as the messages to send; of one event, always the same."""

    async def send(self, part: Any, sending: Sending) -> str:
        """Sends one; returns the platform's id for it, or nothing.

        Raises:
            DeliveryError: it was certainly not sent. After any other error it may have been.
        """
