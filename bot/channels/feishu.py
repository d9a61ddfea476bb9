"""Feishu and Lark: events of a bot, posts and cards (https://open.feishu.cn/document, https://open.larksuite.com/document)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from sanic.response import HTTPResponse
from sanic.response import json as json_response

from bot.channels.frame.address import Address
from bot.channels.frame.api import Answer
from bot.channels.frame.attached import Attached
from bot.channels.frame.capabilities import Capabilities
from bot.channels.frame.channel import Incoming, MessagingChannel, Recipient, Take
from bot.channels.frame.delivery import Delivery, Media, Message, Unreadable, objects_at, pick, read_object, seconds_at, text_at
from bot.channels.frame.rendering import Part
from bot.channels.frame.settings import ChannelSettings, secret_from
from bot.channels.frame.signatures import Forged, digest, require_fresh, require_same
from bot.channels.frame.tokens import token_in, with_token
from bot.channels.platforms.feishu_connection import receive
from bot.channels.platforms.feishu_messages import card, content_of, decrypted, meant_by, paragraphs, text_of
from bot.server.files.file_types import ENDINGS
from bot.state.deliveries.contract import Rate
from data.errors import SettingsError

DAY_S = 86_400.0
# An hour, less what a try may take.
UUID_S = 3_500.0
MEDIA = ("image", "file", "audio", "media", "sticker", "location")


@dataclass(frozen=True)
class FeishuSettings(ChannelSettings):
    """
    Attributes:
        app_id: the app's, `cli_…`.
        long_connection: whether this server connects to Feishu, which needs no public address, instead of being delivered to.
        encrypt_key, verification_token: of “Event subscriptions”; the first encrypts and signs what is delivered, so it must be set there.
            With a long connection, neither is needed.
        api_url: https://open.larksuite.com for Lark.
    """

    app_id: str = ""
    app_secret: str = secret_from("FEISHU_APP_SECRET")
    encrypt_key: str = secret_from("FEISHU_ENCRYPT_KEY", needed=False)
    verification_token: str = secret_from("FEISHU_VERIFICATION_TOKEN", needed=False)
    long_connection: bool = False
    api_url: str = "https://open.feishu.cn"

    def __post_init__(self) -> None:
        super().__post_init__()
        for name in () if self.long_connection else ("encrypt_key", "verification_token"):
            if not getattr(self, name):
                raise SettingsError(f"{name} is missing; set the environment variable FEISHU_{name.upper()}, or long_connection: true")


class FeishuChannel(MessagingChannel[FeishuSettings]):
    """A message is known by a `uuid` for an hour, so what may have arrived is sent again."""

    channel = "feishu"
    settings_type = FeishuSettings
    able = Capabilities(
        length=4_000, buttons=20, button_title=60, files=frozenset(ENDINGS), recognises=True, recognises_s=UUID_S,
        rate=Rate(240, 1_000, burst=5),
    )  # fmt: skip

    async def verify(self, delivery: Delivery) -> None:
        try:
            body = self._opened(delivery)
        except Unreadable as problem:
            raise Forged(str(problem)) from None
        require_same(text_at(body, "header", "token") or text_at(body, "token"), self.settings.verification_token)
        if text_at(body, "type") == "url_verification" and not delivery.header("X-Lark-Signature"):
            return  # it isn't signed; it holds the token, and nothing else comes of it than its answer
        timestamp, nonce = delivery.header("X-Lark-Request-Timestamp"), delivery.header("X-Lark-Request-Nonce")
        require_fresh(timestamp)
        expected = digest(timestamp, nonce, self.settings.encrypt_key, delivery.body).hex()
        require_same(delivery.header("X-Lark-Signature"), expected)

    async def challenge(self, delivery: Delivery) -> HTTPResponse | None:
        body = self._opened(delivery)
        return json_response({"challenge": text_at(body, "challenge")}) if text_at(body, "type") == "url_verification" else None

    def acknowledgement(self, delivery: Delivery) -> HTTPResponse:
        return json_response({})

    async def read(self, delivery: Delivery) -> Sequence[Incoming]:
        return await self._read(self._opened(delivery))

    @property
    def listens(self) -> bool:
        return self.settings.long_connection

    async def listen(self, take: Take) -> None:
        await receive(self.api, self.settings.api_url, (self.settings.app_id, self.settings.app_secret), self._read, take)

    async def _read(self, body: dict[str, Any]) -> Sequence[Incoming]:
        kind, event, account = text_at(body, "header", "event_type"), pick(body, "event"), text_at(body, "header", "app_id")
        if kind == "card.action.trigger":
            value = pick(event, "action", "value")
            address = Address(self.channel, account, text_at(event, "operator", "open_id"), text_at(value, "chat"))
            return [Message(address, f"event.{text_at(body, 'header', 'event_id')}", button=text_at(value, "button"))]
        if kind != "im.message.receive_v1" or text_at(event, "sender", "sender_type") != "user":
            return []
        message = pick(event, "message")
        chat = text_at(message, "chat_id") if text_at(message, "chat_type") != "p2p" else ""
        mentions = objects_at(message, "mentions")
        if chat and not await self._mentioned(mentions):
            return []  # people talk among themselves
        address = Address(self.channel, account, text_at(event, "sender", "sender_id", "open_id"), chat)
        id, sort = text_at(message, "message_id"), text_at(message, "message_type")
        content = content_of(text_at(message, "content"))
        file = text_at(content, "file_key") or text_at(content, "image_key")
        media = (Media(sort, f"{id}/{file}" if file else "", text_at(content, "file_name")),)
        at = seconds_at(message, "create_time", unit_s=0.001)
        contact = {"message": id} if chat else {}
        return [Message(address, id, text_of(content, mentions), media=media if sort in MEDIA else (), contact=contact, at=at)]

    async def send(self, part: Part, to: Recipient) -> str:
        if part.buttons:
            said = {"msg_type": "interactive", "content": json.dumps(card(part, to.address.chat), ensure_ascii=False)}
        else:
            post = {"zh_cn": {"title": "", "content": paragraphs(part.runs)}}
            said = {"msg_type": "post", "content": json.dumps(post, ensure_ascii=False)}
        return await self._say(said, to)

    async def send_file(self, part: Part, file: Attached, content: bytes, to: Recipient) -> str:
        """It is uploaded first, of which the customer sees nothing."""
        if file.is_image:
            form, name = {"image_type": "message"}, "image"
        else:
            form, name = {"file_type": file.name.rpartition(".")[2], "file_name": file.name}, "file"
        kept = await self._call("POST", f"im/v1/{name}s", data=form, files={name: (file.name, content, file.type)})
        key = f"{name}_key"
        return await self._say({"msg_type": name, "content": json.dumps({key: text_at(kept.body, "data", key)})}, to)

    async def _say(self, said: dict[str, str], to: Recipient) -> str:
        said["uuid"] = to.key
        if to.contact.get("message"):
            answer = await self._call("POST", f"im/v1/messages/{to.contact['message']}/reply", said)
        else:
            kind, id = ("chat_id", to.address.chat) if to.address.chat else ("open_id", to.address.user)
            answer = await self._call("POST", f"im/v1/messages?receive_id_type={kind}", {"receive_id": id, **said})
        return text_at(answer.body, "data", "message_id")

    async def download(self, media: Media) -> bytes:
        message, _, file = media.reference.partition("/")
        path = f"im/v1/messages/{quote(message, safe='')}/resources/{quote(file, safe='')}"

        async def fetch(token: str) -> bytes:
            about = {"type": "image" if media.kind == "image" else "file"}
            return await self.api.fetch(self._address(path), params=about, headers={"Authorization": f"Bearer {token}"})

        return await with_token(self.kept, self._token, fetch)

    def explain(self, answer: Answer) -> Exception | None:
        return meant_by(answer)

    async def check(self) -> list[str]:
        return [f"the bot is {text_at((await self._call('GET', 'bot/v3/info')).body, 'bot', 'app_name')}"]

    async def _mentioned(self, mentions: Sequence[dict[str, Any]]) -> bool:
        bot = await self.kept.value("bot", self._bot) if mentions else ""
        return any(text_at(each, "id", "open_id") == bot for each in mentions if bot)

    async def _bot(self) -> tuple[str, float]:
        return text_at((await self._call("GET", "bot/v3/info")).body, "bot", "open_id"), DAY_S

    async def _call(self, method: str, path: str, body: Any = None, **options: Any) -> Answer:
        async def call(token: str) -> Answer:
            return await self.api.call(method, self._address(path), json=body, headers={"Authorization": f"Bearer {token}"}, **options)

        return await with_token(self.kept, self._token, call)

    def _address(self, path: str) -> str:
        return f"{self.settings.api_url.rstrip('/')}/open-apis/{path}"

    async def _token(self) -> tuple[str, float]:
        url = self._address("auth/v3/tenant_access_token/internal")
        found = await self.api.post(url, {"app_id": self.settings.app_id, "app_secret": self.settings.app_secret})
        return token_in(found, "tenant_access_token", "expire")

    def _opened(self, delivery: Delivery) -> dict[str, Any]:
        """A delivery's body, decrypted.

        Raises:
            Unreadable: it can't be.
        """
        body = delivery.json()
        if "encrypt" not in body:
            return body
        try:
            return read_object(decrypted(self.settings.encrypt_key, text_at(body, "encrypt")))
        except ValueError:
            raise Unreadable("the body can't be decrypted") from None
