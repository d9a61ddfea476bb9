"""What DingTalk's messages hold: texts and files that come in, Markdown that goes out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from bot.channels.frame.delivery import Media, objects_at, text_at
from bot.channels.frame.markup import JOINER, Run
from bot.channels.frame.rendering import Part

MEDIA = {"picture": "image", "audio": "audio", "video": "video", "file": "file"}
LONGEST_TITLE = 50
SIGNS = re.compile(r"([*_`~#>!\[\]])")


def dingtalk_markdown(runs: Sequence[Run]) -> str:
    """DingTalk's Markdown, which has no way to escape: signs that would be read as such are kept apart by one that isn't seen."""

    def one(run: Run) -> str:
        text = run.text if run.link == run.text else SIGNS.sub(rf"\1{JOINER}", run.text)
        if run.bold and text.strip():
            text = "\n".join(f"**{line.strip()}**" if line.strip() else line for line in text.split("\n"))
        return f"[{text}]({run.link})" if run.link.lower().startswith(("http://", "https://")) else text

    return re.sub(r"(?<!\n)\n(?!\n)", "  \n", "".join(one(run) for run in runs))


def content_of(body: dict[str, Any]) -> tuple[str, tuple[Media, ...]]:
    """A message's words and files: what was spoken comes with its words."""
    kind = text_at(body, "msgtype")
    if kind == "richText":
        pieces = objects_at(body, "content", "richText")
        media = tuple(Media(MEDIA["picture"], code) for each in pieces if (code := text_at(each, "downloadCode")))
        return "\n".join(text for each in pieces if (text := text_at(each, "text").strip())), media
    if kind in MEDIA:
        name = text_at(body, "content", "fileName")
        return text_at(body, "content", "recognition"), (Media(MEDIA[kind], text_at(body, "content", "downloadCode"), name),)
    return text_at(body, "text", "content").strip(), ()


def title_of(part: Part) -> str:
    """What a notification shows."""
    return " ".join(part.plain.split())[:LONGEST_TITLE] or "…"


def picture_of(part: Part) -> str:
    """An image, in Markdown."""
    return f"![image]({part.image})"
