"""Pager's: the channel of docs/channels/writing-one.md, taken from that page."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, ClassVar

from tests.support.messaging.kit import USER, Kit, Posted, Shown
from tests.support.messaging.platform import Call, Says

PAGE = Path(__file__).parents[3] / "docs" / "channels" / "writing-one.md"
TOKEN, SECRET = "pager-token", "pager-signing-secret"


def source() -> str:
    """The page's channel."""
    found = re.search(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    return found[1]


def load() -> None:
    """Makes the page's channel importable as `pager`."""
    sys.modules["pager"] = module = ModuleType("pager")
    exec(compile(source(), "pager.py", "exec"), vars(module))


class PagerKit(Kit):
    channel, path = "pager", "pager.PagerChannel"
    signature, time = "x-pager-signature", "x-pager-timestamp"
    environment: ClassVar[dict[str, str]] = {"PAGER_TOKEN": TOKEN, "PAGER_SIGNING_SECRET": SECRET}

    def credentials(self, api: str) -> dict[str, Any]:
        return {"api_url": api}

    def text(self, id: str, text: str, user: str = USER) -> Posted:
        return self.batch([(id, text, user)])

    def batch(self, texts: Sequence[tuple[str, str, str]]) -> Posted:
        return self.signed([{"id": id, "text": text, "from": user, "sent": int(time.time())} for id, text, user in texts])

    def press(self, id: str, button: str, user: str = USER) -> Posted:
        return self.signed([{"id": id, "button": button, "from": user}])

    def usual(self, call: Call, number: int) -> Says:
        return Says(body={"id": f"{number}"})

    def shown(self, call: Call) -> Shown:
        said = call.json
        return Shown(said["text"], tuple((each["title"], each["value"]) for each in said["buttons"]), said["image"])

    def conversation(self, user: str = USER) -> str:
        return f"pager:shop:{user}"

    def signed(self, events: list[dict[str, Any]]) -> Posted:
        body, timestamp = json.dumps({"account": "shop", "events": events}).encode(), str(int(time.time()))
        signature = hmac.new(SECRET.encode(), f"{timestamp}.".encode() + body, hashlib.sha256).hexdigest()
        return Posted(body, {self.signature: signature, self.time: timestamp}, self.webhook)
