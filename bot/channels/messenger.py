"""Facebook Messenger and Instagram (https://developers.facebook.com/docs/messenger-platform): one API, two sets of limits."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from bot.channels.frame.address import Address
from bot.channels.frame.api import require_host
from bot.channels.frame.attached import Attached
from bot.channels.frame.capabilities import Capabilities
from bot.channels.frame.channel import Incoming, Recipient
from bot.channels.frame.delivery import Delivery, Media, Message, Reaction, objects_at, pick, seconds_at, text_at
from bot.channels.frame.rendering import Part
from bot.channels.frame.settings import ChannelSettings, secret_from
from bot.channels.platforms.meta import DAY_S, FILES, THUMBS, MetaChannel, MetaSettings
from bot.state.deliveries.contract import Rate

HORIZON_S = 36 * 60 * 60


@dataclass(frozen=True)
class MessengerSettings(MetaSettings):
    access_token: str = secret_from("MESSENGER_ACCESS_TOKEN")
    app_secret: str = secret_from("MESSENGER_APP_SECRET")
    verify_token: str = secret_from("MESSENGER_VERIFY_TOKEN")


@dataclass(frozen=True)
class InstagramSettings(MetaSettings):
    access_token: str = secret_from("INSTAGRAM_ACCESS_TOKEN")
    app_secret: str = secret_from("INSTAGRAM_APP_SECRET")
    verify_token: str = secret_from("INSTAGRAM_VERIFY_TOKEN")


class MessengerChannel(MetaChannel[MetaSettings]):
    """The account of an address is the page, the user the customer's id for this page."""

    channel = "messenger"
    settings_type: ClassVar[type[ChannelSettings]] = MessengerSettings
    able = Capabilities(
        length=2_000, buttons=13, button_title=20, images=True,
        files=frozenset({"image/png", "image/jpeg", "image/gif", "application/pdf"}),
        horizon_s=HORIZON_S, window_s=DAY_S, rate=Rate(account_per_minute=2_400),
    )  # fmt: skip

    async def read(self, delivery: Delivery) -> Sequence[Incoming]:
        entries = objects_at(delivery.json(), "entry")
        return [found for entry in entries for event in objects_at(entry, "messaging") for found in self._read(event)]

    def _read(self, event: dict[str, Any]) -> Iterator[Incoming]:
        address = Address(self.channel, text_at(event, "recipient", "id"), text_at(event, "sender", "id"))
        at = seconds_at(event, "timestamp", unit_s=0.001)
        if postback := pick(event, "postback"):
            id = text_at(postback, "mid") or f"postback.{text_at(event, 'timestamp')}.{text_at(postback, 'payload')}"
            yield Message(address, id, text_at(postback, "title"), text_at(postback, "payload"), at=at)
        elif reaction := pick(event, "reaction"):
            value = THUMBS.get(text_at(reaction, "emoji"))
            if value and text_at(reaction, "action") == "react":
                yield Reaction(address, text_at(reaction, "mid"), value)
        elif (message := pick(event, "message")) and not pick(message, "is_echo") and not pick(message, "is_deleted"):
            files = objects_at(message, "attachments")
            media = tuple(Media(text_at(each, "type"), text_at(each, "payload", "url")) for each in files)
            button = text_at(message, "quick_reply", "payload")
            yield Message(address, text_at(message, "mid"), text_at(message, "text"), button, media, at=at)

    async def send(self, part: Part, to: Recipient) -> str:
        if part.image:
            said: dict[str, Any] = {"attachment": {"type": "image", "payload": {"url": part.image}}}
        else:
            said = {"text": part.text}
        if part.buttons:
            said["quick_replies"] = [{"content_type": "text", "title": each.title, "payload": each.id} for each in part.buttons]
        body = {"recipient": {"id": to.address.user}, "messaging_type": "RESPONSE", "message": said}
        return text_at((await self.graph("POST", f"{to.address.account}/messages", body)).body, "message_id")

    async def download(self, media: Media) -> bytes:
        require_host(media.reference, self.settings.graph_url, FILES)
        return await self.api.fetch(media.reference)

    async def send_file(self, part: Part, file: Attached, content: bytes, to: Recipient) -> str:
        attachment = {"type": "image" if file.is_image else "file", "payload": {"is_reusable": False}}
        about = {"recipient": {"id": to.address.user}, "message": {"attachment": attachment}}
        form = {"messaging_type": "RESPONSE", **{name: json.dumps(value) for name, value in about.items()}}
        files = {"filedata": (file.name, content, file.type)}
        return text_at((await self.graph("POST", f"{to.address.account}/messages", data=form, files=files)).body, "message_id")

    async def noticed(self, message: Message) -> None:
        body = {"recipient": {"id": message.address.user}, "sender_action": "typing_on"}
        await self.graph("POST", f"{message.address.account}/messages", body)


class InstagramChannel(MessengerChannel):
    """The account of an address is the company's Instagram account. Its texts are half as long, and counted in bytes."""

    channel = "instagram"
    settings_type = InstagramSettings
    able = replace(MessengerChannel.able, length=1_000, unit="bytes", files=frozenset())  # images by their address only
