"""Conversations in which a message's time and its speaker stand in lines of their own, one below the other, put into one line each."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from data.both_scripts import compiled
from data.formats.files.encodings import Decoded
from data.formats.text.transcript_lines import CLOCK, DAYTIME
from data.formats.text.transcripts import pattern_of

# Which of the two stands above: iMessage's exporters write the time first, mailed transcripts the name. Empty where both are in one line.
Way = Literal["", "time", "name"]
# A day and a time of day, with what a phone says of when it was read.
ALONE = compiled(rf"^(?P<time>{DAYTIME})(?:\s{{1,3}}\([^()]{{1,60}}\))?\s*$")
CLOCK_ALONE = compiled(rf"^\s{{0,4}}(?P<time>{DAYTIME}|{CLOCK})\s*$")
LONGEST_NAME = 60


def stacked(head: Sequence[str]) -> tuple[Way, list[str], re.Pattern[str] | None]:
    """How a text's first lines are stacked, these with name and time of a message in one, and the pattern of messages; none for no chat.

    As they stand comes first: in a conversation of other lines, a time alone is part of a message.
    """
    ways: Sequence[Way] = ("", "time", "name")
    for way in ways:
        lines = [line.text for line in one_by_one((Decoded(number, text) for number, text in enumerate(head, start=1)), way)]
        pattern = pattern_of(lines)
        # Somebody must speak again: above a time alone any line may stand.
        if pattern is not None and (way != "name" or max(_spoken(lines, pattern).values()) > 1):
            return way, lines, pattern
    return "", list(head), None


def _spoken(lines: Sequence[str], pattern: re.Pattern[str]) -> Counter[str]:
    """How often each speaks."""
    return Counter(match["who"].strip() for line in lines if (match := pattern.match(line[:500])))


def one_by_one(lines: Iterable[Decoded], way: Way) -> Iterator[Decoded]:
    """The lines, with name and time of a message in one: “Ines (09:14):”."""
    if not way:
        yield from lines
        return
    above: Decoded | None = None
    for line in lines:
        if above is None:
            above = line
            continue
        name, time = (line, above) if way == "time" else (above, line)
        stamp = (ALONE if way == "time" else CLOCK_ALONE).match(time.text[:120])
        if stamp and name.text.strip() and len(name.text) < LONGEST_NAME and not CLOCK_ALONE.match(name.text[:120]):
            yield Decoded(above.number, f"{name.text.strip()} ({stamp['time']}):")
            above = None
        else:
            yield above
            above = line
    if above is not None:
        yield above
