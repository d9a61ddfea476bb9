"""What Slack's messages hold: texts in its markup that come in, blocks that go out."""

from __future__ import annotations

import html
import re
from typing import Any

from bot.channels.frame.address import Address
from bot.channels.frame.delivery import Message, objects_at, text_at
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


def pressed_in(body: Any) -> list[Message]:
    """The buttons that a customer pressed."""
    if text_at(body, "type") != "block_actions":
        return []
    team, user, channel = text_at(body, "team", "id"), text_at(body, "user", "id"), text_at(body, "channel", "id")
    private = channel.startswith("D")
    thread = "" if private else text_at(body, "message", "thread_ts") or text_at(body, "message", "ts")
    address = Address("slack", team, user, "" if private else channel, thread)
    actions = [(text_at(each, "action_ts"), text_at(each, "value")) for each in objects_at(body, "actions")]
    return [Message(address, f"{at}.{value}", button=value, contact={"channel": channel}) for at, value in actions]
