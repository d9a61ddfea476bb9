"""WeCom, 企业微信: messages to an application of a company's own (https://developer.work.weixin.qq.com/document/path/90238)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.channels.frame.address import Address
from bot.channels.frame.attached import Attached
from bot.channels.frame.capabilities import Capabilities
from bot.channels.frame.channel import Incoming, Recipient
from bot.channels.frame.delivery import Delivery, Message, Unreadable, seconds_at, text_at
from bot.channels.frame.rendering import Part
from bot.channels.frame.settings import secret_from
from bot.channels.frame.tokens import token_in
from bot.channels.platforms.weixin import FILES, WeixinChannel, WeixinSettings, linked, media_of
from bot.channels.platforms.weixin_crypt import MessageCrypt
from bot.state.deliveries.contract import Rate, Refused
from data.errors import SettingsError

HELLO, PRESSED = "Hello", "✓"


@dataclass(frozen=True)
class WeComSettings(WeixinSettings):
    """
    Attributes:
        corp_id: the company's, `ww…`; secret: the application's, for access tokens.
        token, encoding_aes_key: as they stand where the application receives messages.
    """

    corp_id: str = ""
    secret: str = secret_from("WECOM_SECRET")
    token: str = secret_from("WECOM_TOKEN")
    encoding_aes_key: str = secret_from("WECOM_ENCODING_AES_KEY")
    api_url: str = "https://qyapi.weixin.qq.com/cgi-bin"

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.corp_id:
            raise SettingsError("corp_id must be given: the company's, as ww0123…")


class WeComChannel(WeixinChannel[WeComSettings]):
    """The account of an address is the application (its AgentID), the user the member's UserID."""

    channel = "wecom"
    settings_type = WeComSettings
    able = Capabilities(
        length=2_048, unit="bytes", style=linked, buttons=6, button_title=16, button_text=160, images=True, files=FILES,
        rate=Rate(30, burst=15),
    )  # fmt: skip

    def __init__(self, settings: WeComSettings) -> None:
        super().__init__(settings)
        self.crypt = MessageCrypt(settings.token, settings.encoding_aes_key, settings.corp_id)

    async def read(self, delivery: Delivery) -> Sequence[Incoming]:
        fields = self.fields(delivery)
        user, agent, at = fields.get("FromUserName", ""), fields.get("AgentID", ""), seconds_at(fields, "CreateTime")
        if not (agent.isascii() and agent.isdigit()):
            raise Unreadable("a message of WeCom's has an AgentID")
        address = Address(self.channel, agent, user)
        if fields.get("MsgType") != "event":
            return [Message(address, fields.get("MsgId", ""), fields.get("Content", ""), media=media_of(fields), at=at)]
        event, key, written = fields.get("Event", ""), fields.get("EventKey", ""), fields.get("CreateTime", "")
        if event == "template_card_event":
            contact = {"response_code": fields.get("ResponseCode", "")}
            return [Message(address, f"card.{fields.get('TaskId', '')}.{key}", button=key, contact=contact, at=at)]
        said = {"subscribe": HELLO, "click": key}.get(event, "")
        return [Message(address, f"event.{user}.{written}", said, at=at)] if said else []

    async def send(self, part: Part, to: Recipient) -> str:
        said: dict[str, Any] = {"msgtype": "text", "text": {"content": part.text or part.image}}
        if part.image and (image := await self.image(part.image)):
            said = {"msgtype": "image", "image": {"media_id": image}}
        elif part.buttons:
            buttons = [{"text": each.title, "key": each.id} for each in part.buttons]
            card = {"card_type": "button_interaction", "sub_title_text": part.plain, "task_id": to.key, "button_list": buttons}
            said = {"msgtype": "template_card", "template_card": card}
        return await self._say(said, to)

    async def send_file(self, part: Part, file: Attached, content: bytes, to: Recipient) -> str:
        return await self._say(await self.upload(file, content), to)

    async def _say(self, said: dict[str, Any], to: Recipient) -> str:
        answer = await self.call("message/send", {"touser": to.address.user, "agentid": int(to.address.account), **said})
        if text_at(answer.body, "invaliduser"):
            raise Refused("the member is not one whom the application may write to")
        return text_at(answer.body, "msgid")

    async def noticed(self, message: Message) -> None:
        """A card's buttons can be pressed once."""
        if code := message.contact.get("response_code"):
            about = {"userids": [message.address.user], "agentid": int(message.address.account), "response_code": code}
            await self.call("message/update_template_card", {**about, "button": {"replace_name": PRESSED}})

    async def new_token(self) -> tuple[str, float]:
        query = {"corpid": self.settings.corp_id, "corpsecret": self.settings.secret}
        return token_in(await self.api.call("GET", f"{self.settings.api_url}/gettoken", params=query))
