"""The generic channel: signed webhooks in both directions (https://www.standardwebhooks.com), for whatever has no channel of its own.

In: `{"user", "text"}` or `{"user", "button"}`, several as `{"messages": […]}`.
Out, to `reply_url`: `{"user", "text", "markdown", "buttons", "image"}`.
"""

from __future__ import annotations

import base64
import binascii
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass

from bot.channels.frame.address import Address
from bot.channels.frame.capabilities import Capabilities
from bot.channels.frame.channel import Incoming, MessagingChannel, Recipient
from bot.channels.frame.delivery import Delivery, Message, objects_at, text_at
from bot.channels.frame.markup import markdown
from bot.channels.frame.rendering import Part
from bot.channels.frame.settings import ADDRESS, ChannelSettings, secret_from
from bot.channels.frame.signatures import Forged, require_fresh, require_same, sign
from data.errors import SettingsError


@dataclass(frozen=True)
class WebhookSettings(ChannelSettings):
    """Secrets are `whsec_` and 24 bytes or more as base64; the previous one is accepted while senders change over."""

    reply_url: str = ""
    secret: str = secret_from("HEED_WEBHOOK_SECRET")
    previous_secret: str = secret_from("HEED_WEBHOOK_PREVIOUS_SECRET", needed=False)

    def __post_init__(self) -> None:
        super().__post_init__()
        if not ADDRESS.fullmatch(self.reply_url):
            raise SettingsError(f"reply_url must be an address as https://shop.example/replies. It was: {self.reply_url!r}")
        for each in self.keys:
            if len(each) < 24:
                raise SettingsError(f"a secret must be whsec_ and the base64 of 24 bytes or more. It had {len(each)} bytes")

    @property
    def keys(self) -> list[bytes]:
        try:
            return [base64.b64decode(each.removeprefix("whsec_"), validate=True) for each in (self.secret, self.previous_secret) if each]
        except binascii.Error:
            raise SettingsError("a secret must be whsec_ and base64, as `openssl rand -base64 32` makes it") from None


class WebhookChannel(MessagingChannel[WebhookSettings]):
    channel = "webhook"
    settings_type = WebhookSettings
    able = Capabilities(length=20_000, style=markdown, buttons=20, button_title=200, images=True, horizon_s=7 * 86_400, recognises=True)

    async def verify(self, delivery: Delivery) -> None:
        id, timestamp = delivery.header("webhook-id"), delivery.header("webhook-timestamp")
        require_fresh(timestamp)
        if not id:
            raise Forged("webhook-id is missing")
        for key in self.settings.keys:
            for given in delivery.header("webhook-signature").split():
                try:
                    return require_same(given, _signature(key, id, timestamp, delivery.body))
                except Forged:
                    continue
        raise Forged("no signature is one of this webhook's secrets")

    async def read(self, delivery: Delivery) -> Sequence[Incoming]:
        body = delivery.json()
        given = objects_at(body, "messages") or [body]
        return [
            Message(
                Address(
                    self.channel, text_at(each, "account") or "main", text_at(each, "user"), text_at(each, "chat"), text_at(each, "thread")
                ),
                text_at(each, "id") or f"{delivery.header('webhook-id')}.{number}",
                text_at(each, "text"),
                button=text_at(each, "button"),
            )
            for number, each in enumerate(given)
        ]

    async def send(self, part: Part, to: Recipient) -> str:
        address = {name: value for name, value in vars(to.address).items() if value and name != "channel"}
        shown = {"text": part.plain, "markdown": part.text, "image": part.image, "decision": part.decision}
        buttons = [{"id": button.id, "title": button.title} for button in part.buttons]
        body = json.dumps({**address, **{name: value for name, value in shown.items() if value}, "buttons": buttons}).encode()
        id, timestamp = f"msg_{to.key}", str(int(time.time()))
        signature = _signature(self.settings.keys[0], id, timestamp, body)
        headers = {"webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signature, "content-type": "application/json"}
        await self.api.call("POST", self.settings.reply_url, content=body, headers=headers)
        return id


def _signature(key: bytes, id: str, timestamp: str, body: bytes) -> str:
    return "v1," + base64.b64encode(sign(key, f"{id}.{timestamp}.", body)).decode()
