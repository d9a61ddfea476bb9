"""The rows of a CSV or TSV, whatever is the matter with it: any delimiter, a `sep=` line, quotation marks that don't close,
delimiters inside a text that nobody quoted, lines before the header.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from data.formats.files.encodings import Decoded

DELIMITERS = (",", ";", "\t", "|", "\x1f", "^", "~", "，", "；")
SEP = re.compile(r"^\s*\"?sep=(.)\"?\s*$", re.IGNORECASE)
# A cell in quotation marks that goes over more lines or characters than this was never closed.
MOST_LINES, LONGEST = 5_000, 8 << 20
csv.field_size_limit(1 << 30)


# Cells of a row that was saved as one: a sentence has a comma or two, too.
FEWEST_CELLS = 4


class Record(NamedTuple):
    """A row: the line that it begins in, its cells, and what was mended (if anything)."""

    line: int
    cells: list[str]
    mended: str = ""


def delimiter_of(lines: Sequence[str]) -> str:
    """The delimiter that gives the same number of cells, of two or more, in most rows; a comma if none does."""
    sample = [line for line in lines if line.strip()][:200]
    if sample and (named := SEP.match(sample[0])):
        return named[1]
    best, best_score = ",", 0.0
    for delimiter in DELIMITERS:
        counts = Counter(
            len(record.cells) for record in records([Decoded(number, line) for number, line in enumerate(sample, 1)], delimiter)
        )
        total = sum(counts.values())
        if not total or max(counts) < 2:
            continue
        usual, often = max(((count, times) for count, times in counts.items() if count > 1), key=lambda pair: (pair[1], pair[0]))
        # The header decides between delimiters that fit equally: it has no sentences with commas in them.
        score = often / total + (0.5 if _cells(sample[0], delimiter) == usual else 0) + min(usual, 8) / 100
        if score > best_score:
            best, best_score = delimiter, score
    return best


def are_wrapped(lines: Sequence[str]) -> bool:
    """Whether each line as a whole stands in quotation marks, those of its cells doubled: a table that was saved as one column."""
    some = [line for line in lines if line.strip()]
    rows = [row for line in some if (row := _wrapped(line)) is not None]
    if len(rows) * 2 <= len(some):
        return False
    widths = Counter(len(_loose(row, delimiter_of(rows))) for row in rows)
    width, alike = widths.most_common(1)[0]
    return sum('"' in row for row in rows) * 2 > len(some) or (width >= FEWEST_CELLS and alike * 10 >= len(rows) * 9 and len(rows) > 2)


def unwrapped_rows(lines: Iterable[Decoded]) -> Iterator[Decoded]:
    """The lines without the quotation marks around them."""
    for line in lines:
        yield line if (row := _wrapped(line.text)) is None else line._replace(text=row)


def _wrapped(line: str) -> str | None:
    """What stands in a line's quotation marks, if these are around all of it and a row is within."""
    cells = _strict(line, ",") if line.startswith('"') and line.endswith('"') else None
    return cells[0] if cells is not None and len(cells) == 1 and any(delimiter in cells[0] for delimiter in DELIMITERS) else None


def _cells(line: str, delimiter: str) -> int:
    try:
        return len(next(csv.reader([line], delimiter=delimiter), []))
    except csv.Error:
        return 0


def records(lines: Iterable[Decoded], delimiter: str) -> Iterator[Record]:
    """The rows, in order; `sep=` lines are passed over, and empty ones between two rows are one without cells."""
    waiting: list[Decoded] = []
    source = iter(lines)
    begun = empty = False
    while True:
        first = waiting.pop(0) if waiting else next(source, None)
        if first is None:
            return
        if "\x00" in first.text:
            first = Decoded(first.number, first.text.replace("\x00", ""), first.mended or "a NUL byte was taken out")
        if not first.text.strip() or SEP.match(first.text):
            empty = begun
            continue
        if empty:
            yield Record(first.number - 1, [])
        begun, empty = True, False
        if '"' not in first.text:
            yield Record(first.number, first.text.split(delimiter), first.mended)
            continue
        cells = _strict(first.text, delimiter)
        if cells is not None:
            yield Record(first.number, cells, first.mended)
            continue
        gathered, cells = _gathered(first, waiting, source, delimiter)
        if cells is not None:
            del waiting[: gathered - 1]
            yield Record(first.number, cells, first.mended)
        else:
            yield Record(first.number, _loose(first.text, delimiter), first.mended or "a quotation mark isn't closed")


