"""DingTalk's."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from typing import Any, ClassVar
from urllib.parse import unquote

from tests.support.messaging.kit import USER, Kit, Posted, Shown
from tests.support.messaging.platform import Call, Says

ROBOT, SECRET, TOKEN = "dingf0apw4ibx5u5ktba", "dingtalk-client-secret-0123456789", "0123456789abcdef"
WRITES = "dtmd://dingtalkclient/sendMessage?content="


class DingTalkKit(Kit):
    channel, path = "dingtalk", "bot.channels.dingtalk.DingTalkChannel"
    signature, time = "sign", "timestamp"
    signs_body, writes_markdown = False, True
    environment: ClassVar[dict[str, str]] = {"DINGTALK_CLIENT_SECRET": SECRET}

    def __init__(self) -> None:
        self.api = "https://oapi.dingtalk.com"

    def credentials(self, api: str) -> dict[str, Any]:
        self.api = api
        return {"client_id": ROBOT, "api_url": api, "session_url": api}

    def text(self, id: str, text: str, user: str = USER) -> Posted:
        return self.message(id, user, text={"content": f" {text}"})

    def press(self, id: str, button: str, user: str = USER) -> Posted:
        """What the button writes."""
        return self.text(id, button, user)

    def message(self, id: str, user: str = USER, **fields: Any) -> Posted:
        now = int(time.time() * 1000)
        session = {"sessionWebhook": f"{self.api}/robot/sendBySession?session={user}", "sessionWebhookExpiredTime": now + 5_400_000}
        about = {"msgId": f"msg{id}", "msgtype": "text", "createAt": now, "conversationType": "1", "conversationId": "cid1"}
        sender = {"senderId": f"$:LWCP_v1:${user}", "senderStaffId": user, "senderNick": "A customer"}
        return self.signed({**about, **sender, **session, "chatbotCorpId": "dinge19", "robotCode": ROBOT, **fields})

    def usual(self, call: Call, number: int) -> Says:
        if call.path.endswith("/accessToken"):
            assert call.json == {"appKey": ROBOT, "appSecret": SECRET}
            return Says(body={"accessToken": TOKEN, "expireIn": 7_200})
        if call.path.endswith("/gateway/connections/open"):
            assert (call.json["clientId"], call.json["clientSecret"]) == (ROBOT, SECRET)
            assert call.json["subscriptions"] == [{"type": "CALLBACK", "topic": "/v1.0/im/bot/messages/get"}]
            return Says(body={"endpoint": f"{self.api.replace('http', 'ws')}/connect", "ticket": "a b/c"}, takes=False)
        if "/v1.0/robot/" in call.path:
            assert call.headers["x-acs-dingtalk-access-token"] == TOKEN
            return Says(body={"processQueryKey": f"q{number}"})
        return Says(body={"errcode": 0, "errmsg": "ok"})

    def shown(self, call: Call) -> Shown | None:
        said = call.json
        if "/v1.0/robot/" in call.path:
            return Shown(json.loads(said["msgParam"])["text"])
        if "/robot/sendBySession" not in call.path:
            return None
        kind = said["msgtype"]
        if kind == "actionCard":
            buttons = tuple((each["title"], unquote(each["actionURL"].removeprefix(WRITES))) for each in said[kind]["btns"])
            return Shown(said[kind]["text"], buttons)
        text = said[kind]["content" if kind == "text" else "text"]
        return Shown(image=text[9:-1]) if text.startswith("![image](") else Shown(text)

    def conversation(self, user: str = USER) -> str:
        return f"dingtalk:dinge19:{user}"

    def forgeries(self) -> Iterator[tuple[str, Posted]]:
        body = json.loads(self.text("f", "hello").body)
        yield "another app's secret", self.signed(body, secret="another" + SECRET)
        yield "another algorithm", self.signed(body, algorithm="sha1")
        yield "late", self.signed(body, late_s=3_601)
        yield "early", self.signed(body, late_s=-3_700)
        yield "another robot", self.signed({**body, "robotCode": "dingother"})

    def others(self) -> Iterator[Posted]:
        yield self.message("5", msgtype="picture", content={"downloadCode": "c1"})
        yield self.message("6", msgtype="richText", content={"richText": [{"text": "this"}, {"downloadCode": "c2", "type": "picture"}]})
        yield self.message("7", msgtype="audio", content={"downloadCode": "c3", "recognition": "where is it"})
        yield self.message("8", conversationType="2", isInAtList=True, text={"content": " hello"})

    def frame(self, id: str, data: str, kind: str = "CALLBACK", topic: str = "/v1.0/im/bot/messages/get") -> str:
        """What comes over a connection of Stream mode."""
        headers = {"appId": "a", "connectionId": "c", "contentType": "application/json", "messageId": id, "time": "1", "topic": topic}
        return json.dumps({"specVersion": "1.0", "type": kind, "headers": headers, "data": data})

    def signed(self, body: dict[str, Any], secret: str = SECRET, algorithm: str = "sha256", late_s: float = 0.0) -> Posted:
        timestamp = str(int((time.time() - late_s) * 1000))
        digest = hmac.new(secret.encode(), f"{timestamp}\n{secret}".encode(), getattr(hashlib, algorithm)).digest()
        headers = {self.signature: base64.b64encode(digest).decode(), self.time: timestamp, "content-type": "application/json"}
        return Posted(json.dumps(body, ensure_ascii=False).encode(), headers, self.webhook)
