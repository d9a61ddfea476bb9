"""Tables as databases write them as text, MySQL's `INTO OUTFILE` and Postgres's `COPY`: tabs between cells, `\\N` for nothing, and a
backslash before a line end, a tab or a backslash that is of a text.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from data.formats.files.encodings import Decoded
from data.formats.tables.records import LONGEST, MOST_LINES, Record

NOTHING = re.compile(r"(?:^|\t)\\N(?:\t|$)")
# A line whose end is of a text: behind it stands a backslash that is itself no text.
OPEN = re.compile(r"(?<!\\)(?:\\\\){0,500}\\$")
PIECE = re.compile(r"\\(?P<escaped>.)|(?P<tab>\t)|(?P<said>[^\\\t]+)|\\$", re.DOTALL)
MEANT = {"n": "\n", "r": "\r", "t": "\t", "b": "", "f": "\n", "v": "\n", "0": "", "Z": ""}


def is_database_text(lines: Sequence[str]) -> bool:
    """Whether lines are of such a table: a cell says that it holds nothing, or lines that go on make a row of as many cells as others."""
    if not any("\t" in line for line in lines):
        return False
    if any(NOTHING.search(line) for line in lines):
        return True
    rows = [len(record.cells) for record in database_rows(Decoded(number, line) for number, line in enumerate(lines, 1))]
    whole = rows[:-1] or rows  # of the last lines that are looked at, a row may be cut
    return any(OPEN.search(line) for line in lines) and len(set(whole)) == 1 and whole[0] > 2


def database_rows(lines: Iterable[Decoded]) -> Iterator[Record]:
    """The rows, with their texts as these were in the database."""
    parts: list[str] = []
    size = begun = 0
    mended = ""
    for line in lines:
        begun = begun if parts else line.number
        mended = mended or line.mended
        parts.append(line.text)
        size += len(line.text)
        if OPEN.search(line.text) and len(parts) < MOST_LINES and size < LONGEST:
            continue
        if any(part.strip() for part in parts):
            yield Record(begun, _cells("\n".join(parts)), mended)
        parts, size, mended = [], 0, ""
    if parts:
        yield Record(begun, _cells("\n".join(parts)), mended)


def _cells(row: str) -> list[str]:
    cells: list[list[str]] = [[]]
    for match in PIECE.finditer(row):
        if match["tab"]:
            cells.append([])
        elif match["said"]:
            cells[-1].append(match["said"])
        elif match["escaped"]:
            cells[-1].append("" if match["escaped"] == "N" else MEANT.get(match["escaped"], match["escaped"]))
    return ["".join(cell) for cell in cells]
