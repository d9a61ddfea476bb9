"""What stands in an element of a page that may be a message: who said it, when, and what."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from selectolax.lexbor import LexborNode

from data.formats.fields.times import parse

# Pieces of text in one message, and its characters; what has more is a page, or several messages.
MOST_PARTS, LONGEST, LONGEST_NAME = 40, 8_000, 60
CLOCK = re.compile(r"(?<!\d)\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?(?!\d)")
# A time that stands alone, a day before it perhaps, in whatever language.
ALONE = re.compile(
    r"\W{0,3}(?:[^\n]{0,40}?\D)?\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?(?:\s?[AaPp]\.?\s?[Mm]\.?)?(?:\s?(?:UTC|GMT|Uhr)?(?:[+-]\d{1,2}(?::?\d{2})?)?)?\W{0,3}"
)
BARE = re.compile(rf"\W{{0,3}}{CLOCK.pattern}(?:\s?[AaPp]\.?\s?[Mm]\.?)?\W{{0,3}}")
CALLED = re.compile(r"name|author|sender|from|user|nick|speaker|who\b|participant|title|heading|h\d")
TIMED = re.compile(r"time|date|stamp|when|meta")
SAYS = re.compile(r"content|text|body|message|bubble|msg|said")
# Attributes in which pages keep the whole time of a message.
ATTRIBUTES = ("datetime", "title", "data-time", "data-timestamp", "data-date", "data-ts", "data-original-title", "data-utime")


class Part(NamedTuple):
    """A piece of text: its words, the classes and the tag of the element around it (innermost), and a whole time in its attribute."""

    text: str
    classes: tuple[str, ...]
    tag: str
    moment: str


class Told(NamedTuple):
    """What a message says, who said it, and when; empty where nothing says it."""

    who: str
    time: str
    text: str


def parts_of(node: LexborNode) -> list[Part] | None:
    """The pieces of text in an element, in their order; none if it is too large for a message."""
    parts: list[Part] = []
    size = 0
    for each in node.traverse(include_text=True):
        if not each.is_text_node:
            continue
        text = " ".join((each.text(deep=False) or "").split())
        size += len(text)
        if size > LONGEST or len(parts) > MOST_PARTS:
            return None
        if text:
            parts.append(_part(text, each, node))
    return parts


def _part(text: str, leaf: LexborNode, top: LexborNode) -> Part:
    classes: list[str] = []
    moment, tag = "", ""
    around = leaf.parent
    while around is not None and around.mem_id != top.mem_id:
        tag = tag or around.tag or ""
        classes += (around.attributes.get("class") or "").split()
        for name in ATTRIBUTES:
            given = around.attributes.get(name) or ""
            if not moment and given and len(given) < 60 and parse(int(given) if given.isdigit() else given) is not None:
                moment = given
        around = around.parent
    return Part(text, tuple(classes), tag, moment)


def spoken(parts: Sequence[Part]) -> Told | None:
    """Who says what when, by the pieces of text of an element; none if it is no message, or several."""
    times = [place for place, part in enumerate(parts) if _is_time(part)]
    marked = [place for place in times if _is_marked(parts[place])]
    surest = marked or [place for place in times if _is_bare(parts[place].text)] or times
    texts = len(parts) - len(times)
    if len(marked) > 1 or (len(surest) > 1 and texts > 1) or not (texts or marked):
        return None
    # A time that isn't the message's own is what it says: “ok 12:15”.
    own = next(iter(surest), None)
    time = (parts[own].moment or parts[own].text) if own is not None else next((part.moment for part in parts if part.moment), "")
    rest = [part for place, part in enumerate(parts) if place != own]
    named = [part for part in rest if len(part.text) <= LONGEST_NAME and _is_called(part)]
    who = named[0] if named else rest[0] if len(rest) > 1 and len(rest[0].text) <= LONGEST_NAME and time else None
    said = [part for part in rest if part is not who]
    if not said or not (time or who):
        return None
    inside = [part for part in said if any(SAYS.search(name.lower()) for name in part.classes)]
    text = "\n".join(part.text for part in (inside or said))
    return Told(who.text.strip(" :：") if who else "", time, text)


def _is_called(part: Part) -> bool:
    """Whether the element around a piece of text is one for names."""
    return any(CALLED.search(name.lower()) for name in (*part.classes[:2], part.tag))


def _is_time(part: Part) -> bool:
    """Whether a piece of text is a time by itself; a sentence may hold one, too."""
    if len(part.text) > LONGEST_NAME or CLOCK.search(part.text) is None:
        return False
    return _is_marked(part) or (ALONE.fullmatch(part.text) is not None and (_is_bare(part.text) or len(part.text) <= 12))


def _is_bare(text: str) -> bool:
    """Whether a text is a time and no word more."""
    return BARE.fullmatch(text) is not None or parse(text) is not None


def _is_marked(part: Part) -> bool:
    """Whether the page says of a piece of text that it is a time."""
    return any(TIMED.search(name.lower()) for name in part.classes) or part.tag == "time" or bool(part.moment)
