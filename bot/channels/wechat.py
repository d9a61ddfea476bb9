"""WeChat Official Accounts, 公众号 (https://developers.weixin.qq.com/doc/offiaccount)."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from msgspec import Meta
from sanic.response import HTTPResponse, text

from bot.channels.frame.address import Address
from bot.channels.frame.attached import Attached
from bot.channels.frame.capabilities import Capabilities
from bot.channels.frame.channel import Incoming, Recipient
from bot.channels.frame.delivery import Delivery, Message, seconds_at
from bot.channels.frame.rendering import Part
from bot.channels.frame.settings import secret_from
from bot.channels.frame.signatures import Forged, digest, require_same
from bot.channels.frame.tokens import token_in
from bot.channels.frame.xml import read_fields, write_fields
from bot.channels.platforms.weixin import WeixinChannel, WeixinSettings, linked, media_of
from bot.channels.platforms.weixin_crypt import MessageCrypt
from data.errors import SettingsError

DAY_S = 86_400
# For how long a signature may be shown again; it is fresh for five minutes to either side.
SIGNATURE_S = 700.0
HELLO = "Hello"


@dataclass(frozen=True)
class WeChatSettings(WeixinSettings):
    """
    Attributes:
        app_id: `wx…`; app_secret: for access tokens; token, encoding_aes_key: as they stand in the account's server settings.
        encrypted: whether the account is in safe mode. In plain mode WeChat signs no bodies.
        passive_seconds: how long WeChat waits for a reply in the response; 0: all replies are customer-service messages.
    """

    app_id: str = ""
    encrypted: bool = True
    passive_seconds: Annotated[float, Meta(ge=0, le=4.5)] = 3.5
    app_secret: str = secret_from("WECHAT_APP_SECRET")
    token: str = secret_from("WECHAT_TOKEN")
    encoding_aes_key: str = secret_from("WECHAT_ENCODING_AES_KEY", needed=False)
    api_url: str = "https://api.weixin.qq.com/cgi-bin"

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.app_id:
            raise SettingsError("app_id must be given: the account's, as wx0123…")
        if self.encrypted and not self.encoding_aes_key:
            raise SettingsError(
                "encoding_aes_key is missing; set WECHAT_ENCODING_AES_KEY, or encrypted: false for an account in plain mode"
            )


class WeChatChannel(WeixinChannel[WeChatSettings]):
    """The account of an address is the official account (`gh_…`), the user the customer's OpenID."""

    channel = "wechat"
    settings_type = WeChatSettings
    able = Capabilities(
        length=2_000, unit="bytes", style=linked, buttons=10, button_title=40, button_text=1_000, images=True,
        files=frozenset({"image/png", "image/jpeg"}), window_s=2 * DAY_S,
    )  # fmt: skip

    def __init__(self, settings: WeChatSettings) -> None:
        super().__init__(settings)
        self.crypt = MessageCrypt(settings.token, settings.encoding_aes_key if settings.encrypted else "", settings.app_id)

    async def verify(self, delivery: Delivery) -> None:
        query = delivery.query
        if delivery.method == "POST" and self.settings.encrypted:
            return await super().verify(delivery)
        self.crypt.require_signed(query, "signature")
        if delivery.method == "POST":
            # The body isn't signed: a signature is good for one body, or whoever reads it in a log could write another.
            body = digest(delivery.body).hex()
            first = await self.kept.first(f"signature:{query['signature']}:{query['timestamp']}", body, SIGNATURE_S)
            return require_same(body, first)
        if "echostr" not in query:
            raise Forged("only a question whether we are there comes as GET")

    async def challenge(self, delivery: Delivery) -> HTTPResponse | None:
        return text(delivery.query["echostr"]) if delivery.method == "GET" else None

    async def read(self, delivery: Delivery) -> Sequence[Incoming]:
        fields = self.fields(delivery) if self.settings.encrypted else read_fields(delivery.body)
        user, written = fields.get("FromUserName", ""), fields.get("CreateTime", "")
        address, at = Address(self.channel, fields.get("ToUserName", ""), user), seconds_at(fields, "CreateTime")
        if fields.get("MsgType") == "event":
            said = {"subscribe": HELLO, "CLICK": fields.get("EventKey", "")}.get(fields.get("Event", ""), "")
            return [Message(address, f"event.{user}.{written}", said, at=at)] if said else []
        said = fields.get("Content") or fields.get("Recognition") or ""
        return [Message(address, fields.get("MsgId", ""), said, fields.get("bizmsgmenuid", ""), media_of(fields), at=at)]

    @property
    def passive_s(self) -> float:
        return self.settings.passive_seconds

    def passive(self, part: Part, to: Recipient) -> str:
        if part.image or part.buttons:
            return ""  # a response can't hold a menu, and an image is uploaded before
        now = str(int(time.time()))
        about = {"ToUserName": to.address.user, "FromUserName": to.address.account, "CreateTime": now, "MsgType": "text"}
        reply = write_fields({**about, "Content": part.text})
        if not self.settings.encrypted:
            return reply
        sealed, nonce = self.crypt.encrypt(reply), to.key[:10]
        signature = self.crypt.signature(now, nonce, sealed)
        return write_fields({"Encrypt": sealed, "MsgSignature": signature, "TimeStamp": now, "Nonce": nonce})

    async def send(self, part: Part, to: Recipient) -> str:
        said: dict[str, Any] = {"msgtype": "text", "text": {"content": part.text or part.image}}
        if part.image and (image := await self.image(part.image)):
            said = {"msgtype": "image", "image": {"media_id": image}}
        elif part.buttons:
            menu = [{"id": each.id, "content": each.title} for each in part.buttons]
            said = {"msgtype": "msgmenu", "msgmenu": {"head_content": part.text, "list": menu, "tail_content": ""}}
        await self.call("message/custom/send", {"touser": to.address.user, **said})
        return ""

    async def send_file(self, part: Part, file: Attached, content: bytes, to: Recipient) -> str:
        await self.call("message/custom/send", {"touser": to.address.user, **await self.upload(file, content)})
        return ""

    async def noticed(self, message: Message) -> None:
        await self.call("message/custom/typing", {"touser": message.address.user, "command": "Typing"})

    async def new_token(self) -> tuple[str, float]:
        """A stable one: to ask for it ends no other's."""
        about = {"grant_type": "client_credential", "appid": self.settings.app_id, "secret": self.settings.app_secret}
        answer = await self.api.post(f"{self.settings.api_url}/stable_token", {**about, "force_refresh": False})
        return token_in(answer)
