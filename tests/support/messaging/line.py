"""LINE's."""

from __future__ import annotations

import base64
import hmac
import json
import time
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from tests.support.messaging.kit import USER, Kit, Posted, Shown
from tests.support.messaging.platform import Call, Says

TOKEN, SECRET = "line-channel-access-token", "8c570fa6dd201bb328f1c1eac23a96d8"


class LineKit(Kit):
    channel, path = "line", "bot.channels.line.LineChannel"
    signature = "x-line-signature"
    environment: ClassVar[dict[str, str]] = {"LINE_ACCESS_TOKEN": TOKEN, "LINE_CHANNEL_SECRET": SECRET}

    def __init__(self) -> None:
        self.keys: set[str] = set()

    def credentials(self, api: str) -> dict[str, Any]:
        return {"api_url": api}

    def text(self, id: str, text: str, user: str = USER) -> Posted:
        return self.batch([(id, text, user)])

    def batch(self, texts: Sequence[tuple[str, str, str]]) -> Posted:
        return self.signed(
            [self.event(id, user, type="message", message={"id": id, "type": "text", "text": text}) for id, text, user in texts]
        )

    def press(self, id: str, button: str, user: str = USER) -> Posted:
        return self.signed([self.event(id, user, type="postback", postback={"data": button})])

    def event(self, id: str, user: str = USER, **fields: Any) -> dict[str, Any]:
        source = {"type": "user", "userId": f"U{user}"}
        return {"webhookEventId": f"W{id}", "timestamp": int(time.time() * 1000), "source": source, "replyToken": "r", **fields}

    def usual(self, call: Call, number: int) -> Says:
        assert call.headers["authorization"] == f"Bearer {TOKEN}"
        if not call.path.endswith("/push"):
            return Says(202, {})
        key = call.headers["x-line-retry-key"]
        if key in self.keys:
            return Says(409, {"message": "The retry key is already accepted"}, takes=False)
        self.keys.add(key)
        return Says(body={"sentMessages": [{"id": str(number)}]})

    def shown(self, call: Call) -> Shown | None:
        if not call.path.endswith("/push"):
            return None
        message = call.json["messages"][0]
        items = [item["action"] for item in message.get("quickReply", {}).get("items", [])]
        return Shown(message.get("text", ""), tuple((each["label"], each["data"]) for each in items), message.get("originalContentUrl", ""))

    def conversation(self, user: str = USER) -> str:
        return f"line:U0bot:U{user}"

    def forgeries(self) -> Iterator[tuple[str, Posted]]:
        events = json.loads(self.text("f", "hello").body)["events"]
        yield "another app's secret", self.signed(events, secret="another" + SECRET)
        yield "another algorithm", self.signed(events, algorithm="sha1")
        yield "as hexadecimal digits", self.signed(events, hexadecimal=True)

    def others(self) -> Iterator[Posted]:
        mention = {"mentionees": [{"index": 0, "length": 5, "isSelf": True}]}
        group = {"type": "group", "groupId": "C1", "userId": "U1"}
        message = {"id": "1", "type": "text", "text": "@Heed hello", "mention": mention}
        yield self.signed([self.event("1", type="message", message=message, source=group)])
        yield self.signed([self.event("2", type="message", message={"id": "2", "type": "image"}), self.event("3", type="follow")])

    def signed(self, events: list[Any], secret: str = SECRET, algorithm: str = "sha256", hexadecimal: bool = False) -> Posted:
        body = json.dumps({"destination": "U0bot", "events": events}, ensure_ascii=False).encode()
        digest = hmac.new(secret.encode(), body, algorithm)
        signature = digest.hexdigest() if hexadecimal else base64.b64encode(digest.digest()).decode()
        return Posted(body, {self.signature: signature, "content-type": "application/json"}, self.webhook)
