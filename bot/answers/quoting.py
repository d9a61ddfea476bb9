"""Quotes past answers with their sources."""

import datetime
from collections.abc import Sequence
from typing import Any

from bot.answers.composition import Part
from data.languages import is_chinese


def said_on(date: str | None, language: str) -> str:
    """Where a passage came from, in words."""
    if not date:
        return "来自以往的对话" if language == "zh" else "from an earlier conversation"
    day = datetime.date.fromisoformat(date)
    if language == "zh":
        return f"来自{day.year}年{day.month}月{day.day}日的对话"
    return f"from a conversation of {day.day} {day:%B %Y}"


def quote(lead: str, parts: Sequence[Part], language: str, name_sources: bool) -> str:
    """The reply's text: a lead, and the parts of the answer, each with its source where the channel has no place of its own for it."""
    said = [lead]
    for part in parts:
        said.append(("" if is_chinese(part.sentences[0]) else " ").join(part.sentences))
        if name_sources:
            source = part.sources[0]
            said.append(f"({said_on(source['date'], language)}, {source['dialogue']})")
    return "\n\n".join(text for text in said if text)


def sources_of(parts: Sequence[Part]) -> list[dict[str, Any]]:
    """Where an answer comes from: one part's sources, or of several the newest of each with what was said there (`text`)."""
    if len(parts) == 1:
        return [dict(source) for source in parts[0].sources]
    return [{**part.sources[0], "text": " ".join(part.sentences)} for part in parts]
