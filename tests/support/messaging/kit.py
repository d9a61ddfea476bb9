"""What a test needs of a channel: what the platform would deliver, signed, and what it was sent."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar
from urllib.parse import urlencode

from tests.support.messaging.platform import Call, Platform, Says

USER = "4711"


@dataclass(frozen=True)
class Posted:
    """A request as the platform would send it.

    Attributes:
        query: the parameters of the address; some platforms sign there, not in a header.
        by: delivers it and returns a status and an answer, where that isn't done over HTTP.
    """

    body: bytes
    headers: dict[str, str]
    path: str
    method: str = "POST"
    query: dict[str, str] = field(default_factory=dict)
    by: Callable[[Posted], tuple[int, bytes]] | None = None

    @property
    def address(self) -> str:
        return f"{self.path}?{urlencode(self.query)}" if self.query else self.path

    def given(self, name: str) -> str:
        """A parameter or header."""
        return self.query[name] if name in self.query else self.headers[name]

    def with_header(self, name: str, value: str) -> Posted:
        """With another value of a header, or of a parameter, if there is one of that name."""
        if name in self.query:
            return replace(self, query={**self.query, name: value})
        return replace(self, headers={**self.headers, name: value})

    def without(self, name: str) -> Posted:
        kept, query = ({each: value for each, value in those.items() if each != name} for those in (self.headers, self.query))
        return replace(self, headers=kept, query=query)


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
        signature: the header or parameter that holds the signature, empty if nothing is signed; time: the one with its time, if any.
        environment: the secrets.
        signs_body: whether the signature is made over the body.
        pulls: whether messages are asked for: none comes while the platform is away.
        says_when: whether the platform says after how long it may be asked again (`Retry-After`).
        has_images: whether an image is a message of its own; else its address stands in the text.
        writes_markdown: whether the platform reads Markdown.
        splits: whether long answers are cut.
        platform_type: the stand-in.
    """

    channel: ClassVar[str]
    path: ClassVar[str]
    signature: ClassVar[str]
    time: ClassVar[str] = ""
    environment: ClassVar[dict[str, str]]
    has_buttons: ClassVar[bool] = True
    signs_body: ClassVar[bool] = True
    pulls: ClassVar[bool] = False
    says_when: ClassVar[bool] = True
    has_images: ClassVar[bool] = True
    writes_markdown: ClassVar[bool] = False
    splits: ClassVar[bool] = True
    platform_type: ClassVar[type[Platform]] = Platform

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

    def fresh(self) -> Kit:
        """A kit that remembers nothing: of a platform that was just started."""
        return type(self)()

    def seal(self, message: bytes) -> bytes:
        """The body of a delivery with this message, where the platform encrypts it."""
        return message

    def open(self, body: bytes) -> bytes:
        """What a delivery's body says: the reverse of `seal`."""
        return body

    @property
    def image(self) -> str:
        """The address of an image that the platform can show."""
        return "https://shop.example/lamp.png"

    @property
    def webhook(self) -> str:
        return f"/webhooks/{self.channel}/webhook"
