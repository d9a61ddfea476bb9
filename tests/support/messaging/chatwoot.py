"""Chatwoot's."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from datetime import datetime, timezone
from typing import Any, ClassVar

from tests.support.messaging.kit import USER, Kit, Posted, Shown
from tests.support.messaging.platform import Call, Says

TOKEN, SECRET = "chatwoot-bot-token", "s3cr3t-of-the-agent-bot-40404"
ACCOUNT = 3


class ChatwootKit(Kit):
    channel, path = "chatwoot", "bot.channels.chatwoot.ChatwootChannel"
    signature, time = "x-chatwoot-signature", "x-chatwoot-timestamp"
    environment: ClassVar[dict[str, str]] = {"CHATWOOT_ACCESS_TOKEN": TOKEN, "CHATWOOT_WEBHOOK_SECRET": SECRET}
    writes_markdown = True

    def __init__(self) -> None:
        self.api = "https://app.chatwoot.com"

    @property
    def image(self) -> str:
        return f"{self.api}/lamp.png"

    def credentials(self, api: str) -> dict[str, Any]:
        self.api = api
        return {"account_id": ACCOUNT, "api_url": api, "team_id": 8}

    def text(self, id: str, text: str, user: str = USER) -> Posted:
        return self.signed(self.message(id, text, user))

    def press(self, id: str, button: str, user: str = USER) -> Posted:
        attributes = {"items": [], "submitted_values": [{"title": "…", "value": button}]}
        about: dict[str, Any] = {
            "event": "message_updated",
            "message_type": "outgoing",
            "content_type": "input_select",
            "content_attributes": attributes,
        }
        return self.signed(self.message(id, "Which?", user, sender={"id": 1, "name": "Heed", "type": "agent_bot"}, **about))

    def message(self, id: str, text: str, user: str = USER, status: str = "pending", **fields: Any) -> dict[str, Any]:
        contact = {"id": user, "name": "A customer", "email": None, "phone_number": None}
        return {
            "event": "message_created",
            "account": {"id": ACCOUNT, "name": "The shop"},
            "id": id,
            "content": text,
            "content_type": "text",
            "content_attributes": {},
            "created_at": datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "message_type": "incoming",
            "private": False,
            "sender": contact,
            "inbox": {"id": 58, "name": "Web"},
            "conversation": self.described(user, status),
            **fields,
        }

    def described(self, user: str, status: str) -> dict[str, Any]:
        """A conversation as Chatwoot describes it."""
        about = {"id": _number(user), "status": status, "channel": "Channel::WebWidget", "can_reply": True, "updated_at": time.time()}
        return {**about, "contact_inbox": {"contact_id": user}, "meta": {"sender": {"id": user}, "assignee": None}, "messages": []}

    def change(self, event: str, status: str, user: str = USER) -> Posted:
        """`conversation_opened` or `conversation_resolved`."""
        return self.signed({**self.described(user, status), "event": event})

    def said(self, id: str, text: str, user: str = USER, status: str = "open", **fields: Any) -> Posted:
        """A person's answer."""
        agent = {"id": 5, "name": "Mia", "type": "user"}
        return self.signed(self.message(id, text, user, status, **{"message_type": "outgoing", "sender": agent, **fields}))

    def usual(self, call: Call, number: int) -> Says:
        if call.path == "/lamp.png":
            return Says(body=b"\x89PNG lamp")
        assert call.headers["api_access_token"] == TOKEN
        assert call.path.startswith(f"/api/v1/accounts/{ACCOUNT}/conversations/")
        return Says(body={"id": number})

    def shown(self, call: Call) -> Shown | None:
        if not call.path.endswith("/messages"):
            return None
        if call.headers["content-type"].startswith("multipart/form-data"):
            assert all(each in call.body for each in (b'name="attachments[]"; filename="image.png"', b"\x89PNG lamp", b"outgoing"))
            return Shown(image=self.image)
        said = call.json
        assert (said["message_type"], said["private"]) == ("outgoing", False)
        items = said.get("content_attributes", {}).get("items", [])
        assert bool(items) == (said.get("content_type") == "input_select")
        return Shown(said["content"], tuple((each["title"], each["value"]) for each in items))

    def conversation(self, user: str = USER) -> str:
        return f"chatwoot:{ACCOUNT}:{user}:{_number(user)}"

    def forgeries(self) -> Iterator[tuple[str, Posted]]:
        body = self.message("f", "hello")
        yield "another app's secret", self.signed(body, secret="another" + SECRET)
        yield "another algorithm", self.signed(body, algorithm="sha1")
        yield "late", self.signed(body, late_s=301)
        yield "early", self.signed(body, late_s=-400)
        yield "an opened conversation", self.change("conversation_opened", "open").without(self.signature)

    def others(self) -> Iterator[Posted]:
        yield self.change("conversation_opened", "open")
        yield self.change("conversation_resolved", "resolved")
        yield self.said("5", "I can help")
        yield self.said("6", "for colleagues", private=True)
        files = [{"id": 1, "file_type": "image", "data_url": "https://chatwoot.example/rails/blobs/x/lamp.png?a=1"}]
        yield self.signed(self.message("7", "", attachments=files))

    def signed(self, body: dict[str, Any], secret: str = SECRET, algorithm: str = "sha256", late_s: float = 0.0) -> Posted:
        content, timestamp = json.dumps(body, ensure_ascii=False).encode(), str(int(time.time() - late_s))
        digest = hmac.new(secret.encode(), f"{timestamp}.".encode() + content, getattr(hashlib, algorithm)).hexdigest()
        return Posted(content, {self.signature: f"sha256={digest}", self.time: timestamp, "content-type": "application/json"}, self.webhook)


def _number(user: str) -> int:
    return 7_000 + int(hashlib.sha256(user.encode()).hexdigest()[:6], 16)
