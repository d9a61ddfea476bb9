"""Conversations in which a message's time and its speaker stand in lines of their own, one below the other, put into one line each."""

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


def way_of(head: Sequence[str]) -> Way:
    """How a text's first lines are stacked; empty if they are a conversation as they stand: in one, a time alone is part of a message."""
    if pattern_of(head) is not None:
        return ""
    if pattern_of([line.text for line in one_by_one(as_lines(head), "time")]) is not None:
        return "time"
    lines = [line.text for line in one_by_one(as_lines(head), "name")]
    if (pattern := pattern_of(lines)) is None:
        return ""
    # Somebody must speak again: above a time alone any line may stand.
    people = Counter(match["who"].strip() for line in lines if (match := pattern.match(line[:500])))
    return "name" if max(people.values()) > 1 else ""


def as_lines(texts: Sequence[str]) -> Iterator[Decoded]:
    return (Decoded(number, text) for number, text in enumerate(texts, start=1))


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
