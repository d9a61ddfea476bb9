"""Quotes a past answer with its source."""

import datetime
from typing import Any


def said_on(date: str | None, language: str) -> str:
    """Where a passage came from, in words."""
    if not date:
        return "来自以往的对话" if language == "zh" else "from an earlier conversation"
    day = datetime.date.fromisoformat(date)
    if language == "zh":
        return f"来自{day.year}年{day.month}月{day.day}日的对话"
    return f"from a conversation of {day.day} {day:%B %Y}"


def quote(lead: str, passage: dict[str, Any], language: str, name_source: bool) -> str:
    """The reply's text: a lead, the passage, and its source where the channel has no place of its own for it."""
    source = passage["sources"][0]
    parts = [lead, passage["text"]]
    if name_source:
        parts.append(f"({said_on(source['date'], language)}, {source['dialogue']})")
    return "\n\n".join(part for part in parts if part)
