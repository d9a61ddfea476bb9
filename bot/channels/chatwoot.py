"""Chatwoot, as an agent bot (https://www.chatwoot.com/docs): all of Chatwoot's channels, and people at its desk.

A conversation that is pending there is the assistant's; one that is open is people's. The assistant hands over by opening it, and is silent
until it is resolved, or pending again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from msgspec import Meta

from bot.channels.frame.address import Address
from bot.channels.frame.api import Answer, Unknown, require_host
from bot.channels.frame.attached import Attached
from bot.channels.frame.capabilities import Capabilities
from bot.channels.frame.channel import Incoming, MessagingChannel, Recipient
from bot.channels.frame.delivery import Delivery, Media, Message, Owned, PersonSaid, objects_at, pick, text_at
from bot.channels.frame.images import fetch_image
from bot.channels.frame.markup import markdown
from bot.channels.frame.rendering import Part
from bot.channels.frame.settings import ADDRESS, ChannelSettings, secret_from
from bot.channels.frame.signatures import require_fresh, require_same, sign
from bot.channels.platforms.chatwoot_messages import button_in, changed_at, name_of, written_at
from bot.handover.settings import read_handover
from bot.server.files.file_types import ENDINGS
from bot.state.deliveries.contract import Rate, Refused, TryLater
from bot.workspace import Workspace
from data.errors import SettingsError
from data.formats.text.mail_text import own_words

# Who has a conversation here, and what it is there.
STATUS = {"waiting": "open", "agent": "open", "assistant": "pending", "closed": "resolved"}
WITH_PEOPLE = ("open", "snoozed")
CHANGES = {"conversation_opened": "people", "conversation_resolved": "nobody"}
MISSING = 404


@dataclass(frozen=True)
class ChatwootSettings(ChannelSettings):
    """
    Attributes:
        access_token: the bot's; webhook_secret: Chatwoot makes it (4.13 and later) and signs what it delivers with it.
        account_id: the number in the addresses of Chatwoot's pages, behind `/accounts/`.
        team_id, assignee_id: who gets what is handed over; Chatwoot's own assignment decides if both are 0.
        api_url: where Chatwoot is asked, which may be its address in a network of the company's own.
        files_url: what Chatwoot's addresses of files begin with (its FRONTEND_URL); `api_url` if empty.
    """

    access_token: str = secret_from("CHATWOOT_ACCESS_TOKEN")
    webhook_secret: str = secret_from("CHATWOOT_WEBHOOK_SECRET")
    account_id: Annotated[int, Meta(ge=0)] = 0
    team_id: Annotated[int, Meta(ge=0)] = 0
    assignee_id: Annotated[int, Meta(ge=0)] = 0
    api_url: str = "https://app.chatwoot.com"
    files_url: str = ""

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.files_url and not ADDRESS.fullmatch(self.files_url):
            raise SettingsError(f"files_url must be an address as https://chatwoot.shop.example. It was: {self.files_url!r}")
        if not self.account_id:
            raise SettingsError("account_id must be the number behind /accounts/ in the addresses of Chatwoot's pages. It was 0")


class ChatwootChannel(MessagingChannel[ChatwootSettings]):
    """The user of an address is Chatwoot's contact, the chat Chatwoot's conversation."""

    channel = "chatwoot"
    settings_type = ChatwootSettings
    able = Capabilities(
        length=4_000, style=markdown, buttons=10, button_title=20, says_titles=True, desk=True, images=True,
        files=frozenset(ENDINGS), caption=4_000, rate=Rate(120, 1_200, burst=10), away_status=500,
    )  # fmt: skip

    async def verify(self, delivery: Delivery) -> None:
        timestamp = delivery.header("X-Chatwoot-Timestamp")
        require_fresh(timestamp)
        expected = "sha256=" + sign(self.settings.webhook_secret, f"{timestamp}.", delivery.body).hex()
        require_same(delivery.header("X-Chatwoot-Signature"), expected)

    async def read(self, delivery: Delivery) -> Sequence[Incoming]:
        body = delivery.json()
        event = text_at(body, "event")
        if not self._ours(body):
            return []
        if event in CHANGES:
            change = f"{event}.{str(pick(body, 'updated_at'))[:40]}"
            return [Owned(self._address(body), CHANGES[event], change, changed_at(body))]  # type: ignore[arg-type]
        if event not in ("message_created", "message_updated") or pick(body, "private") is True:
            return []  # a private note is for colleagues
        if event == "message_updated":
            return self._chosen(body)
        kind = text_at(body, "message_type")
        if kind in ("outgoing", "1"):
            return self._answered(body)
        return self._asked(body) if kind in ("incoming", "0") else []

    async def send(self, part: Part, to: Recipient) -> str:
        conversation = f"conversations/{to.address.chat}"
        if part.owner:
            await self._give(conversation, part.owner)
            return ""
        if part.image:
            return await self._send_image(f"{conversation}/messages", part.image)
        said: dict[str, Any] = {"content": part.text, "message_type": "outgoing", "private": False}
        if part.buttons:
            items = [{"title": button.title, "value": button.id} for button in part.buttons]
            said |= {"content_type": "input_select", "content_attributes": {"items": items}}
        return text_at((await self._call(f"{conversation}/messages", said)).body, "id")

    async def send_file(self, part: Part, file: Attached, content: bytes, to: Recipient) -> str:
        said = {"message_type": "outgoing", "private": "false", **({"content": part.text} if part.text else {})}
        files = {"attachments[]": (file.name, content, file.type)}
        return text_at((await self._call(f"conversations/{to.address.chat}/messages", data=said, files=files)).body, "id")

    async def _send_image(self, path: str, address: str) -> str:
        """Sends an image as a file; its address, if it can't be had."""
        try:
            image = await fetch_image(address)
        except Refused:
            return text_at((await self._call(path, {"content": address, "message_type": "outgoing"})).body, "id")
        files = {"attachments[]": (image.name, image.content, image.type)}
        return text_at((await self._call(path, data={"message_type": "outgoing"}, files=files)).body, "id")

    async def download(self, media: Media) -> bytes:
        require_host(media.reference, self.settings.files_url or self.settings.api_url)
        return await self.api.fetch(media.reference)

    async def noticed(self, message: Message) -> None:
        await self._call(f"conversations/{message.address.chat}/toggle_typing_status", {"typing_status": "on"})

    async def check(self) -> list[str]:
        found = await self.api.call("GET", f"{self.settings.api_url}/api")
        # Bots can't ask for anything; there is no conversation 0, which only who is logged in is told.
        await self._call("conversations/0/toggle_status", {"status": "open"}, fine=(MISSING,))
        said = [f"Chatwoot {text_at(found.body, 'version')} takes the bot's token"]
        people = read_handover(Workspace.current().endpoints).configured
        return said if people else [*said, "nothing is handed over: `handover: {}` is missing in endpoints.yml"]

    def _asked(self, body: dict[str, Any]) -> list[Incoming]:
        """A customer's message, and who has the conversation by it."""
        address, id = self._address(pick(body, "conversation")), text_at(body, "id")
        people = text_at(body, "conversation", "status") in WITH_PEOPLE
        text = text_at(body, "content")
        if text_at(body, "content_type") == "incoming_email":
            text = own_words(text)
        media = tuple(
            Media(text_at(each, "file_type") or "file", text_at(each, "data_url"), name_of(each))
            for each in objects_at(body, "attachments")
        )
        message = Message(address, id, text, button_in(text), media=media, at=written_at(body), to_people=people)
        at = changed_at(pick(body, "conversation"))
        return [Owned(address, "people" if people else "assistant", f"message.{id}", at), message]

    def _answered(self, body: dict[str, Any]) -> list[Incoming]:
        """What a person said; what bots and automations say is nobody's answer."""
        if text_at(body, "sender", "type") != "user" or pick(body, "content_attributes", "automation_rule_id"):
            return []
        address = self._address(pick(body, "conversation"))
        name = text_at(body, "sender", "available_name") or text_at(body, "sender", "name")
        return [PersonSaid(address, text_at(body, "id"), text_at(body, "content"), name, changed_at(pick(body, "conversation")))]

    def _chosen(self, body: dict[str, Any]) -> list[Incoming]:
        """What a customer chose below a message of ours, on the web."""
        chosen = text_at(body, "content_attributes", "submitted_values", 0, "value")
        if not chosen or text_at(body, "content_type") != "input_select":
            return []
        return [Message(self._address(pick(body, "conversation")), f"{text_at(body, 'id')}.chosen", button=chosen)]

    def _ours(self, body: dict[str, Any]) -> bool:
        """Whether an event is of our account, as far as it says: one bot may serve several, with the same secret.

        A conversation's own events name the account with its last message only.
        """
        named = (text_at(body, "account", "id"), text_at(body, "messages", 0, "account_id"))
        return all(account in ("", str(self.settings.account_id)) for account in named)

    def _address(self, conversation: Any) -> Address:
        contact = text_at(conversation, "meta", "sender", "id") or text_at(conversation, "contact_inbox", "contact_id")
        return Address(self.channel, str(self.settings.account_id), contact, text_at(conversation, "id"))

    async def _give(self, conversation: str, owner: str) -> None:
        """Tells Chatwoot who has a conversation. To say it twice changes nothing, so an unknown outcome is tried again."""
        settings = self.settings
        who = {"assignee_id": settings.assignee_id} if settings.assignee_id else {"team_id": settings.team_id}
        try:
            await self._call(f"{conversation}/toggle_status", {"status": STATUS[owner]})
            if owner == "waiting" and any(who.values()):
                await self._call(f"{conversation}/assignments", who)
        except Unknown as problem:
            raise TryLater(str(problem)) from None

    async def _call(self, path: str, body: dict[str, Any] | None = None, fine: Sequence[int] = (), **options: Any) -> Answer:
        url = f"{self.settings.api_url.rstrip('/')}/api/v1/accounts/{self.settings.account_id}/{path}"
        login = {"api_access_token": self.settings.access_token}
        return await self.api.call("POST", url, fine, json=body, headers=login, **options)
