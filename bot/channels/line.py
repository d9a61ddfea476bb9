"""LINE's Messaging API (https://developers.line.biz/en/reference/messaging-api)."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from bot.channels.frame.address import Address
from bot.channels.frame.api import Answer
from bot.channels.frame.capabilities import Capabilities
from bot.channels.frame.channel import Incoming, MessagingChannel, Recipient
from bot.channels.frame.delivery import Delivery, Media, Message, objects_at, pick, seconds_at, text_at
from bot.channels.frame.rendering import Part
from bot.channels.frame.settings import ChannelSettings, secret_from
from bot.channels.frame.signatures import require_same, sign
from bot.state.deliveries.contract import Rate

# What a push is answered with whose key LINE knows already: it was taken before.
KNOWN = 409
TYPING_S = 20


@dataclass(frozen=True)
class LineSettings(ChannelSettings):
    """
    Attributes:
        access_token: the channel's, long-lived; channel_secret: signs what LINE delivers.
    """

    access_token: str = secret_from("LINE_ACCESS_TOKEN")
    channel_secret: str = secret_from("LINE_CHANNEL_SECRET")
    api_url: str = "https://api.line.me"


class LineChannel(MessagingChannel[LineSettings]):
    """Replies are pushed, with a retry key: LINE takes each once, however often it is sent. A reply token could be used once, blindly."""

    channel = "line"
    settings_type = LineSettings
    able = Capabilities(length=5_000, unit="utf16", buttons=13, button_title=20, images=True, recognises=True, rate=Rate(120, burst=10))

    async def verify(self, delivery: Delivery) -> None:
        require_same(delivery.header("X-Line-Signature"), base64.b64encode(sign(self.settings.channel_secret, delivery.body)))

    async def read(self, delivery: Delivery) -> Sequence[Incoming]:
        body = delivery.json()
        return [found for event in objects_at(body, "events") for found in self._read(event, text_at(body, "destination"))]

    def _read(self, event: dict[str, Any], account: str) -> list[Incoming]:
        message, user = pick(event, "message"), text_at(event, "source", "userId")
        chat = text_at(event, "source", "groupId") or text_at(event, "source", "roomId")
        address, at = Address(self.channel, account, user, chat), seconds_at(event, "timestamp", unit_s=0.001)
        kind = text_at(event, "type")
        if kind == "postback":
            return [Message(address, f"event.{text_at(event, 'webhookEventId')}", button=text_at(event, "postback", "data"), at=at)]
        if kind != "message" or not user:
            return []
        mentions = [each for each in objects_at(message, "mention", "mentionees") if each.get("isSelf") is True]
        if chat and not mentions:
            return []  # people talk among themselves
        text = _without(text_at(message, "text"), mentions)
        sort = text_at(message, "type")
        media = () if sort == "text" else (Media(sort, text_at(message, "id"), text_at(message, "fileName")),)
        return [Message(address, text_at(message, "id"), text, media=media, at=at)]

    async def send(self, part: Part, to: Recipient) -> str:
        said: dict[str, Any] = {"type": "text", "text": part.text}
        if part.image.startswith("https://"):
            said = {"type": "image", "originalContentUrl": part.image, "previewImageUrl": part.image}
        elif part.image:
            said["text"] = part.image
        if part.buttons:
            said["quickReply"] = {"items": [{"type": "action", "action": _action(each.title, each.id)} for each in part.buttons]}
        body = {"to": to.address.chat or to.address.user, "messages": [said]}
        answer = await self._call("POST", "/v2/bot/message/push", body, {"X-Line-Retry-Key": str(uuid.UUID(to.key))})
        return text_at(answer.body, "sentMessages", 0, "id")

    async def download(self, media: Media) -> bytes:
        url = f"{self.settings.api_url.replace('//api.', '//api-data.', 1)}/v2/bot/message/{quote(media.reference, safe='')}/content"
        return await self.api.fetch(url, headers={"Authorization": f"Bearer {self.settings.access_token}"})

    async def noticed(self, message: Message) -> None:
        if not message.address.chat:
            await self._call("POST", "/v2/bot/chat/loading/start", {"chatId": message.address.user, "loadingSeconds": TYPING_S})

    async def check(self) -> list[str]:
        found = [f"the account is {text_at((await self._call('GET', '/v2/bot/info')).body, 'displayName')}"]
        used = text_at((await self._call("GET", "/v2/bot/message/quota/consumption")).body, "totalUsage")
        return [*found, f"{used} messages of this month's quota are used"]

    async def _call(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None) -> Answer:
        login = {"Authorization": f"Bearer {self.settings.access_token}"}
        return await self.api.call(method, self.settings.api_url + path, fine=(KNOWN,), json=body, headers={**login, **(headers or {})})


def _action(title: str, id: str) -> dict[str, str]:
    return {"type": "postback", "label": title, "data": id, "displayText": title}


def _without(text: str, mentions: Sequence[dict[str, Any]]) -> str:
    """A text without mentions, by their places in it, which LINE counts in UTF-16: an emoji is two."""
    units = text.encode("utf-16-le", "surrogatepass")
    for each in sorted(mentions, key=lambda mention: -_number(mention, "index")):
        start = 2 * _number(each, "index")
        units = units[:start] + units[start + 2 * _number(each, "length") :]
    return units.decode("utf-16-le", "ignore").strip()


def _number(value: dict[str, Any], name: str) -> int:
    found = value.get(name)
    return found if isinstance(found, int) and found >= 0 else 0
