"""What Teams shows: the part of HTML that it reads in texts, and Adaptive Cards (https://adaptivecards.io)."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Any

from bot.channels.frame.delivery import Unreadable, read_object, text_at
from bot.channels.frame.markup import Run
from bot.channels.frame.rendering import Part

CARD = "application/vnd.microsoft.card.adaptive"


def teams_xml(runs: Sequence[Run]) -> str:
    """The part of HTML that Teams reads in a text of the format `xml`."""

    def one(run: Run) -> str:
        text = html.escape(run.text).replace("\n", "<br>")
        for wanted, tag in ((run.code, "code"), (run.italic, "i"), (run.bold, "b")):
            text = f"<{tag}>{text}</{tag}>" if wanted and text.strip() else text
        return f'<a href="{html.escape(run.link)}">{text}</a>' if run.link else text

    return "".join(map(one, runs))


def card(part: Part) -> dict[str, Any]:
    """An Adaptive Card. Runs of a rich text are no markup, whatever they hold."""
    inlines = [
        {"type": "TextRun", "text": run.text, "italic": run.italic, "weight": "Bolder" if run.bold else "Default"}
        | ({"selectAction": {"type": "Action.OpenUrl", "url": run.link}} if run.link else {})
        for run in part.runs
    ]
    actions = [{"type": "Action.Submit", "title": each.title, "data": _pressed(each.title, each.id)} for each in part.buttons]
    return {"type": "AdaptiveCard", "version": "1.3", "body": [{"type": "RichTextBlock", "inlines": inlines}], "actions": actions}


def _pressed(title: str, id: str) -> dict[str, Any]:
    """What pressing says: the title in the chat, the id to us."""
    return {"msteams": {"type": "messageBack", "displayText": title, "text": title, "value": {"heed": id}}}


def pressed_button(value: Any) -> str:
    """The id of the button that was pressed; its value comes as an object, or as the object's JSON."""
    if isinstance(value, str) and value.startswith("{"):
        try:
            value = read_object(value)
        except Unreadable:
            return ""
    return text_at(value, "heed")
