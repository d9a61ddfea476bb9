"""Slack's, signed by its own SDK."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any, ClassVar
from urllib.parse import urlencode

from slack_sdk.signature import Clock, SignatureVerifier

from tests.support.messaging.kit import USER, Kit, Posted, Shown
from tests.support.messaging.platform import Call, Says

TOKEN, SECRET = "xoxb-17653672481-19874698323", "8f742231b10e8888abcd99yyyzzz85a5"


class At(Clock):
    def __init__(self, late_s: float) -> None:
        self.late_s = late_s

    def now(self) -> float:
        return time.time() - self.late_s


class SlackKit(Kit):
    channel, path = "slack", "bot.channels.slack.SlackChannel"
    signature, time = "x-slack-signature", "x-slack-request-timestamp"
    environment: ClassVar[dict[str, str]] = {"SLACK_BOT_TOKEN": TOKEN, "SLACK_SIGNING_SECRET": SECRET}

    api = ""

    def credentials(self, api: str) -> dict[str, Any]:
        self.api = api
        return {"api_url": api}

    def text(self, id: str, text: str, user: str = USER) -> Posted:
        return self.event(
            {"type": "message", "channel": f"D{user}", "channel_type": "im", "user": user, "text": text, "ts": f"1700000000.{id}"}
        )

    def edit(self, id: str, text: str, user: str = USER) -> Posted:
        message = {"type": "message", "user": user, "text": text, "ts": f"1700000000.{id}"}
        about = {"type": "message", "subtype": "message_changed", "channel": f"D{user}", "channel_type": "im"}
        return self.event({**about, "message": message, "ts": "1700000001.9"})

    def press(self, id: str, button: str, user: str = USER) -> Posted:
        action = {"action_id": button, "value": button, "action_ts": f"1700000000.{id}"}
        payload = {"type": "block_actions", "team": {"id": "T1"}, "user": {"id": user}, "channel": {"id": f"D{user}"}, "actions": [action]}
        return self.signed(urlencode({"payload": json.dumps(payload)}))

    def event(self, event: dict[str, Any]) -> Posted:
        body = {"type": "event_callback", "team_id": "T1", "event_id": "Ev1", "authorizations": [{"user_id": "UBOT"}], "event": event}
        return self.signed(json.dumps(body))

    def usual(self, call: Call, number: int) -> Says:
        if call.path.startswith("/upload/"):
            return Says(takes=False)
        assert call.headers["authorization"] == f"Bearer {TOKEN}"
        if call.path.endswith("/files.getUploadURLExternal"):
            return Says(body={"ok": True, "upload_url": f"{self.api}/upload/F1", "file_id": "F1"}, takes=False)
        return Says(body={"ok": True, "ts": f"1700000001.{number:06}", "channel": call.json.get("channel")})

    def shown(self, call: Call) -> Shown | None:
        if not call.path.endswith("/chat.postMessage"):
            return None
        blocks = {block["type"]: block for block in call.json.get("blocks", [])}
        buttons = tuple((each["text"]["text"], each["value"]) for each in blocks.get("actions", {}).get("elements", []))
        image = blocks.get("image", {}).get("image_url", "")
        return Shown("" if image else call.json["text"], buttons, image)

    def conversation(self, user: str = USER) -> str:
        return f"slack:T1:{user}"

    def forgeries(self) -> Iterator[tuple[str, Posted]]:
        body = self.text("f", "hello").body.decode()
        yield "late", self.signed(body, late_s=400)
        yield "early", self.signed(body, late_s=-400)
        yield "another app's secret", self.signed(body, secret="another" + SECRET)
        right = self.signed(body)
        yield "another version", right.with_header(self.signature, right.headers[self.signature].replace("v0=", "v1="))
        yield "an unsigned challenge", Posted(b'{"type": "url_verification", "challenge": "c"}', {}, self.webhook)

    def others(self) -> Iterator[Posted]:
        yield self.event({"type": "reaction_added", "user": "U1", "reaction": "+1", "item": {"channel": "D1", "ts": "1.1"}})
        files = [{"id": "F1", "mimetype": "image/png", "name": "lamp.png"}]
        yield self.event(
            {"type": "message", "subtype": "file_share", "channel": "D1", "channel_type": "im", "user": "U1", "ts": "1.2", "files": files}
        )
        yield self.signed('{"type": "url_verification", "challenge": "c"}')

    def signed(self, body: str, late_s: float = 0.0, secret: str = SECRET) -> Posted:
        clock = At(late_s)
        timestamp = str(int(clock.now()))
        signature = SignatureVerifier(secret, clock).generate_signature(timestamp=timestamp, body=body)
        assert signature
        return Posted(body.encode(), {self.signature: signature, self.time: timestamp}, self.webhook)
