"""Telegram Desktop's other export, the one that it offers first: `messages.html`, `messages2.html` … of one chat.

A message of the same person that follows at once has no name of its own (`joined`). The page's heading is the chat's name: in a private
chat the customer's.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from selectolax.lexbor import LexborHTMLParser, LexborNode

from data.errors import DataError
from data.formats.fields.automations import told_by_haste
from data.formats.files.sources import Source
from data.formats.raw_dialogues import ATTACHMENT, CHAT, Message, RawDialogue
from data.formats.text.html_text import text_of_html
from data.records import AGENT, BOT, CUSTOMER, SYSTEM

NAME = "telegram"
# As much of a page as is looked at to tell that it is one: its head, and the begin of the first messages.
HEAD = 8_192
# Telegram begins a new page after a thousand messages.
LARGEST = 64 << 20
PAGE = re.compile(r"^messages(\d*)\.html$")
TIME = re.compile(r"(\d{2})\.(\d{2})\.(\d{4}) (\d{2}:\d{2}:\d{2})(?: UTC([+-]\d{2}:\d{2}))?")


def recognises_bytes(head: bytes) -> bool:
    """Whether the begin of a file is such a page's."""
    return b"page_wrap" in head and b'class="history"' in head and b"page_header" in head


def recognises_file(file: Path) -> bool:
    """Whether a file is such a page; one that can't be looked into is none."""
    try:
        with file.open("rb") as stream:
            return recognises_bytes(stream.read(HEAD))
    except OSError:
        return False


def place_of(name: str) -> int | None:
    """Which page of its chat a file is by its name, from 1; none for any other file."""
    found = PAGE.match(PurePosixPath(name).name)
    return int(found[1] or 1) if found else None


def chat(pages: Sequence[Source]) -> Iterator[RawDialogue]:
    """The chat, a page at a time.

    Raises:
        DataError: a page can't be read, or is larger than Telegram makes them.
    """
    for page in pages:
        content = page.head(LARGEST + 1)
        if len(content) > LARGEST:
            raise DataError(f"{page.name} has more than {LARGEST >> 20} MB; export the chat as JSON")
        tree = LexborHTMLParser(content.decode("utf-8", errors="replace"))
        partner = _text(tree.css_first(".page_header .text"))
        messages = list(_messages(tree, partner))
        if messages:
            yield RawDialogue(1, f"{CHAT}{partner}", told_by_haste(messages))


def _messages(tree: LexborHTMLParser, partner: str) -> Iterator[Message]:
    speaker, time = "", ""
    nodes = tree.css(".history > .message")
    private = any(_speaker(node) == partner for node in nodes)
    for number, node in enumerate(nodes, start=1):
        if "service" in (node.attributes.get("class") or "").split():
            if not (node.id or "").startswith("message-"):  # what is no event, but the day's date above its messages
                yield Message(number, SYSTEM, _text(node.css_first(".body")), time or None)
            continue
        time = _time(node.css_first(".date")) or time
        speaker = _speaker(node) or speaker
        text = _text(node.css_first(".body > .text"))
        role: str = ATTACHMENT
        if text:
            by_bot = node.css_first(".body > .from_name .details") is not None
            role = BOT if by_bot else (CUSTOMER if speaker == partner else AGENT) if private else ""
        yield Message(number, role, text, time or None, speaker, role == CUSTOMER or " " not in speaker)


def _speaker(node: LexborNode) -> str:
    """Who speaks, without “via @bot” behind it."""
    name = node.css_first(".body > .from_name")
    return " ".join((name.text(deep=False) or "").split()) if name else ""


def _text(node: LexborNode | None) -> str:
    return text_of_html(node.html or "") if node else ""


def _time(node: LexborNode | None) -> str:
    """As ISO 8601; the day stands first, whatever Telegram's language."""
    found = TIME.match((node.attributes.get("title") or "") if node else "")
    return f"{found[3]}-{found[2]}-{found[1]}T{found[4]}{found[5] or ''}" if found else ""
