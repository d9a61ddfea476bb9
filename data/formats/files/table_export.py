"""Tables of a database that phpMyAdmin wrote as JSON: a list of objects, one for each table, with its name and its rows.

It is read line by line, since each row stands in a line of its own, or in a few; as one value all of it would be held in memory.
"""

import json
import re
from collections.abc import Iterable, Iterator, Sequence

from data.formats.files.encodings import Decoded
from data.formats.files.sql_dump import SqlRow

TABLE = re.compile(r"\s{0,40}\{\s?\"type\"\s?:\s?\"table\"\s?,\s?\"name\"\s?:\s?\"(?P<table>[^\"\\]{1,200})\"[^\[\]{}]{0,400}$")
# Lines in which the first table begins, and lines of one row.
HEADER, MOST_LINES = 60, 2_000


def is_table_export(texts: Sequence[str]) -> bool:
    """Whether lines at the begin of a file are those of such an export."""
    return any(map(TABLE.match, texts[:HEADER]))


def table_rows(lines: Iterable[Decoded]) -> Iterator[SqlRow]:
    """The rows of all tables, in their order; one that isn't closed is named with its line."""
    table, parts, begun = "", list[str](), 0
    for number, text, _ in lines:
        if (match := TABLE.match(text)) is not None:
            table, parts = match["table"], []
            continue
        if not table or not (parts or text.lstrip().startswith("{")):
            continue
        begun = begun if parts else number
        parts.append(text)
        if text.rstrip().endswith(("}", "},")) and (row := _row("\n".join(parts).strip().removesuffix(","))) is not None:
            yield SqlRow(begun, table, row)
            parts = []
        elif len(parts) >= MOST_LINES:
            yield SqlRow(begun, table, {}, "a row of the table isn't closed")
            parts = []


def _row(text: str) -> dict[str, str | None] | None:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(value, dict):
        return None
    return {name: cell if cell is None or isinstance(cell, str) else json.dumps(cell) for name, cell in value.items()}
