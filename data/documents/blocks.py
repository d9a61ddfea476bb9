"""What every kind of document is read into: a page of headings, texts, and questions with their answers."""

import datetime
import re
from dataclasses import dataclass, field
from typing import NamedTuple

from data.errors import DataError

# What no text for people holds: control characters, zero-width blanks, soft hyphens.
UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u00ad\ufeff]")
BLANKS = re.compile(r"[^\S\n]+")


class Unreadable(DataError):
    """A document can't be read; the message says why in a sentence that can stand behind the file's name."""


class Heading(NamedTuple):
    """A heading: its level from 1, and the anchor that leads to it, if there is one."""

    level: int
    text: str
    anchor: str = ""


class Text(NamedTuple):
    """A paragraph, a list or a table, as plain text."""

    text: str


class Faq(NamedTuple):
    """A question with its answer, as an accordion or a table of questions has it. `page` and `address` are its own, if it has any."""

    question: str
    answer: str
    anchor: str = ""
    page: str = ""
    address: str = ""
    date: datetime.date | None = None


Block = Heading | Text | Faq


@dataclass
class Page:
    """A document, read.

    Attributes:
        title: empty if it has none.
        address: where customers find it; empty if it doesn't say.
        date: when it was changed last; none if it doesn't say.
        notes: what couldn't be read of it, in sentences.
    """

    title: str
    blocks: list[Block]
    address: str = ""
    date: datetime.date | None = None
    notes: list[str] = field(default_factory=list)


def tidy(text: str) -> str:
    """A text without blanks too many; line breaks stay, empty lines don't."""
    lines = (BLANKS.sub(" ", line).strip() for line in UNSEEN.sub("", text).splitlines())
    return "\n".join(line for line in lines if line)
