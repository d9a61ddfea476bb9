"""The generic webhook's, signed by the Standard Webhooks project's own library."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta, timezone
from typing import Any, ClassVar

from standardwebhooks.webhooks import Webhook

from tests.support.messaging.kit import USER, Kit, Posted, Shown
from tests.support.messaging.platform import Call, Says

SECRET = "whsec_" + base64.b64encode(bytes(range(40, 72))).decode()
OTHER = "whsec_" + base64.b64encode(bytes(range(32))).decode()


class WebhookKit(Kit):
    channel, path = "webhook", "bot.channels.webhook.WebhookChannel"
    writes_markdown, splits = True, False
    signature, time = "webhook-signature", "webhook-timestamp"
    environment: ClassVar[dict[str, str]] = {"HEED_WEBHOOK_SECRET": SECRET}

    def credentials(self, api: str) -> dict[str, Any]:
        return {"reply_url": f"{api}/replies"}

    def text(self, id: str, text: str, user: str = USER) -> Posted:
        return self.signed({"user": user, "id": id, "text": text})

    def press(self, id: str, button: str, user: str = USER) -> Posted:
        return self.signed({"user": user, "id": id, "button": button})

    def batch(self, texts: Sequence[tuple[str, str, str]]) -> Posted:
        return self.signed({"messages": [{"id": id, "text": text, "user": user} for id, text, user in texts]})

    def usual(self, call: Call, number: int) -> Says:
        Webhook(SECRET).verify(call.body, call.headers)
        return Says()

    def shown(self, call: Call) -> Shown:
        said = call.json
        return Shown(said.get("markdown", ""), tuple((each["title"], each["id"]) for each in said["buttons"]), said.get("image", ""))

    def conversation(self, user: str = USER) -> str:
        return f"webhook:main:{user}"

    def forgeries(self) -> Iterator[tuple[str, Posted]]:
        right = self.text("f", "hello")
        yield "another id", right.with_header("webhook-id", "another")
        yield "no id", right.without("webhook-id")
        yield "another app's secret", self.signed({"user": USER, "text": "hello"}, secret=OTHER)
        yield "another version", right.with_header("webhook-signature", right.headers["webhook-signature"].replace("v1,", "v1a,"))
        yield "late", self.signed({"user": USER, "text": "hello"}, late_s=301)
        yield "early", self.signed({"user": USER, "text": "hello"}, late_s=-400)

    def signed(self, fields: dict[str, Any], secret: str = SECRET, late_s: float = 0.0) -> Posted:
        body, now = json.dumps(fields), datetime.now(timezone.utc) - timedelta(seconds=late_s)
        id = f"msg_{fields.get('id', 'x')}"
        headers = {"webhook-id": id, "webhook-timestamp": str(int(now.timestamp()))}
        headers["webhook-signature"] = Webhook(secret).sign(id, now, body)
        return Posted(body.encode(), {**headers, "content-type": "application/json"}, self.webhook)
