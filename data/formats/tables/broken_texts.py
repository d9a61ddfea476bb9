"""Rows whose texts go over several lines, though nobody put them in quotation marks: each further line looks like a row by itself."""

import re
from collections.abc import Iterable, Iterator

from data.formats.tables.columns import Columns
from data.formats.tables.records import Record

# Lines of one text.
MOST_LINES = 500
MENDED = "a text over several lines wasn't in quotation marks; its lines were put together"
LETTERS, DIGITS = re.compile(r"[^\W\d_]+"), re.compile(r"\d+")


def whole_rows(table: Iterable[Record], columns: Columns, width: int) -> Iterator[Record]:
    """The rows, those put together whose texts were broken. What stands below the last row goes on with none: it is a total, or a footer.

    Args:
        table: the rows below the header.
        columns: which column is what.
        width: how many columns have a name.
    """
    text = columns.at.get("text", 0)
    if not columns.header or text == 0 or columns.turns:
        yield from table
        return
    row: Record | None = None
    lines: list[Record] = []
    for record in table:
        if row is not None and len(lines) < MOST_LINES and (lines or len(row.cells) in (text + 1, width)):
            if _is_line(record.cells, row.cells[0]) and (len(row.cells) == text + 1 or not any(map(str.strip, row.cells[text + 1 :]))):
                lines.append(record)
                continue
            if len(row.cells) == text + 1 < width and len(record.cells) == width - text:  # its last line, with the cells behind it
                yield _joined(row, text, [*lines, record])
                row, lines = None, []
                continue
        if row is not None:
            if lines and record.cells:
                yield _joined(row, text, lines)
            else:
                yield row
                yield from lines
        row, lines = record if record.cells and record.cells[0].strip() else None, []
        if row is None:
            yield record
    if row is not None:
        yield row
        yield from lines


def _is_line(cells: list[str], first: str) -> bool:
    """Whether a row is a line of a text: it has one cell, the first, and no such entry as that column has."""
    return bool(cells) and bool(cells[0].strip()) and not any(map(str.strip, cells[1:])) and _kind(cells[0]) != _kind(first)


def _kind(cell: str) -> str:
    return DIGITS.sub("0", LETTERS.sub("a", cell.strip()))


def _joined(row: Record, text: int, lines: list[Record]) -> Record:
    said = "\n".join((row.cells[text], *(line.cells[0] for line in lines)))
    return Record(row.line, [*row.cells[:text], said, *lines[-1].cells[1:]], row.mended or MENDED)
