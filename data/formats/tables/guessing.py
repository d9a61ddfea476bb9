"""What no column's name told: which columns hold the text, who said it, when, and which dialogue, by what stands in them."""

import re
from collections.abc import Sequence

from data.formats.fields.field_names import folded_name, rank
from data.formats.fields.role_words import role_of
from data.formats.fields.times import parse
from data.formats.tables.cells import (
    CLOCK,
    COMPANYS,
    CUSTOMERS,
    all_differ,
    has_turns,
    holds_lists,
    is_filled,
    is_short_name,
    repeats,
    says_role,
    share,
    words,
)

# Words in a cell of a column of texts, on the average.
FEWEST_WORDS = 2.5


def guessed(at: dict[str, int], names: Sequence[str], sample: Sequence[Sequence[str]]) -> list[str]:
    """Fills in what no name told, from the content; returns which."""
    unsure = []
    width = max((len(row) for row in sample), default=0)
    free = [position for position in range(width) if position not in at.values()]
    if not {"text", "transcript", "question", "role"} - {"text"} & set(at) and (found := [at_ for at_ in free if has_turns(at_, sample)]):
        at["transcript"] = found[0]
        unsure.append("transcript")
    elif not {"text", "transcript", "question"} & set(at):
        if turns := [position for position in free if has_turns(position, sample)]:
            at["transcript"] = turns[0]
            unsure.append("transcript")
        elif (best := _wordiest(free, names, sample)) is not None:
            at["text"] = best
            unsure.append("text")
    if "role" not in at and "text" in at:
        flags = [
            at_
            for at_ in free
            if at_ < len(names) and folded_name(names[at_]) in CUSTOMERS | COMPANYS and share(at_, sample, says_role) > 0.9
        ]
        roles = flags or [
            position
            for position in free
            if position not in at.values()
            and is_filled(position, sample)
            and share(position, sample, _is_word) > 0.5
            and not _is_one_side(position, sample)
        ]
        if roles:
            at["role"] = roles[0]
            unsure.append("role")
    if not {"role", "speaker"} & set(at) and "text" in at:
        people = [
            position
            for position in free
            if position not in at.values() and share(position, sample, is_short_name) > 0.9 and repeats(position, sample)
        ]
        if people:
            at["speaker"] = people[0]
            unsure.append("speaker")
    if "date" not in at:
        dates = [
            position
            for position in free
            if position not in at.values()
            and share(position, sample, lambda cell: not re.fullmatch(r"\d{1,8}", cell) and parse(cell) is not None) > 0.8
        ]
        if dates:
            at["date"] = dates[0]
            unsure.append("date")
    clocks = [position for position in free if position not in at.values() and share(position, sample, CLOCK.fullmatch) > 0.9]
    if "date" in at and "time" not in at and clocks:
        at["time"] = clocks[0]
    if "dialogue" not in at and not names and "text" in at:
        ids = [
            position
            for position in free
            if position not in at.values()
            and share(position, sample, lambda cell: len(cell) < 40 and " " not in cell and not CLOCK.fullmatch(cell)) > 0.9
            and not all_differ(position, sample)
            and all(position < len(row) and row[position].strip() for row in sample)
        ]
        if ids:
            at["dialogue"] = ids[0]
            unsure.append("dialogue")
    return unsure


def _wordiest(free: Sequence[int], names: Sequence[str], sample: Sequence[Sequence[str]]) -> int | None:
    """Of the columns that nothing is known of the one with the most words in a cell; none if these are no sentences."""
    texts = [position for position in free if position >= len(names) or rank("subject", names[position]) is None]
    texts = [position for position in texts if not holds_lists(position, sample)]
    best = max(texts, key=lambda position: words(position, sample), default=None)
    return best if best is not None and words(best, sample) >= FEWEST_WORDS else None


def _is_word(cell: str) -> bool:
    """Whether a cell is a word for a role; an address may have one in it, too."""
    return role_of(cell) is not None and "@" not in cell


def _is_one_side(position: int, sample: Sequence[Sequence[str]]) -> bool:
    """Whether each row of several has a word for the same side there: who had the conversation, and not who said a message."""
    said = [role_of(row[position]) if position < len(row) else None for row in sample]
    return len(said) > 3 and len(set(said)) == 1
