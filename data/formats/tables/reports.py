"""Tells a report from a log: a table with a row a ticket, which has a subject, a figure or an opinion of each, and no messages."""

import re
from collections.abc import Sequence

from data.formats.fields.role_words import role_of
from data.formats.log_format import LogFormat
from data.formats.tables.cells import cells_of, share
from data.formats.tables.columns import Columns

# Rows that must be there to tell.
FEWEST = 3
# As many of a column's cells are words for roles in a log, whatever else stands there.
LEAST = 0.1
FIGURE = re.compile(r"\W*\d[\d.,:%\s]*(?:s|m|h|min|sec|hrs?|days?)?\W*", re.IGNORECASE)


def is_report(columns: Columns, rows: Sequence[Sequence[str]], format: LogFormat) -> bool:
    """Whether no two rows are of one dialogue, or what would be its messages are figures.

    Args:
        columns: which column is what.
        rows: the first ones, below the header.
        format: what is known beforehand: whoever names columns knows that there are messages.
    """
    if format.columns or columns.holds_pairs or "text" not in columns.at or "transcript" in columns.at:
        return False
    texts = cells_of(rows, columns.at["text"])
    if texts and sum(FIGURE.fullmatch(text) is not None for text in texts) * 5 >= len(texts) * 4:
        return True
    if "dialogue" not in columns.at or (
        "role" in columns.at and share(columns.at["role"], rows, lambda cell: role_of(cell) is not None) > LEAST
    ):
        return False
    names = cells_of(rows, columns.at["dialogue"])
    return len(names) >= FEWEST and len(names) == len(set(names)) == sum(any(cell.strip() for cell in row) for row in rows)
