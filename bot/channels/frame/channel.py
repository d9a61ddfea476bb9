"""A messaging channel: what one says of itself and does. Everything else is the frame's (`intake`, `outgoing`)."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, TypeVar

from rasa.core.channels.channel import InputChannel, OutputChannel, UserMessage
from sanic import Blueprint
from sanic.response import HTTPResponse, empty

from bot.channels.frame.address import Address
from bot.channels.frame.api import Answer, Api
from bot.channels.frame.attached import Attached
from bot.channels.frame.capabilities import Capabilities
from bot.channels.frame.delivery import Delivery, Failure, Media, Message, Owned, PersonSaid, Reaction
from bot.channels.frame.files import Collecting
from bot.channels.frame.noticing import Noticing
from bot.channels.frame.rendering import Part
from bot.channels.frame.serving import serve_channel
from bot.channels.frame.settings import ChannelSettings
from bot.server.output import Replies
from bot.state.deliveries.contract import Refused
from bot.state.deliveries.kept import Kept

Settings = TypeVar("Settings", bound=ChannelSettings)
Incoming = Message | Reaction | Failure | Owned | PersonSaid
Take = Callable[[Sequence[Incoming]], Awaitable[None]]


@dataclass(frozen=True)
class Recipient:
    """To whom a message goes.

    Attributes:
        key: of this message, the same in each try (32 hexadecimal digits): for platforms that recognise what is sent twice.
        contact: what the customer's newest message noted (`Message.contact`).
        contact_at: when that message was written, in seconds since 1970.
    """

    address: Address
    key: str
    contact: Mapping[str, Any]
    contact_at: float


class MessagingChannel(InputChannel, Generic[Settings]):
    """The base of all channels: `credentials.yml` names the subclass by its dotted path.

    The platform posts to `/webhooks/<channel>/webhook`.

    Attributes:
        channel: its name, in addresses and in Rasa: responses may have a wording of their own for it.
        settings_type: the dataclass of its settings.
        able: what the platform takes.
        listens: whether it is asked or connected to (`listen`), beside being delivered to.
        passive_s: seconds for which a delivery's request stays open for the reply (`passive`); 0: replies are only sent.
        settings: as read.
        api: calls the platform; there while the server runs.
        kept: what all processes of the channel share: tokens, cursors; there while the server runs.
        files: keeps what customers send; there while the server runs.
        noticing: shows them that it was received; there while the server runs.
    """

    channel: ClassVar[str]
    settings_type: ClassVar[type[ChannelSettings]]
    able: ClassVar[Capabilities]
    passive_type: ClassVar[str] = "application/xml; charset=utf-8"
    api: Api
    kept: Kept
    files: Collecting
    noticing: Noticing

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @abstractmethod
    async def verify(self, delivery: Delivery) -> None:
        """Checks that a delivery is the platform's, by its raw bytes (`bot.channels.frame.signatures`).

        Raises:
            Forged: it isn't. Any other error counts the same.
        """

    @abstractmethod
    async def read(self, delivery: Delivery) -> Sequence[Incoming]:
        """All that a delivery says; empty if it is nothing that we answer.

        Raises:
            Unreadable: it isn't what the platform documents.
        """

    @abstractmethod
    async def send(self, part: Part, to: Recipient) -> str:
        """Sends one message; returns the platform's id of it, or nothing.

        Raises:
            TryLater, Refused: it was not sent (`Api.call` raises them). After any other error it may have been, and isn't sent again
                unless `able.recognises`.
        """

    async def send_file(self, part: Part, file: Attached, content: bytes, to: Recipient) -> str:
        """Sends a file of a type in `able.files`, with `part.text` (may be empty) in the same message; returns and raises as `send`.

        Refused, it goes out as a link, where there is one.
        """
        raise Refused(f"{self.channel} takes no files")

    async def challenge(self, delivery: Delivery) -> HTTPResponse | None:
        """The answer to a verified delivery that only asks whether we are there; none if it is a usual one."""
        return None

    def acknowledgement(self, delivery: Delivery) -> HTTPResponse:
        """What a delivery is answered with, once all that it says is stored."""
        return empty(status=200)

    def passive(self, part: Part, to: Recipient) -> str:
        """A message as the body of the response to a delivery (of `passive_type`); empty if it can only be sent."""
        return ""

    @property
    def passive_s(self) -> float:
        return 0.0

    @property
    def webhook(self) -> str:
        """Where the channel's routes are, as the world reaches them; empty where the setting `public_url` is missing."""
        base = str(self.settings.public_url).rstrip("/")
        return f"{base}/webhooks/{self.channel}" if base else ""

    def explain(self, answer: Answer) -> Exception | None:
        """What a platform's answer means, where it has codes of its own; none to go by the HTTP status."""
        return None

    async def begin(self) -> None:
        """Tells the platform where we are; at the start of each process. What it raises is logged, and the server starts all the same."""

    async def download(self, media: Media) -> bytes:
        """A file that a customer sent, had from the platform; `Api.fetch` bounds its size.

        Raises:
            TryLater, Unknown: it can't be had for the moment.
            Refused: it is none, or gone.
        """
        raise Refused("no files can be had from this platform")

    @property
    def has_files(self) -> bool:
        """Whether files can be had from the platform."""
        return type(self).download is not MessagingChannel.download

    async def noticed(self, message: Message) -> None:
        """Shows that a message was received, as “typing …”; nothing depends on it."""

    async def check(self) -> list[str]:
        """Asks the platform whether all is well, for `heed channels check`; returns what it says, a line each.

        Raises:
            DeliveryError, Unknown: it isn't.
        """
        return []

    @property
    def listens(self) -> bool:
        return False

    async def listen(self, take: Take) -> None:
        """Asks the platform for messages, or stays connected, in one process at a time; `take` stores what came: acknowledge after it.

        It may end or raise at any time, and is called again.
        """

    @classmethod
    def name(cls) -> str:
        return cls.channel

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> MessagingChannel[Settings]:
        """Reads the settings.

        Raises:
            SettingsError: one can't be used, or a secret is missing: the server doesn't start.
        """
        return cls(cls.settings_type.read(cls.channel, credentials))  # type: ignore[arg-type]

    def get_output_channel(self) -> OutputChannel:
        """Where Rasa puts what it says unasked: reminders, and intents triggered over HTTP."""
        return Replies(self.channel)

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        return serve_channel(self)
