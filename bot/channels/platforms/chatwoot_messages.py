"""What stands in Chatwoot's events, in its own ways: buttons, names of files, times."""

from __future__ import annotations

import time
from datetime import datetime
from typing import Any

from bot.channels.frame.delivery import pick, text_at
from bot.state.deliveries.contacts import ID_LENGTH


def button_in(text: str) -> str:
    """The id of a button, where a platform behind Chatwoot sends it as a text."""
    return text if len(text) == ID_LENGTH and text.isascii() and text.isalnum() else ""


def name_of(attachment: dict[str, Any]) -> str:
    """A file's name."""
    return text_at(attachment, "fallback_title") or text_at(attachment, "data_url").rpartition("/")[2].partition("?")[0]


def changed_at(conversation: Any) -> float:
    """When a conversation was changed last, in seconds since 1970; 0 if it doesn't say."""
    found = pick(conversation, "updated_at")
    return float(found) if isinstance(found, int | float) and 0 < found < time.time() + 300 else 0.0


def written_at(body: dict[str, Any]) -> float:
    """When a message was written: Chatwoot writes ISO 8601."""
    try:
        at = datetime.fromisoformat(text_at(body, "created_at").replace("Z", "+00:00")).timestamp()
    except (ValueError, OverflowError):
        return time.time()
    return at if 0 < at < time.time() + 300 else time.time()
