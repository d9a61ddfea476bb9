"""WhatsApp's, Messenger's and Instagram's."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from tests.support.messaging.kit import USER, Kit, Posted, Shown
from tests.support.messaging.platform import Call, Says

SECRET, VERIFY = "0f2d9fdc1b3c47aa9c6e1f0a5b7d8e33", "a text of the shop's own"


class MetaKit(Kit):
    signature = "x-hub-signature-256"

    def credentials(self, api: str) -> dict[str, Any]:
        return {"graph_url": f"{api}/v21.0"}

    def signed(self, body: dict[str, Any], secret: str = SECRET, algorithm: str = "sha256") -> Posted:
        # As Meta writes it: what isn't ASCII is escaped, and signed so.
        written = json.dumps(body, ensure_ascii=True, separators=(",", ":")).encode()
        signature = f"{algorithm}={hmac.new(secret.encode(), written, algorithm).hexdigest()}"
        return Posted(written, {self.signature: signature, "content-type": "application/json"}, self.webhook)

    def forgeries(self) -> Iterator[tuple[str, Posted]]:
        right = self.text("f", "hello")
        body = json.loads(right.body)
        yield "another app's secret", self.signed(body, secret="another" + SECRET)
        yield "another algorithm", self.signed(body, algorithm="sha1")
        yield "another algorithm's name", right.with_header(self.signature, right.headers[self.signature].replace("sha256", "sha1"))
        yield "a plain hash", right.with_header(self.signature, f"sha256={hashlib.sha256(right.body).hexdigest()}")
        yield "without its prefix", right.with_header(self.signature, right.headers[self.signature].removeprefix("sha256="))
        yield "re-serialised", Posted(json.dumps(body, indent=1).encode(), right.headers, self.webhook)
        for name, query in {
            "wrong token": "hub.mode=subscribe&hub.verify_token=x",
            "no token": "hub.mode=subscribe",
            "nothing": "",
        }.items():
            yield f"a subscription with {name}", Posted(b"", {}, f"{self.webhook}?{query}&hub.challenge=1", "GET")


class WhatsAppKit(MetaKit):
    channel, path = "whatsapp", "bot.channels.whatsapp.WhatsAppChannel"
    environment: ClassVar[dict[str, str]] = {
        "WHATSAPP_ACCESS_TOKEN": "EAAJB-whatsapp-token", "WHATSAPP_APP_SECRET": SECRET, "WHATSAPP_VERIFY_TOKEN": VERIFY,
    }  # fmt: skip

    def text(self, id: str, text: str, user: str = USER) -> Posted:
        return self.batch([(id, text, user)])

    def batch(self, texts: Sequence[tuple[str, str, str]]) -> Posted:
        return self.signed(self.entries([self.message(id, user, type="text", text={"body": text}) for id, text, user in texts]))

    def press(self, id: str, button: str, user: str = USER) -> Posted:
        answer = {"type": "button_reply", "button_reply": {"id": button, "title": "…"}}
        return self.signed(self.entries([self.message(id, user, type="interactive", interactive=answer)]))

    def message(self, id: str, user: str = USER, **fields: Any) -> dict[str, Any]:
        return {"id": f"wamid.{id}", "from": user, "timestamp": str(int(time.time())), **fields}

    def entries(self, messages: list[dict[str, Any]], **value: Any) -> dict[str, Any]:
        about = {"messaging_product": "whatsapp", "metadata": {"phone_number_id": "106540352242922"}, "messages": messages, **value}
        return {"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [{"field": "messages", "value": about}]}]}

    def others(self) -> Iterator[Posted]:
        yield self.signed(self.entries([self.message("1", type="reaction", reaction={"message_id": "wamid.2", "emoji": "👎"})]))
        yield self.signed(self.entries([self.message("1", type="image", image={"id": "9", "caption": "this"})]))
        failed = {"id": "wamid.2", "status": "failed", "recipient_id": USER, "errors": [{"code": 131047, "title": "Re-engagement message"}]}
        yield self.signed(self.entries([], statuses=[failed]))

    def usual(self, call: Call, number: int) -> Says:
        assert call.headers["authorization"] == f"Bearer {self.environment['WHATSAPP_ACCESS_TOKEN']}"
        if call.path.endswith("/media"):
            return Says(body={"id": "media-1"}, takes=False)
        return Says(body={"messages": [{"id": f"wamid.out{number}"}]})

    def shown(self, call: Call) -> Shown | None:
        said = call.json
        if "to" not in said:
            return None
        if said["type"] != "interactive":
            return Shown(said.get("text", {}).get("body", ""), (), said.get("image", {}).get("link", ""))
        interactive = said["interactive"]
        assert len(interactive["body"]["text"]) <= 1_024
        if interactive["type"] == "button":
            assert len(interactive["action"]["buttons"]) <= 3
            buttons = [each["reply"] for each in interactive["action"]["buttons"]]
        else:
            buttons = [row for section in interactive["action"]["sections"] for row in section["rows"]]
        return Shown(interactive["body"]["text"], tuple((each["title"], each["id"]) for each in buttons))

    def conversation(self, user: str = USER) -> str:
        return f"whatsapp:106540352242922:{user}"


class MessengerKit(MetaKit):
    channel, path = "messenger", "bot.channels.messenger.MessengerChannel"
    environment: ClassVar[dict[str, str]] = {
        "MESSENGER_ACCESS_TOKEN": "EAAJB-page-token", "MESSENGER_APP_SECRET": SECRET, "MESSENGER_VERIFY_TOKEN": VERIFY,
    }  # fmt: skip

    def text(self, id: str, text: str, user: str = USER) -> Posted:
        return self.batch([(id, text, user)])

    def batch(self, texts: Sequence[tuple[str, str, str]]) -> Posted:
        entries = [{"id": "2001", "messaging": [self.event(user, message={"mid": f"m_{id}", "text": text})]} for id, text, user in texts]
        return self.signed({"object": "page", "entry": entries})

    def press(self, id: str, button: str, user: str = USER) -> Posted:
        message = {"mid": f"m_{id}", "text": "…", "quick_reply": {"payload": button}}
        return self.signed({"object": "page", "entry": [{"id": "2001", "messaging": [self.event(user, message=message)]}]})

    def event(self, user: str = USER, **fields: Any) -> dict[str, Any]:
        return {"sender": {"id": user}, "recipient": {"id": "2001"}, "timestamp": int(time.time() * 1000), **fields}

    def others(self) -> Iterator[Posted]:
        image = {"type": "image", "payload": {"url": "https://cdn.example/1"}}
        for fields in (
            {"postback": {"mid": "m_1", "title": "Start", "payload": "start"}},
            {"reaction": {"mid": "m_2", "action": "react", "emoji": "👍"}},
            {"message": {"mid": "m_3", "attachments": [image]}},
            {"message": {"mid": "m_4", "is_echo": True, "text": "ours"}},
        ):
            yield self.signed({"object": "page", "entry": [{"id": "2001", "messaging": [self.event(**fields)]}]})

    def usual(self, call: Call, number: int) -> Says:
        assert "access_token" not in call.path
        assert call.headers["authorization"] in {f"Bearer {value}" for value in self.environment.values()}
        return Says(body={"recipient_id": "1", "message_id": f"m_out{number}"})

    def shown(self, call: Call) -> Shown | None:
        message = call.json.get("message")
        if message is None:
            return None
        buttons = tuple((each["title"], each["payload"]) for each in message.get("quick_replies", []))
        return Shown(message.get("text", ""), buttons, message.get("attachment", {}).get("payload", {}).get("url", ""))

    def conversation(self, user: str = USER) -> str:
        return f"{self.channel}:2001:{user}"


class InstagramKit(MessengerKit):
    channel, path = "instagram", "bot.channels.messenger.InstagramChannel"
    environment: ClassVar[dict[str, str]] = {
        "INSTAGRAM_ACCESS_TOKEN": "IGAAJB-page-token", "INSTAGRAM_APP_SECRET": SECRET, "INSTAGRAM_VERIFY_TOKEN": VERIFY,
    }  # fmt: skip
