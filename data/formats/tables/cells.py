"""What stands in a table's cells: words for roles, times, names, whole transcripts; shares of a column's cells that are such."""

import re
from collections.abc import Sequence

from data.formats.fields.role_words import role_of
from data.formats.fields.times import parse
from data.formats.tables.transcript_cells import holds_entry, holds_transcript

# A time of day without a day.
CLOCK = re.compile(r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[AaPp]\.?[Mm]\.?)?")
LIST = re.compile(r"\s{0,9}\[\s{0,9}\{\s{0,9}[\"']")
# Cells that are looked through for conversations.
SOME = 60
# Columns that are true for the customer, or for the company.
CUSTOMERS = frozenset({"inbound", "incoming", "iscustomer", "fromcustomer", "customer", "isincoming", "isinbound"})
COMPANYS = frozenset(
    "isagent fromagent isstaff outgoing outbound fromme isoutgoing isoutbound isoperator isbrand isbrandpost issender issend isself".split()
)


def cells_of(sample: Sequence[Sequence[str]], position: int) -> list[str]:
    """What stands in a column, without what is empty."""
    return [cell for row in sample if position < len(row) and (cell := row[position].strip())]


def share(position: int, sample: Sequence[Sequence[str]], holds: object) -> float:
    cells = cells_of(sample, position)
    assert callable(holds)
    return sum(bool(holds(cell)) for cell in cells) / len(cells) if cells else 0.0


def says_role(cell: str) -> bool:
    """Whether a cell is a word for a role, a number for one (Chatwoot's), or yes or no."""
    return role_of(cell) is not None or cell.casefold() in ("0", "1", "2", "3", "true", "false", "in", "out")


def is_time(position: int, sample: Sequence[Sequence[str]]) -> bool:
    return share(position, sample, lambda cell: parse(cell) is not None or re.fullmatch(r"[\d:.\s]+(?:[AaPp]\.?[Mm]\.?)?", cell)) > 0.4


def has_turns(position: int, sample: Sequence[Sequence[str]]) -> bool:
    """Whether a column holds whole conversations, by its first cells."""
    some = sample[:SOME]
    whole = share(position, some, holds_transcript)
    # Of a ticket that was answered once, a journal has one entry.
    return whole > 0.5 or (whole > 0 and share(position, some, lambda cell: holds_entry(cell) or holds_transcript(cell)) > 0.5)


def holds_lists(position: int, sample: Sequence[Sequence[str]]) -> bool:
    """Whether a column holds lists of objects, as JSON: people or products, unless they are messages."""
    return share(position, sample[:SOME], LIST.match) > 0.5


def is_short_name(cell: str) -> bool:
    return len(cell) < 40 and not any(char.isdigit() for char in cell) and parse(cell) is None


def repeats(position: int, sample: Sequence[Sequence[str]]) -> bool:
    """Whether the same names come again and again."""
    cells = cells_of(sample, position)
    return 1 < len(set(cells)) <= max(2, len(cells) * 0.7)


def words(position: int, sample: Sequence[Sequence[str]]) -> float:
    """How long a column's cells are, in words; characters of Chinese and Japanese count as half a word."""
    cells = [row[position] for row in sample if position < len(row) and row[position].strip()]
    return (
        sum(len(cell.split()) + len(re.findall(r"[\u3040-\u30ff\u4e00-\u9fff]", cell)) / 2 for cell in cells) / len(cells) if cells else 0.0
    )


def all_differ(position: int, sample: Sequence[Sequence[str]]) -> bool:
    """Whether no two rows have the same in a column: that numbers messages, not the dialogues that they are of."""
    cells = [row[position] for row in sample if position < len(row)]
    return len(cells) > 1 and len(set(cells)) == len(cells)


def is_filled(position: int, sample: Sequence[Sequence[str]]) -> bool:
    """Whether at least half of a column's cells say something."""
    return sum(position < len(row) and bool(row[position].strip()) for row in sample) * 2 >= len(sample)
