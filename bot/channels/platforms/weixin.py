"""What WeChat, WeCom and 微信客服 share: deliveries in XML, access tokens, errors, images."""

from __future__ import annotations

import hashlib
import re
from abc import abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from sanic.response import HTTPResponse, text

from bot.channels.frame.api import Answer, NoLogin, Unknown
from bot.channels.frame.attached import Attached
from bot.channels.frame.channel import MessagingChannel
from bot.channels.frame.delivery import Delivery, Media, pick, text_at
from bot.channels.frame.images import fetch_image
from bot.channels.frame.markup import Run, plain
from bot.channels.frame.settings import ChannelSettings
from bot.channels.frame.tokens import with_token
from bot.channels.frame.xml import read_fields
from bot.channels.platforms.weixin_crypt import MessageCrypt
from bot.state.deliveries.contract import Refused, TryLater

# Invalid, missing or expired access tokens; error codes: https://developer.work.weixin.qq.com/document/path/90313
STALE = (40001, 40014, 41001, 42001, 42007, 42009)
# What passes by itself, and seconds until then: busy, too many calls a minute, a day or at once; an address that isn't on the list yet.
PASSES: Mapping[int, float] = {-1: 2.0, 6000: 2.0, 45009: 60.0, 45011: 60.0, 45033: 2.0, 40164: 60.0, 60020: 60.0, 61004: 60.0}
HINTS: Mapping[int, str] = {
    40164: "this server's IP address must be put on the platform's list",
    60020: "this server's IP address must be put on the platform's list",
    45015: "the customer's last message is older than 48 hours",
    45047: "no more messages are taken before the customer writes again",
    48001: "the account has no right to send customer-service messages: is it verified?",
    43004: "the customer doesn't follow the account any more",
    95001: "no more messages are taken before the customer writes again",
    95013: "the conversation has ended",
    95018: "a person has the conversation, or it has ended",
}
# Uploaded media live for three days.
FILES = frozenset({"image/png", "image/jpeg", "application/pdf"})
IMAGE_S = 2.5 * 86_400
# What would be read as a link; the joiner (U+2060) is not seen.
TAGS, JOINED = re.compile(r"<(?=[A-Za-z/])"), "<\u2060"
MEDIA = ("image", "voice", "video", "shortvideo", "file", "location", "link")


@dataclass(frozen=True)
class WeixinSettings(ChannelSettings):
    """The settings of each have `token`, `encoding_aes_key` and the secret for access tokens, from variables of their own."""

    token: str = ""
    encoding_aes_key: str = ""
    api_url: str = ""


Settings = TypeVar("Settings", bound=WeixinSettings)


class WeixinChannel(MessagingChannel[Settings]):
    """The base of Tencent's channels."""

    crypt: MessageCrypt

    @abstractmethod
    async def new_token(self) -> tuple[str, float]:
        """An access token, and the seconds that it is good for."""

    async def verify(self, delivery: Delivery) -> None:
        query = delivery.query
        sealed = query.get("echostr", "") if delivery.method == "GET" else read_fields(delivery.body).get("Encrypt", "")
        self.crypt.require_signed(query, "msg_signature", sealed)
        self.crypt.decrypt(sealed)

    async def challenge(self, delivery: Delivery) -> HTTPResponse | None:
        return text(self.crypt.decrypt(delivery.query["echostr"]).decode()) if delivery.method == "GET" else None

    def fields(self, delivery: Delivery) -> dict[str, str]:
        """What a delivery's message says.

        Raises:
            Unreadable: it is no XML.
        """
        return read_fields(self.crypt.decrypt(read_fields(delivery.body).get("Encrypt", "")))

    def acknowledgement(self, delivery: Delivery) -> HTTPResponse:
        return text("success")

    async def call(self, path: str, body: Any = None, method: str = "POST", **options: Any) -> Answer:
        """Calls the API."""
        given = options.pop("params", {})

        async def with_this(token: str) -> Answer:
            query = {**given, "access_token": token}
            return await self.api.call(method, f"{self.settings.api_url}/{path}", json=body, params=query, **options)

        return await with_token(self.kept, self.new_token, with_this)

    async def check(self) -> list[str]:
        found = await self.call("get_api_domain_ip", method="GET")
        addresses = pick(found.body, "ip_list")
        return [f"the secret is right; the platform names {len(addresses) if isinstance(addresses, list) else 0} addresses of its own"]

    def explain(self, answer: Answer) -> Exception | None:
        code = pick(answer.body, "errcode")
        if not isinstance(code, int) or code == 0:
            return None
        hint = HINTS.get(code)
        said = f"{code} {text_at(answer.body, 'errmsg')}{f': {hint}' if hint else ''}"
        if code in STALE:
            return NoLogin(said)
        return TryLater(said, answer.retry_after_s or PASSES[code]) if code in PASSES else Refused(said)

    async def download(self, media: Media) -> bytes:
        async def fetch(token: str) -> bytes:
            query = {"access_token": token, "media_id": media.reference}
            return await self.api.fetch(f"{self.settings.api_url}/media/get", params=query)

        return await with_token(self.kept, self.new_token, fetch)

    async def upload(self, file: Attached, content: bytes) -> dict[str, Any]:
        """Uploads a file, of which the customer sees nothing; returns the message that shows it."""
        kind = "image" if file.is_image else "file"
        try:
            found = await self.call("media/upload", params={"type": kind}, files={"media": (file.name, content, file.type)})
        except Unknown as problem:
            raise TryLater(str(problem)) from None
        return {"msgtype": kind, kind: {"media_id": text_at(found.body, "media_id")}}

    async def image(self, address: str) -> str:
        """The platform's id of an uploaded image; empty if the image can't be had, or isn't taken: then its address is what is left."""

        async def upload() -> tuple[str, float]:
            found = await fetch_image(address)
            files = {"media": (found.name, found.content, found.type)}
            answer = await self.call("media/upload", params={"type": "image"}, files=files)
            return text_at(answer.body, "media_id"), IMAGE_S

        try:
            return await self.kept.value(f"image:{hashlib.sha256(address.encode()).hexdigest()[:32]}", upload)
        except (Refused, Unknown):
            return ""


def media_of(fields: Mapping[str, str]) -> tuple[Media, ...]:
    """What was sent that is no text."""
    kind = fields.get("MsgType", "")
    if kind not in MEDIA:
        return ()
    place = ",".join(part for name in ("Location_X", "Location_Y") if (part := fields.get(name, "")))
    reference = fields.get("MediaId") or fields.get("Url") or place
    return (Media(kind, reference, fields.get("Title") or fields.get("FileName") or fields.get("Label") or ""),)


def unlinked(runs: Sequence[Run]) -> str:
    """No markup. `<a` would be read as a link: what a text holds never becomes one."""
    return plain([replace(run, text=TAGS.sub(JOINED, run.text)) for run in runs])


def linked(runs: Sequence[Run]) -> str:
    """As `unlinked`, but links with a label of their own are links."""

    def one(run: Run) -> str:
        if not run.link.lower().startswith(("http://", "https://")) or run.link == run.text:
            return unlinked([run])
        address = run.link.replace("&", "&amp;").replace('"', "%22").replace("<", "%3C").replace(">", "%3E")
        return f'<a href="{address}">{TAGS.sub(JOINED, run.text)}</a>'

    return "".join(map(one, runs))
