"""Rows whose texts go over several lines, though nobody put them in quotation marks: each further line looks like a row by itself."""

import re
from collections.abc import Callable, Iterable, Iterator

from data.formats.fields.times import parse
from data.formats.tables.columns import Columns
from data.formats.tables.records import Record

# Lines of one text.
MOST_LINES = 500
MENDED = "a text over several lines wasn't in quotation marks; its lines were put together"
# The end of a sentence, and of a line that goes on in the next.
SENTENCE, GOES_ON = re.compile(r"[.!?…。！？]\W{0,3}$"), re.compile(r"[,;:(、，；：–-]\s*$")
LETTERS, DIGITS = re.compile(r"[^\W\d_]+"), re.compile(r"\d+")


def whole_rows(table: Iterable[Record], columns: Columns, width: int, is_below: Callable[[str], object]) -> Iterator[Record]:
    """The rows, those put together whose texts were broken. What stands below the last row goes on with none: it may be a footer; and
    a line above another conversation may be its title.

    Args:
        table: the rows below the header.
        columns: which column is what.
        width: how many columns have a name.
        is_below: whether a cell is that of a total, or says who made the table.
    """
    text, dialogue = columns.at.get("text", 0), columns.at.get("dialogue", width)
    if not columns.header or text == 0 or dialogue >= width or columns.turns:
        yield from table
        return
    row: Record | None = None
    lines: list[Record] = []
    for record in table:
        cells = record.cells
        if row is not None and len(lines) < MOST_LINES:
            if not cells or (_is_line(cells, row.cells[0]) and not is_below(cells[0])):
                lines.append(record)
                continue
            if len(row.cells) == text + 1 < width and len(cells) == width - text:  # its last line, with the cells behind it
                yield _joined(row, text, [*lines, record])
                row, lines = None, []
                continue
        if row is not None:
            begins = len(cells) > text and cells[dialogue : dialogue + 1] != row.cells[dialogue : dialogue + 1]
            end = _title(row.cells[text], lines) if begins else len(lines)
            yield from (_joined(row, text, lines[:end]),) if any(line.cells for line in lines[:end]) else (row, *lines[:end])
            yield from lines[end:]
        # Where a row names no conversation, one above it may be a title.
        open_ = len(cells) in (text + 1, width) and cells[0].strip() and cells[dialogue : dialogue + 1] != [""]
        row, lines = record if open_ and not any(map(str.strip, cells[text + 1 :])) else None, []
        if row is None:
            yield record
    if row is not None:
        yield from (row, *lines)


def _is_line(cells: list[str], first: str) -> bool:
    """Whether a row is a line of a text: it has one cell, the first, and no such entry as that column has, nor a date."""
    return bool(cells[0].strip()) and not any(map(str.strip, cells[1:])) and _kind(cells[0]) != _kind(first) and parse(cells[0]) is None


def _title(text: str, lines: list[Record]) -> int:
    """Where among the lines behind a text the title of the next conversation stands: the last one, if it is no sentence and the text is
    at its end; else behind them all.
    """
    place = max((place for place, line in enumerate(lines) if line.cells), default=-1)
    if place < 0 or SENTENCE.search(lines[place].cells[0]):
        return len(lines)
    above = text if place == 0 else "".join(lines[place - 1].cells[:1])
    ended = not GOES_ON.search(above) if place == 0 else not above.strip() or SENTENCE.search(above)
    return place if ended else len(lines)


def _kind(cell: str) -> str:
    return DIGITS.sub("0", LETTERS.sub("a", cell.strip()))


def _joined(row: Record, text: int, lines: list[Record]) -> Record:
    said = "\n".join((row.cells[text], *(line.cells[0] if line.cells else "" for line in lines)))
    return Record(row.line, [*row.cells[:text], said.rstrip(), *lines[-1].cells[1:]], row.mended or MENDED)
