"""Feishu's."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, ClassVar

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC

from bot.channels.platforms.feishu_messages import decrypted
from tests.support.messaging.kit import USER, Kit, Posted, Shown
from tests.support.messaging.platform import Call, Says

APP, SECRET, KEY, VERIFICATION = "cli_a1b2c3", "feishu-app-secret", "kudryavka-encrypt-key", "v-token-of-the-app"
TOKEN = "t-g1044qeGEDXTB6NDJOGV4JQCYDGHRBARFTGT1234"


class FeishuKit(Kit):
    channel, path = "feishu", "bot.channels.feishu.FeishuChannel"
    signature, time = "x-lark-signature", "x-lark-request-timestamp"
    environment: ClassVar[dict[str, str]] = {
        "FEISHU_APP_SECRET": SECRET,
        "FEISHU_ENCRYPT_KEY": KEY,
        "FEISHU_VERIFICATION_TOKEN": VERIFICATION,
    }
    has_images = False

    def __init__(self) -> None:
        self.known: dict[str, str] = {}
        self.api = ""

    def credentials(self, api: str) -> dict[str, Any]:
        self.api = api
        return {"app_id": APP, "api_url": api}

    def text(self, id: str, text: str, user: str = USER) -> Posted:
        return self.message(id, {"text": text}, user)

    def message(self, id: str, content: dict[str, Any], user: str = USER, **fields: Any) -> Posted:
        about = {"message_id": f"om_{id}", "chat_id": f"oc_{user}", "chat_type": "p2p", "message_type": "text"}
        said = {**about, "create_time": str(int(time.time() * 1000)), "content": json.dumps(content, ensure_ascii=False), **fields}
        sender = {"sender_id": {"open_id": f"ou_{user}"}, "sender_type": "user", "tenant_key": "t1"}
        return self.signed(self.event("im.message.receive_v1", id, {"sender": sender, "message": said}))

    def press(self, id: str, button: str, user: str = USER, chat: str = "") -> Posted:
        action = {"tag": "button", "value": {"button": button, "chat": chat}}
        about = {"operator": {"open_id": f"ou_{user}"}, "token": "c-1", "action": action}
        context = {"open_message_id": "om_9", "open_chat_id": f"oc_{user}"}
        return self.signed(self.event("card.action.trigger", id, {**about, "context": context}))

    def event(self, kind: str, id: str, event: dict[str, Any], token: str = VERIFICATION) -> dict[str, Any]:
        header = {"event_id": f"ev_{id}", "event_type": kind, "create_time": "1", "token": token, "app_id": APP, "tenant_key": "t1"}
        return {"schema": "2.0", "header": header, "event": event}

    def usual(self, call: Call, number: int) -> Says:
        if call.path.endswith("/tenant_access_token/internal"):
            assert call.json == {"app_id": APP, "app_secret": SECRET}
            return Says(body={"code": 0, "msg": "ok", "tenant_access_token": TOKEN, "expire": 7_200})
        if call.path == "/callback/ws/endpoint":
            assert call.json == {"AppID": APP, "AppSecret": SECRET}
            url = f"{self.api.replace('http', 'ws')}/ws/v2?device_id=1&service_id=33554678&ticket=once"
            return Says(body={"code": 0, "msg": "", "data": {"URL": url, "ClientConfig": {"PingInterval": 120}}}, takes=False)
        assert call.headers["authorization"] == f"Bearer {TOKEN}"
        if call.path.endswith("/bot/v3/info"):
            return Says(body={"code": 0, "bot": {"open_id": "ou_bot", "app_name": "Heed"}})
        if call.path.endswith(("/im/v1/images", "/im/v1/files")):
            return Says(body={"code": 0, "data": {"image_key": "img_1", "file_key": "file_1"}}, takes=False)
        key = call.json["uuid"]
        known = key in self.known
        return Says(body={"code": 0, "data": {"message_id": self.known.setdefault(key, f"om_out{number}")}}, takes=not known)

    def shown(self, call: Call) -> Shown | None:
        if "/im/v1/messages" not in call.path:
            return None
        content = json.loads(call.json["content"])
        if call.json["msg_type"] == "post":
            lines = content["zh_cn"]["content"]
            return Shown("\n".join("".join(each["text"] for each in line) for line in lines))
        text, actions = content["elements"]
        return Shown(text["text"]["content"], tuple((each["text"]["content"], each["value"]["button"]) for each in actions["actions"]))

    def conversation(self, user: str = USER) -> str:
        return f"feishu:{APP}:ou_{user}"

    def forgeries(self) -> Iterator[tuple[str, Posted]]:
        event = self.event("im.message.receive_v1", "f", {})
        yield "another app's key", self.signed(event, key="another" + KEY)
        yield "encrypted by another", replace(self.signed(event), body=self.signed(event, key="another" + KEY).body)
        yield "late", self.signed(event, late_s=301)
        yield "early", self.signed(event, late_s=-400)
        yield "another token", self.signed(self.event("im.message.receive_v1", "f", {}, token="another"))
        yield "without a nonce", self.signed(event).without("x-lark-request-nonce")
        challenge = self.signed({"type": "url_verification", "challenge": "c", "token": "another"})
        yield "a challenge with another token", replace(challenge, headers={})
        yield "not encrypted, not signed", Posted(json.dumps(event).encode(), {}, self.webhook)

    def others(self) -> Iterator[Posted]:
        yield self.signed({"type": "url_verification", "challenge": "c", "token": VERIFICATION})
        yield self.message("5", {"image_key": "img_1"}, message_type="image")
        post = {"title": "Hello", "content": [[{"tag": "text", "text": "where is "}, {"tag": "a", "text": "it"}], [{"tag": "img"}]]}
        yield self.message("6", post, message_type="post")
        mention = [{"key": "@_user_1", "id": {"open_id": "ou_bot"}, "name": "Heed"}]
        yield self.message("7", {"text": "@_user_1 hello"}, chat_type="group", mentions=mention)
        event = self.event("im.message.receive_v1", "8", {"sender": {"sender_type": "user"}, "message": {"content": "{}"}})
        yield Posted(json.dumps(event).encode(), {}, self.webhook)  # as it is inside

    def seal(self, message: bytes) -> bytes:
        return json.dumps({"encrypt": encrypted(message, KEY)}).encode()

    def open(self, body: bytes) -> bytes:
        found = json.loads(body).get("encrypt")
        return decrypted(KEY, found) if found else body

    def signed(self, body: dict[str, Any], key: str = KEY, late_s: float = 0.0) -> Posted:
        content = json.dumps({"encrypt": encrypted(json.dumps(body, ensure_ascii=False).encode(), key)}).encode()
        timestamp, nonce = str(int(time.time() - late_s)), "5a9b3c"
        signature = hashlib.sha256(f"{timestamp}{nonce}{key}".encode() + content).hexdigest()
        headers = {self.signature: signature, self.time: timestamp, "x-lark-request-nonce": nonce, "content-type": "application/json"}
        return Posted(content, headers, self.webhook)


def encrypted(content: bytes, key: str) -> str:
    """As Feishu encrypts: base64 of the initial vector and AES-256-CBC, PKCS7."""
    start, pad = os.urandom(16), 16 - len(content) % 16
    cipher = Cipher(AES(hashlib.sha256(key.encode()).digest()), CBC(start)).encryptor()
    return base64.b64encode(start + cipher.update(content + bytes([pad]) * pad) + cipher.finalize()).decode()
