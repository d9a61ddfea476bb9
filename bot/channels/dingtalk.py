"""DingTalk: a robot of a company's own (https://open.dingtalk.com/document), answered by its session's address, later by the API."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from sanic.response import HTTPResponse
from sanic.response import json as json_response

from bot.channels.frame.address import Address
from bot.channels.frame.api import Answer, NoLogin
from bot.channels.frame.capabilities import Capabilities
from bot.channels.frame.channel import Incoming, MessagingChannel, Recipient, Take
from bot.channels.frame.delivery import Delivery, Media, Message, pick, seconds_at, text_at
from bot.channels.frame.redirects import require_outside
from bot.channels.frame.rendering import Part
from bot.channels.frame.settings import ChannelSettings, secret_from
from bot.channels.frame.signatures import Forged, require_fresh, require_same, sign
from bot.channels.frame.tokens import token_in, with_token
from bot.channels.platforms.dingtalk_messages import content_of, dingtalk_markdown, picture_of, title_of
from bot.channels.platforms.dingtalk_stream import receive
from bot.state.deliveries.contract import Rate, Refused, TryLater
from data.errors import SettingsError

WINDOW_S, MARGIN_S = 3_600.0, 60.0
BUSY, TOO_FAST = ("-1", "40035"), ("130101", "410100", "90018", "88")
TOO_FAST_PAUSE_S = 60.0
NO_TOKEN = "InvalidAuthentication"
# A button writes its title in the customer's name.
WRITES = "dtmd://dingtalkclient/sendMessage?content="


@dataclass(frozen=True)
class DingTalkSettings(ChannelSettings):
    """
    Attributes:
        client_id: of the application (AppKey), which is also the robot's code; client_secret: AppSecret; it signs what is delivered.
        stream: whether this server connects to DingTalk (Stream mode), which needs no public address, instead of being delivered to.
        session_url: where answers go within a session; no other host is ever written to.
    """

    client_id: str = ""
    client_secret: str = secret_from("DINGTALK_CLIENT_SECRET")
    stream: bool = False
    session_url: str = "https://oapi.dingtalk.com"
    api_url: str = "https://api.dingtalk.com"

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.client_id:
            raise SettingsError("client_id must be the application's Client ID (AppKey). It was empty")


class DingTalkChannel(MessagingChannel[DingTalkSettings]):
    """The account of an address is the company, the user the sender's id in it."""

    channel = "dingtalk"
    settings_type = DingTalkSettings
    able = Capabilities(
        length=4_000, style=dingtalk_markdown, buttons=10, button_title=20, says_titles=True, images=True, rate=Rate(20, 1_200, burst=10)
    )

    async def verify(self, delivery: Delivery) -> None:
        timestamp, secret = delivery.header("timestamp"), self.settings.client_secret
        require_fresh(timestamp, WINDOW_S, unit_s=0.001)
        require_same(delivery.header("sign"), base64.b64encode(sign(secret, f"{timestamp}\n{secret}")))
        # The body isn't signed: what it says of itself must at least be ours.
        if not self._ours(delivery.json()):
            raise Forged("the message is for another robot")

    def acknowledgement(self, delivery: Delivery) -> HTTPResponse:
        return json_response({})

    async def read(self, delivery: Delivery) -> Sequence[Incoming]:
        return self._read(delivery.json())

    @property
    def listens(self) -> bool:
        return self.settings.stream

    async def listen(self, take: Take) -> None:
        async def read(body: dict[str, Any]) -> Sequence[Incoming]:
            return self._read(body) if self._ours(body) else []

        await receive(self.api, self.settings.api_url, (self.settings.client_id, self.settings.client_secret), read, take)

    def _ours(self, body: dict[str, Any]) -> bool:
        return text_at(body, "robotCode") in ("", self.settings.client_id)

    def _read(self, body: dict[str, Any]) -> Sequence[Incoming]:
        group = text_at(body, "conversationType") == "2"
        if group and pick(body, "isInAtList") is False:
            return []  # people talk among themselves
        chat = text_at(body, "conversationId") if group else ""
        user = text_at(body, "senderStaffId") or text_at(body, "senderId")
        address = Address(self.channel, text_at(body, "chatbotCorpId"), user, chat)
        contact = {"session": text_at(body, "sessionWebhook"), "until": _seconds(body, "sessionWebhookExpiredTime")}
        text, media = content_of(body)
        at = seconds_at(body, "createAt", unit_s=0.001)
        return [Message(address, text_at(body, "msgId"), text, media=media, contact=contact, at=at)]

    async def send(self, part: Part, to: Recipient) -> str:
        if float(to.contact.get("until") or 0) < time.time() + MARGIN_S:
            return await self._send_later(part, to)
        session = str(to.contact.get("session") or "")
        if not session.startswith(f"{self.settings.session_url.rstrip('/')}/robot/sendBySession?"):
            raise Refused("the session's address is not DingTalk's")
        if part.buttons:
            buttons = [{"title": each.title, "actionURL": WRITES + quote(each.title, safe="")} for each in part.buttons]
            card = {"title": title_of(part), "text": part.text, "btnOrientation": "0", "btns": buttons}
            said: dict[str, Any] = {"msgtype": "actionCard", "actionCard": card}
        elif part.image:
            said = {"msgtype": "markdown", "markdown": {"title": "image", "text": picture_of(part)}}
        elif not any(run.bold or run.link not in ("", run.text) for run in part.runs):
            said = {"msgtype": "text", "text": {"content": part.plain}}
        else:
            said = {"msgtype": "markdown", "markdown": {"title": title_of(part), "text": part.text}}
        await self.api.post(session, said)
        return ""  # DingTalk gives it no id

    async def download(self, media: Media) -> bytes:
        found = await self._robot("messageFiles/download", {"robotCode": self.settings.client_id, "downloadCode": media.reference})
        url = text_at(found.body, "downloadUrl")
        require_outside(url, self.settings.api_url)  # of a storage whose hosts are not documented; it gets no token
        return await self.api.fetch(url)

    def explain(self, answer: Answer) -> Exception | None:
        code = text_at(answer.body, "errcode") or text_at(answer.body, "code")
        said = f"{code} {text_at(answer.body, 'errmsg') or text_at(answer.body, 'message')}"[:200]
        if code in ("", "0"):
            return None
        if code == NO_TOKEN or answer.status == 401:
            return NoLogin(said)
        if code in TOO_FAST or "qpslimit" in code.lower():
            return TryLater(said, answer.retry_after_s or TOO_FAST_PAUSE_S)
        return TryLater(said) if code in BUSY or answer.status in (429, 503) else Refused(said)

    async def check(self) -> list[str]:
        await self._token()
        return [f"DingTalk takes the secret of {self.settings.client_id}"]

    async def _send_later(self, part: Part, to: Recipient) -> str:
        """Sends after the session has ended, an hour and a half after the customer's last message: by the API, choices by number."""
        choices = "\n".join(f"{number}. {each.title}" for number, each in enumerate(part.buttons, start=1))
        text = "\n\n".join(each for each in (picture_of(part) if part.image else part.text, choices) if each)
        about = {"robotCode": self.settings.client_id, "msgKey": "sampleMarkdown"}
        param = {"msgParam": json.dumps({"title": title_of(part), "text": text}, ensure_ascii=False)}
        chat = to.address.chat
        path, target = (
            ("groupMessages/send", {"openConversationId": chat}) if chat else ("oToMessages/batchSend", {"userIds": [to.address.user]})
        )

        return text_at((await self._robot(path, {**about, **param, **target})).body, "processQueryKey")

    async def _robot(self, path: str, body: dict[str, Any]) -> Answer:
        async def call(token: str) -> Answer:
            url = f"{self.settings.api_url.rstrip('/')}/v1.0/robot/{path}"
            return await self.api.post(url, body, headers={"x-acs-dingtalk-access-token": token})

        return await with_token(self.kept, self._token, call)

    async def _token(self) -> tuple[str, float]:
        login = {"appKey": self.settings.client_id, "appSecret": self.settings.client_secret}
        found = await self.api.post(f"{self.settings.api_url.rstrip('/')}/v1.0/oauth2/accessToken", login)
        return token_in(found, "accessToken", "expireIn")


def _seconds(body: dict[str, Any], name: str) -> float:
    """A time in the future, in seconds since 1970, of milliseconds; 0 if there is none."""
    found = text_at(body, name)
    return int(found) / 1000 if found.isascii() and found.isdigit() and len(found) < 16 else 0.0
