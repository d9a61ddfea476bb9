"""Pages of one list of messages in several files, `messages_1.json` and `messages_2.json`, or one for each day or moment at which it was
asked for: a conversation goes on from one to the next.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import PurePosixPath

from data.formats.bad_rows import BadRow
from data.formats.raw_dialogues import CHAT, RawDialogue

# Which page a file is, by the end of its name.
NUMBERED = re.compile(r"^(?P<stem>\D{0,80}?)[ _.-]{0,2}(?:page|part|seite|teil|p)?[ _-]?(?P<page>\d{1,6})$", re.IGNORECASE)
# From when on its messages are.
MONTH, DAY = r"(?:0[1-9]|1[0-2])", r"(?:0[1-9]|[12]\d|3[01])"
SINCE = re.compile(rf"^(?P<stem>\D{{1,80}}?)[ _.-]{{0,2}}(?:1\d{{9}}|1\d{{12}}|(?:19|20)\d\d[_-]?{MONTH}(?:[_-]?{DAY})?)$")
# Files that have numbers of their own, a call's or a day's, are no pages: these are counted.
FIRST = 2
# Numbers that are counted up in each file by itself name no conversation of another file: then several have a first one.
SMALL, FIRST_NUMBERS = re.compile(r"\d{1,4}"), ("0", "1")
LOOKED_AT = 2_000
Pieces = Callable[[], Iterator[RawDialogue | BadRow]]


def pages_of(names: Sequence[str]) -> dict[str, str]:
    """Of files, those that are pages by their names, with what each is a page of: the first is 0 or 1, and no number is left out; or all
    are called after a day or a moment. They come in their order, which isn't that of their names: 2 before 10.
    """
    since: dict[str, list[str]] = {}
    found: dict[str, dict[int, str]] = {}
    for name in names:
        path = PurePosixPath(name)
        stem = path.name.partition(".")[0]
        if match := SINCE.match(stem):
            since.setdefault(f"{path.parent}/{match['stem']} since{path.name[len(stem) :]}", []).append(name)
        elif match := NUMBERED.match(stem):
            found.setdefault(f"{path.parent}/{match['stem']}{path.name[len(stem) :]}", {})[int(match["page"])] = name
    return {name: of for of, some in since.items() if len(some) > 1 for name in some} | {
        name: of
        for of, numbered in found.items()
        if len(numbered) > 1 and min(numbered) < FIRST and max(numbered) - min(numbered) == len(numbered) - 1
        for _, name in sorted(numbered.items())
    }


def joined(pages: Sequence[Pieces]) -> Iterator[RawDialogue | BadRow]:
    """The dialogues of pages: those of one id are one. What has no id of a desk's stays within its page."""
    anew = sum(map(_has_first_number, pages)) > 1
    for number, pieces in enumerate(pages):
        for piece in pieces():
            if number and isinstance(piece, RawDialogue) and (piece.name.startswith(CHAT) or (anew and SMALL.fullmatch(piece.name))):
                piece = piece._replace(name=f"{piece.name} {number}")
            yield piece


def _has_first_number(pieces: Pieces) -> bool:
    return any(isinstance(piece, RawDialogue) and piece.name in FIRST_NUMBERS for piece in islice(pieces(), LOOKED_AT))
