"""What a test needs of a channel: what the platform would deliver, signed, and what it was sent."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from tests.support.messaging.platform import Call, Says

USER = "4711"


@dataclass(frozen=True)
class Posted:
    """A request as the platform would send it."""

    body: bytes
    headers: dict[str, str]
    path: str
    method: str = "POST"

    def with_header(self, name: str, value: str) -> Posted:
        return replace(self, headers={**self.headers, name: value})

    def without(self, name: str) -> Posted:
        return replace(self, headers={each: value for each, value in self.headers.items() if each != name})


@dataclass(frozen=True)
class Shown:
    """A message that the customer sees.

    Attributes:
        buttons: title and id.
    """

    text: str = ""
    buttons: tuple[tuple[str, str], ...] = ()
    image: str = ""


class Kit(ABC):
    """One channel's.

    Attributes:
        channel: its name; path: the dotted path in `credentials.yml`.
        signature: the header that holds the signature; time: the one with its time, if any.
        environment: the secrets.
        signs_body: whether the signature is made over the body.
    """

    channel: ClassVar[str]
    path: ClassVar[str]
    signature: ClassVar[str]
    time: ClassVar[str] = ""
    environment: ClassVar[dict[str, str]]
    has_buttons: ClassVar[bool] = True
    signs_body: ClassVar[bool] = True

    @abstractmethod
    def credentials(self, api: str) -> dict[str, Any]:
        """The settings, for a platform at this address."""

    @abstractmethod
    def text(self, id: str, text: str, user: str = USER) -> Posted:
        """A customer's message."""

    @abstractmethod
    def press(self, id: str, button: str, user: str = USER) -> Posted:
        """A button pressed."""

    @abstractmethod
    def usual(self, call: Call, number: int) -> Says:
        """What the platform answers to a call."""

    @abstractmethod
    def shown(self, call: Call) -> Shown | None:
        """The message that a call sends; none if it sends none (typing)."""

    @abstractmethod
    def conversation(self, user: str = USER) -> str:
        """The customer's conversation, by its id."""

    def batch(self, texts: Sequence[tuple[str, str, str]]) -> Posted | None:
        """One delivery of several messages (id, text, user); none if the platform has no such thing."""
        return None

    def forgeries(self) -> Iterator[tuple[str, Posted]]:
        """Deliveries that aren't the platform's, beside those that any channel refuses (`tests.support.messaging.forgeries`)."""
        return iter(())

    def edit(self, id: str, text: str, user: str = USER) -> Posted | None:
        """A message with another text than before; none if the platform has no such thing."""
        return None

    def others(self) -> Iterator[Posted]:
        """Deliveries of other kinds: reactions, files, failures."""
        return iter(())

    @property
    def webhook(self) -> str:
        return f"/webhooks/{self.channel}/webhook"
