"""WhatsApp's Cloud API (https://developers.facebook.com/docs/whatsapp/cloud-api)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from bot.channels.frame.address import Address
from bot.channels.frame.api import Unknown, require_host
from bot.channels.frame.attached import Attached
from bot.channels.frame.capabilities import Capabilities
from bot.channels.frame.channel import Incoming, Recipient
from bot.channels.frame.delivery import Delivery, Failure, Media, Message, Reaction, objects_at, pick, seconds_at, text_at
from bot.channels.frame.markup import asterisks
from bot.channels.frame.rendering import Part
from bot.channels.frame.settings import secret_from
from bot.channels.platforms.meta import DAY_S, FILES, THUMBS, MetaChannel, MetaSettings
from bot.state.deliveries.contract import Rate, TryLater
from data.languages import language_of

MEDIA = ("image", "audio", "video", "document", "sticker", "location", "contacts")
# More than three buttons become a list, which opens by a button of its own.
MOST_BUTTONS = 3
OPEN_LIST = {"zh": "请选择", "de": "Auswählen", "fr": "Choisir", "es": "Elegir"}


@dataclass(frozen=True)
class WhatsAppSettings(MetaSettings):
    access_token: str = secret_from("WHATSAPP_ACCESS_TOKEN")
    app_secret: str = secret_from("WHATSAPP_APP_SECRET")
    verify_token: str = secret_from("WHATSAPP_VERIFY_TOKEN")


class WhatsAppChannel(MetaChannel[WhatsAppSettings]):
    """The account of an address is the id of the company's number, the user the customer's number."""

    channel = "whatsapp"
    settings_type = WhatsAppSettings
    able = Capabilities(
        length=4_096, style=asterisks, buttons=10, button_title=20, button_text=1_024, images=True,
        files=frozenset({"image/png", "image/jpeg", "application/pdf"}), caption=1_024,
        horizon_s=7 * DAY_S, window_s=DAY_S, rate=Rate(10, 4_800, burst=20),
    )  # fmt: skip

    async def read(self, delivery: Delivery) -> Sequence[Incoming]:
        entries = objects_at(delivery.json(), "entry")
        values = [pick(change, "value") for entry in entries for change in objects_at(entry, "changes")]
        return [found for value in values for found in self._read(value)]

    def _read(self, value: Any) -> Iterator[Incoming]:
        account = text_at(value, "metadata", "phone_number_id")
        for message in objects_at(value, "messages"):
            address = Address(self.channel, account, text_at(message, "from"))
            kind, id = text_at(message, "type"), text_at(message, "id")
            if kind == "reaction":
                if rating := THUMBS.get(text_at(message, "reaction", "emoji")):
                    yield Reaction(address, text_at(message, "reaction", "message_id"), rating)
                continue
            answer = text_at(message, "interactive", "type")
            button = text_at(message, "interactive", answer, "id") or text_at(message, "button", "payload")
            said = text_at(message, "text", "body") or text_at(message, kind, "caption") or text_at(message, "button", "text")
            media = (Media(kind, text_at(message, kind, "id"), text_at(message, kind, "filename")),) if kind in MEDIA else ()
            yield Message(address, id, said, button, media, {"message": id}, seconds_at(message, "timestamp"))
        for status in objects_at(value, "statuses"):
            if text_at(status, "status") == "failed":
                address = Address(self.channel, account, text_at(status, "recipient_id"))
                reason = f"{text_at(status, 'errors', 0, 'code')} {text_at(status, 'errors', 0, 'title')}"
                yield Failure(address, text_at(status, "id"), reason)

    async def send(self, part: Part, to: Recipient) -> str:
        if part.image:
            said: dict[str, Any] = {"type": "image", "image": {"link": part.image}}
        elif part.buttons:
            said = {"type": "interactive", "interactive": _interactive(part)}
        else:
            said = {"type": "text", "text": {"body": part.text, "preview_url": False}}
        return await self._say(said, to)

    async def send_file(self, part: Part, file: Attached, content: bytes, to: Recipient) -> str:
        """It is uploaded first, of which the customer sees nothing."""
        path, about = f"{to.address.account}/media", {"messaging_product": "whatsapp", "type": file.type}
        try:
            kept = await self.graph("POST", path, data=about, files={"file": (file.name, content, file.type)})
        except Unknown as problem:
            raise TryLater(str(problem)) from None
        kind = "image" if file.is_image else "document"
        said = {"id": text_at(kept.body, "id"), "caption": part.text, "filename": "" if file.is_image else file.name}
        return await self._say({"type": kind, kind: {name: value for name, value in said.items() if value}}, to)

    async def _say(self, said: dict[str, Any], to: Recipient) -> str:
        about = {"messaging_product": "whatsapp", "recipient_type": "individual", "to": to.address.user}
        answer = await self.graph("POST", f"{to.address.account}/messages", {**about, **said})
        return text_at(answer.body, "messages", 0, "id")

    async def download(self, media: Media) -> bytes:
        url = text_at((await self.graph("GET", quote(media.reference, safe=""))).body, "url")
        require_host(url, self.settings.graph_url, FILES)
        return await self.api.fetch(url, headers={"Authorization": f"Bearer {self.settings.access_token}"})

    async def noticed(self, message: Message) -> None:
        seen = {"messaging_product": "whatsapp", "status": "read", "message_id": message.id, "typing_indicator": {"type": "text"}}
        await self.graph("POST", f"{message.address.account}/messages", seen)


def _interactive(part: Part) -> dict[str, Any]:
    body = {"text": part.text}
    if len(part.buttons) <= MOST_BUTTONS:
        buttons = [{"type": "reply", "reply": {"id": button.id, "title": button.title}} for button in part.buttons]
        return {"type": "button", "body": body, "action": {"buttons": buttons}}
    rows = [{"id": button.id, "title": button.title} for button in part.buttons]
    opens = OPEN_LIST.get(language_of(part.plain) or "", "Choose")
    return {"type": "list", "body": body, "action": {"button": opens, "sections": [{"rows": rows}]}}
