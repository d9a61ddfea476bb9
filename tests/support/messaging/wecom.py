"""WeCom's and 微信客服's."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from tests.support.messaging.kit import USER, Posted, Shown
from tests.support.messaging.platform import Call, Says
from tests.support.messaging.wechat import weixin_forgeries
from tests.support.messaging.weixin import KEY, TOKEN, Envelope, WeixinKit, xml

CORP, AGENT, SECRET, ACCOUNT = (
    "ww5823bf96d3bd56c7",
    1000002,
    "A4jRQs7CFAGJwYc1nuxK2dZVRzQmYf2pQuFTmEAEJzE",
    "wkAJ2GCAAAZSfhHCt7IFSvLKtMPxyJTw",
)
PAGE = 20


class WeComKit(WeixinKit):
    channel, path = "wecom", "bot.channels.wecom.WeComChannel"
    secret, envelope = SECRET, Envelope(TOKEN, KEY, CORP)
    environment: ClassVar[dict[str, str]] = {"WECOM_SECRET": SECRET, "WECOM_TOKEN": TOKEN, "WECOM_ENCODING_AES_KEY": KEY}

    def credentials(self, api: str) -> dict[str, Any]:
        self.api = api
        return {"corp_id": CORP, "api_url": f"{api}/cgi-bin"}

    def text(self, id: str, text: str, user: str = USER) -> Posted:
        return self.signed(self.message(user, MsgType="text", Content=text, MsgId=id))

    def press(self, id: str, button: str, user: str = USER) -> Posted:
        card = {"Event": "template_card_event", "EventKey": button, "TaskId": f"task{id}", "ResponseCode": f"code{id}"}
        return self.signed(self.message(user, MsgType="event", CardType="button_interaction", **card))

    def message(self, user: str = USER, **fields: Any) -> bytes:
        about = {"ToUserName": CORP, "FromUserName": f"u{user}", "CreateTime": int(time.time()), "AgentID": AGENT}
        return xml({**about, **fields})

    def usual(self, call: Call, number: int) -> Says:
        return self.account(call) or Says(body={"errcode": 0, "errmsg": "ok", "msgid": f"out{number}"})

    def shown(self, call: Call) -> Shown | None:
        if "message/send" not in call.path:
            return None
        said = json.loads(call.body)
        assert said["agentid"] == AGENT
        if said["msgtype"] == "image":
            return Shown(image=self.images[said["image"]["media_id"]])
        if said["msgtype"] == "text":
            assert len(said["text"]["content"].encode()) <= 2_048
            return Shown(said["text"]["content"])
        card = said["template_card"]
        assert len(card["button_list"]) <= 6
        return Shown(card["sub_title_text"], tuple((each["text"], each["key"]) for each in card["button_list"]))

    def conversation(self, user: str = USER) -> str:
        return f"wecom:{AGENT}:u{user}"

    def forgeries(self) -> Iterator[tuple[str, Posted]]:
        yield from weixin_forgeries(self, self.message(MsgType="text", Content="hello", MsgId="f"))
        yield from question_forgeries(self)

    def others(self) -> Iterator[Posted]:
        yield self.signed(self.message(MsgType="image", PicUrl="https://wework.example/1", MediaId="m1", MsgId="1"))
        yield self.signed(self.message(MsgType="event", Event="enter_agent", EventKey=""))


class WeComKfKit(WeixinKit):
    """The platform keeps what customers write, and tells it in pages. A message is there once a call brings the token of its delivery."""

    channel, path = "wecom_kf", "bot.channels.wecom_kf.WeComKfChannel"
    pulls = True
    secret, envelope = SECRET, Envelope(TOKEN, KEY, CORP)
    environment: ClassVar[dict[str, str]] = {"WECOM_KF_SECRET": SECRET, "WECOM_KF_TOKEN": TOKEN, "WECOM_KF_ENCODING_AES_KEY": KEY}

    def __init__(self) -> None:
        super().__init__()
        self.written: list[dict[str, Any]] = []
        self.told = 0
        self.states: dict[str, int] = {}

    def credentials(self, api: str) -> dict[str, Any]:
        self.api = api
        return {"corp_id": CORP, "accounts": [ACCOUNT], "api_url": f"{api}/cgi-bin"}

    def text(self, id: str, text: str, user: str = USER) -> Posted:
        return self.batch([(id, text, user)])

    def batch(self, texts: Sequence[tuple[str, str, str]]) -> Posted:
        return self.deliver(*(self.item(id, user, msgtype="text", text={"content": text}) for id, text, user in texts))

    def press(self, id: str, button: str, user: str = USER) -> Posted:
        return self.deliver(self.item(id, user, msgtype="text", text={"content": "…", "menu_id": button}))

    def item(self, id: str, user: str = USER, origin: int = 3, **fields: Any) -> dict[str, Any]:
        about = {"msgid": f"m{id}", "open_kfid": ACCOUNT, "external_userid": f"wm{user}", "send_time": int(time.time()), "origin": origin}
        return {**about, **fields}

    def event(self, kind: str, user: str = USER, **fields: Any) -> dict[str, Any]:
        event = {"event_type": kind, "open_kfid": ACCOUNT, "external_userid": f"wm{user}", **fields}
        return {"msgid": f"e{len(self.written)}", "send_time": int(time.time()), "origin": 4, "msgtype": "event", "event": event}

    def deliver(self, *items: dict[str, Any]) -> Posted:
        """The delivery that says that there is something."""
        self.written += items
        return self.signed(self.notice(f"up-to-{len(self.written)}"))

    def notice(self, token: str) -> bytes:
        about = {"ToUserName": CORP, "CreateTime": int(time.time()), "MsgType": "event", "Event": "kf_msg_or_event"}
        return xml({**about, "Token": token, "OpenKfId": ACCOUNT})

    def usual(self, call: Call, number: int) -> Says:
        said = self.account(call)
        if said:
            return said
        body = json.loads(call.body) if call.body else {}
        if "kf/sync_msg" in call.path:
            assert body["open_kfid"] == ACCOUNT
            self.told = max(self.told, int(str(body.get("token", "up-to-0")).removeprefix("up-to-")))
            start = int(body["cursor"] or 0)
            end = min(start + PAGE, self.told)
            page = self.written[start:end]
            return Says(body={"errcode": 0, "next_cursor": str(end), "has_more": int(end < self.told), "msg_list": page}, takes=False)
        if "kf/service_state/trans" in call.path:
            self.states[body["external_userid"]] = body["service_state"]
            return Says(body={"errcode": 0, "msg_code": "c"})
        if "kf/service_state/get" in call.path:
            return Says(body={"errcode": 0, "service_state": self.states.get(body["external_userid"], 1)}, takes=False)
        return Says(body={"errcode": 0, "msgid": body.get("msgid", "")})

    def shown(self, call: Call) -> Shown | None:
        if "kf/send_msg" not in call.path:
            return None
        said = json.loads(call.body)
        assert said["open_kfid"] == ACCOUNT
        assert 0 < len(said["msgid"]) <= 32
        if said["msgtype"] == "image":
            return Shown(image=self.images[said["image"]["media_id"]])
        if said["msgtype"] == "text":
            assert len(said["text"]["content"].encode()) <= 2_048
            return Shown(said["text"]["content"])
        menu = said["msgmenu"]
        assert len(menu["head_content"].encode()) <= 1_024
        return Shown(menu["head_content"], tuple((each["click"]["content"], each["click"]["id"]) for each in menu["list"]))

    def conversation(self, user: str = USER) -> str:
        return f"wecom_kf:{ACCOUNT}:wm{user}"

    def forgeries(self) -> Iterator[tuple[str, Posted]]:
        yield from weixin_forgeries(self, self.notice("up-to-0"))
        yield from question_forgeries(self)


def question(kit: WeixinKit, text: str, late_s: float = 0.0) -> Posted:
    """WeCom's question whether the server is there: its text is encrypted."""
    asked = kit.signed(text.encode(), late_s)
    sealed = kit.envelope.seal(text.encode())
    signature = kit.envelope.sign(asked.query["timestamp"], asked.query["nonce"], sealed)
    return Posted(b"", {}, kit.webhook, "GET", {**asked.query, "msg_signature": signature, "echostr": sealed})


def question_forgeries(kit: WeixinKit) -> Iterator[tuple[str, Posted]]:
    right = question(kit, "1234")
    yield "a question without its text", right.without("echostr")
    yield "a question with another text", right.with_header("echostr", kit.envelope.seal(b"4321"))
    yield "a question that isn't encrypted", right.with_header("echostr", "1234")
    yield "a late question", question(kit, "1234", late_s=400)
    yield "a question with nothing", replace(right, query={})