def _gathered(first: Decoded, waiting: list[Decoded], source: Iterator[Decoded], delimiter: str) -> tuple[int, list[str] | None]:
    """As many lines as a row that begins in `first` has, and its cells; none if no number of lines makes a whole row.

    Lines that are read ahead are put into `waiting`.
    """
    if first.text.count('"') % 2 == 0 and not _is_open(first.text, delimiter):
        return 1, None
    parts, size, count = [first.text], len(first.text), 1
    while count < MOST_LINES and size < LONGEST:
        if count > len(waiting):
            following = next(source, None)
            if following is None:
                return 1, None
            waiting.append(following)
        line = waiting[count - 1].text.replace("\x00", "")
        parts.append(line)
        size += len(line)
        count += 1
        if '"' in line:
            text = "\n".join(parts)
            cells = _strict(text, delimiter)
            if cells is not None:
                return count, cells
            # A mark that closes and is followed by a letter was none of this row's: the first one isn't closed.
            if line.count('"') % 2 and not _is_open(text, delimiter):
                return 1, None
            if _opens_row(line, delimiter, first.text):
                return 1, None
    return 1, None


def _opens_row(line: str, delimiter: str, first: str) -> bool:
    """Whether a line inside open quotation marks looks like a row of its own: as many delimiters as the row before had."""
    return line.count(delimiter) >= max(2, first.split('"')[0].count(delimiter) + 1) and line.split('"')[0].count(delimiter) == first.split(
        '"'
    )[0].count(delimiter)


def _strict(text: str, delimiter: str) -> list[str] | None:
    """The cells, if the text is one whole row by RFC 4180."""
    try:
        return next(csv.reader([text], delimiter=delimiter, strict=True), None)
    except csv.Error:
        return None


def _is_open(text: str, delimiter: str) -> bool:
    """Whether it ends inside quotation marks."""
    try:
        next(csv.reader([text], delimiter=delimiter, strict=True), None)
    except csv.Error as error:
        return "unexpected end" in str(error)
    return False


def _loose(text: str, delimiter: str) -> list[str]:
    """The cells of a row with quotation marks inside its texts: one ends a cell only where a delimiter or the row's end follows, and
    in a row whose cells all have them another one behind it.
    """
    between = f'"{delimiter}"'
    if (
        len(text) > 2
        and text[0] == text[-1] == '"'
        and text.count(between)
        and not any(f'{delimiter}"' in part.partition(f'"{delimiter}')[2] for part in text[1:-1].split(between))
    ):
        return [cell.replace('""', '"').replace('\\"', '"') for cell in text[1:-1].split(between)]
    cells: list[str] = []
    place = 0
    while place <= len(text):
        end = _closing(text, place, delimiter) if text[place : place + 1] == '"' else -1
        if end > 0:
            cells.append(text[place + 1 : end].replace('""', '"').replace('\\"', '"'))
            place = end + 1 + len(delimiter)
            continue
        end = text.find(delimiter, place)
        end = len(text) if end < 0 else end
        cell = text[place:end]
        cells.append(cell.strip('"') if cell.count('"') == 1 else cell)
        place = end + len(delimiter)
    return cells


def _closing(text: str, place: int, delimiter: str) -> int:
    """Where the quotation mark stands that ends the cell which begins here; -1 if none does."""
    end = text.find('"', place + 1)
    while end > 0 and text[end + 1 : end + 1 + len(delimiter)] not in (delimiter, ""):
        end = text.find('"', end + 1)
    return end
