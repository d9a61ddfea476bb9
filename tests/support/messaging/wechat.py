"""WeChat's, in safe mode and in plain mode. Replies are customer-service messages; passive ones have tests of their own."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, ClassVar

from tests.support.messaging.kit import USER, Posted, Shown
from tests.support.messaging.platform import Call, Says
from tests.support.messaging.weixin import KEY, TOKEN, Envelope, WeixinKit, xml

APP, SECRET, ACCOUNT = "wx5823bf96d3bd56c7", "0c79e1fa963cd80cc0be99b20a18faeb", "gh_7f083739789a"


class WeChatKit(WeixinKit):
    channel, path = "wechat", "bot.channels.wechat.WeChatChannel"
    secret, envelope = SECRET, Envelope(TOKEN, KEY, APP)
    passive_seconds: float = 0.0
    environment: ClassVar[dict[str, str]] = {
        "WECHAT_APP_SECRET": SECRET, "WECHAT_TOKEN": TOKEN, "WECHAT_ENCODING_AES_KEY": KEY,
    }  # fmt: skip

    def credentials(self, api: str) -> dict[str, Any]:
        self.api = api
        return {"app_id": APP, "api_url": f"{api}/cgi-bin", "passive_seconds": self.passive_seconds}

    def text(self, id: str, text: str, user: str = USER) -> Posted:
        return self.signed(self.message(user, MsgType="text", Content=text, MsgId=id))

    def press(self, id: str, button: str, user: str = USER) -> Posted:
        return self.signed(self.message(user, MsgType="text", Content="…", MsgId=id, bizmsgmenuid=button))

    def message(self, user: str = USER, **fields: Any) -> bytes:
        return xml({"ToUserName": ACCOUNT, "FromUserName": f"o{user}", "CreateTime": int(time.time()), **fields})

    def usual(self, call: Call, number: int) -> Says:
        return self.account(call) or Says(body={"errcode": 0, "errmsg": "ok"})

    def shown(self, call: Call) -> Shown | None:
        if "message/custom/send" not in call.path:
            return None
        said = json.loads(call.body)
        assert b"\\u" not in call.body  # WeChat would show it as it stands
        if said["msgtype"] == "image":
            return Shown(image=self.images[said["image"]["media_id"]])
        if said["msgtype"] == "text":
            assert len(said["text"]["content"].encode()) <= 2_048
            return Shown(said["text"]["content"])
        menu = said["msgmenu"]
        return Shown(menu["head_content"], tuple((each["content"], each["id"]) for each in menu["list"]))

    def conversation(self, user: str = USER) -> str:
        return f"wechat:{ACCOUNT}:o{user}"

    def forgeries(self) -> Iterator[tuple[str, Posted]]:
        message, right = self.message(MsgType="text", Content="hello", MsgId="f"), self.text("f", "hello")
        yield from weixin_forgeries(self, message)
        yield "plain, signed as plain mode is", plain(message)
        yield "a plain message beside a right signature", replace(right, body=message)
        yield "a question signed as a message", replace(right, body=b"", method="GET")
        yield "a question with another signature", replace(echo("1234"), query={**echo("1234").query, "signature": "0" * 40})
        yield "a late question", echo("1234", late_s=400)

    def others(self) -> Iterator[Posted]:
        yield self.signed(self.message(MsgType="image", PicUrl="https://mmbiz.example/1", MediaId="m1", MsgId="1"))
        yield self.signed(self.message(MsgType="event", Event="subscribe", EventKey=""))
        yield self.signed(self.message(MsgType="location", Location_X="23.1", Location_Y="113.3", Label="here", MsgId="2"))


class WeChatPlainKit(WeChatKit):
    """In plain mode the body is signed by nothing; a signature is good for the first body that comes with it."""

    signature = "signature"
    environment: ClassVar[dict[str, str]] = {"WECHAT_APP_SECRET": SECRET, "WECHAT_TOKEN": TOKEN}

    def credentials(self, api: str) -> dict[str, Any]:
        return {**super().credentials(api), "encrypted": False}

    def seal(self, message: bytes) -> bytes:
        return message

    def open(self, body: bytes) -> bytes:
        return body

    def signed(self, message: bytes, late_s: float = 0.0, envelope: Envelope | None = None) -> Posted:
        return plain(message, late_s)

    def forgeries(self) -> Iterator[tuple[str, Posted]]:
        message = self.message(MsgType="text", Content="hello", MsgId="f")
        yield "late", plain(message, late_s=400)
        yield "early", plain(message, late_s=-400)
        yield "another account's token", plain(message, envelope=Envelope("another" + TOKEN, KEY, APP))
        yield "a late question", echo("1234", late_s=400)
        yield "a question for nothing", Posted(b"", {}, self.webhook, "GET", plain(b"").query)


def plain(message: bytes, late_s: float = 0.0, envelope: Envelope = WeChatKit.envelope) -> Posted:
    """A delivery of plain mode. The nonce is another for each."""
    timestamp, nonce = str(int(time.time() - late_s)), str(int(hashlib.sha256(message).hexdigest()[:8], 16))
    query = {"signature": envelope.sign(timestamp, nonce), "timestamp": timestamp, "nonce": nonce}
    return Posted(message, {"content-type": "text/xml"}, "/webhooks/wechat/webhook", query=query)


def echo(text: str, late_s: float = 0.0) -> Posted:
    """WeChat's question whether the server is there: as in plain mode, also in safe mode."""
    asked = plain(text.encode(), late_s)
    return Posted(b"", {}, asked.path, "GET", {**asked.query, "echostr": text})


def weixin_forgeries(kit: WeixinKit, message: bytes) -> Iterator[tuple[str, Posted]]:
    """What is encrypted, signed or sent by somebody else."""
    token, receiver = kit.envelope.token, kit.envelope.receiver.decode()
    yield "late", kit.signed(message, late_s=400)
    yield "early", kit.signed(message, late_s=-400)
    yield "another account's token", kit.signed(message, envelope=Envelope("another" + token, KEY, receiver))
    yield "another account's key", kit.signed(message, envelope=Envelope(token, KEY[::-1][1:] + "A", receiver))
    yield "another account", kit.signed(message, envelope=Envelope(token, KEY, "wx0000000000000000"))
    right, other = kit.signed(message), kit.signed(message[:-6] + b"<X/></xml>")
    yield "another message's cipher text", replace(right, body=other.body)
    yield "no body", replace(right, body=b"")
    yield "no XML", replace(right, body=b"{}")
    yield "another nonce", right.with_header("nonce", "1")
    yield "no nonce", right.without("nonce")
    attack = b'<!DOCTYPE xml [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + right.body
    yield "with a document type", replace(right, body=attack)
    empty = xml({"Encrypt": ""})
    yield "nothing encrypted", replace(right, body=empty, query={**right.query, "msg_signature": kit.envelope.sign(*_signed(right), "")})
    for name, sealed in {"half a block": "AAAA", "no base64": "!!!!", "a block of zeroes": "A" * 43 + "="}.items():
        query = {**right.query, "msg_signature": kit.envelope.sign(*_signed(right), sealed)}
        yield name, replace(right, body=xml({"Encrypt": sealed}), query=query)


def _signed(posted: Posted) -> tuple[str, str]:
    return posted.query["timestamp"], posted.query["nonce"]
