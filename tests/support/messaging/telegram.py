"""Telegram's."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from typing import Any, ClassVar

from tests.support.messaging.kit import USER, Kit, Posted, Shown
from tests.support.messaging.platform import Call, Says

TOKEN, SECRET = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw", "Kd93-secret_of_the_webhook"


class TelegramKit(Kit):
    channel, path = "telegram", "bot.channels.telegram.TelegramChannel"
    signature = "x-telegram-bot-api-secret-token"
    signs_body = False
    environment: ClassVar[dict[str, str]] = {"TELEGRAM_ACCESS_TOKEN": TOKEN, "TELEGRAM_WEBHOOK_SECRET": SECRET}

    def credentials(self, api: str) -> dict[str, Any]:
        return {"api_url": api, "public_url": "https://bot.shop.example"}

    def text(self, id: str, text: str, user: str = USER) -> Posted:
        return self.signed({"message": self.message(id, user, text=text)})

    def edit(self, id: str, text: str, user: str = USER) -> Posted:
        return self.signed({"edited_message": self.message(id, user, text=text)})

    def press(self, id: str, button: str, user: str = USER) -> Posted:
        pressed = {"id": id, "from": {"id": _number(user), "is_bot": False}, "data": button, "message": self.message("9", user)}
        return self.signed({"callback_query": pressed})

    def message(self, id: str, user: str = USER, **fields: Any) -> dict[str, Any]:
        sender = {"id": _number(user), "is_bot": False}
        chat = {"id": _number(user), "type": "private"}
        return {"message_id": _number(id), "date": int(time.time()), "from": sender, "chat": chat, **fields}

    def usual(self, call: Call, number: int) -> Says:
        assert call.path.startswith(f"/bot{TOKEN}/")
        return Says(body={"ok": True, "result": {"message_id": number, "username": "heed_bot"}})

    def shown(self, call: Call) -> Shown | None:
        method = call.path.rpartition("/")[2]
        if method not in ("sendMessage", "sendPhoto"):
            return None
        rows = call.json.get("reply_markup", {}).get("inline_keyboard", [])
        buttons = tuple((each["text"], each["callback_data"]) for row in rows for each in row)
        assert all(len(id.encode()) <= 64 for _, id in buttons)
        return Shown(call.json.get("text", ""), buttons, call.json.get("photo", ""))

    def conversation(self, user: str = USER) -> str:
        return f"telegram:{TOKEN.partition(':')[0]}:{_number(user)}"

    def others(self) -> Iterator[Posted]:
        reaction = {
            "chat": {"id": 1, "type": "private"},
            "message_id": 2,
            "user": {"id": 1},
            "new_reaction": [{"type": "emoji", "emoji": "👍"}],
        }
        yield self.signed({"message_reaction": reaction})
        yield self.signed({"message": self.message("1", photo=[{"file_id": "small"}, {"file_id": "large"}], caption="this")})

    def signed(self, update: dict[str, Any]) -> Posted:
        body = json.dumps({"update_id": 1, **update}, ensure_ascii=False).encode()
        return Posted(body, {self.signature: SECRET, "content-type": "application/json"}, self.webhook)


def _number(name: str) -> int:
    return int("".join(str(ord(char)) if not char.isdigit() else char for char in name))
