"""What Slack's messages hold: texts in its markup that come in, blocks that go out."""

from __future__ import annotations

import html
import re
from typing import Any

from bot.channels.frame.markup import Run


def element(run: Run) -> dict[str, Any]:
    """A run as an element of a rich text, in which nothing has to be escaped."""
    named = {"bold": run.bold, "italic": run.italic, "code": run.code}
    style = {"style": {name: True for name, wanted in named.items() if wanted}} if any(named.values()) else {}
    return {"type": "link", "url": run.link, "text": run.text, **style} if run.link else {"type": "text", "text": run.text, **style}


def button_of(title: str, id: str) -> dict[str, Any]:
    """A button."""
    return {"type": "button", "text": {"type": "plain_text", "text": title}, "action_id": id, "value": id}


def plain_of(text: str) -> str:
    """What a customer sees of a text in Slack's markup: mentions left out, links as their label."""
    text = re.sub(r"<[@!#][^<>]*>", "", text)
    text = re.sub(r"<([^<>|]*)\|([^<>]*)>", r"\2", text)
    return html.unescape(re.sub(r"<([^<>]*)>", r"\1", text)).strip()
