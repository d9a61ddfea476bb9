"""The dialogues in a file of JSON, in a desk's own format or as rows of a table."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from pathlib import Path

from data.formats.bad_rows import BadRow
from data.formats.desks import heed
from data.formats.fields.role_words import role_of
from data.formats.files.encodings import Decoded
from data.formats.files.json_values import Value, json_values
from data.formats.log_format import LogFormat
from data.formats.raw_dialogues import RawDialogue, mappings
from data.formats.recognition.registry import unwrapped
from data.formats.tables.columns import SAMPLE, Columns, columns_of
from data.formats.tables.records import Record
from data.formats.tables.rows import messages_in
from data.formats.tables.workbooks import text_of_cell

# Objects that are looked at.
LOOKED_AT = 100
# What a format may raise on an object that is not as it should be: such an object is listed.
MISSHAPEN = (KeyError, TypeError, ValueError, AttributeError, IndexError, StopIteration, RecursionError)

Found = tuple[str, tuple[str, ...], tuple[str, ...], Columns | None, bool]


def recognised_json(lines: Sequence[Decoded], format: LogFormat, complete: bool) -> Found | None:
    """The format of JSON by its first lines: its name, what there is to say, what is unsure, the columns if it has rows, and whether
    each dialogue comes whole. None if it is no JSON that holds messages.
    """
    values = [value for value in islice(json_values(lines), LOOKED_AT) if not value.problem or complete]
    known: Counter[str] = Counter()
    rows: list[Mapping[str, object]] = []
    good = 0
    for value in values:
        good += not value.problem
        for found, entry in islice(unwrapped(value.value, format.format), LOOKED_AT):
            if found is not None:
                known[found.NAME] += 1
            else:
                rows.append(entry)
    if known:
        name = known.most_common(1)[0][0]
        return name, (), ("roles",) if name == "json" else (), None, name == heed.NAME and len(known) == 1 and _says_roles(values)
    if format.format:
        return None
    if rows:
        names, table = _table(rows)
        columns = columns_of([names, *table], format)
        if columns.readable:
            return "table", (f"columns: {columns.describe()}",), columns.unsure, columns, False
    # A damaged file is one of JSON all the same: its rows are listed.
    return ("heed", (), (), None, False) if values and good * 2 <= len(values) and lines[0].text.lstrip()[:1] in "{[" and not rows else None


def _says_roles(values: Iterable[Value]) -> bool:
    """Whether dialogues of Heed's own format have words for roles that are known, so that nobody must be told by how often they speak."""
    turns = [turn for value in values if isinstance(value.value, dict) for turn in mappings(value.value.get("turns"))]
    return sum(role_of(str(turn.get("role"))) is not None for turn in turns) * 2 >= len(turns)


def _table(rows: Sequence[Mapping[str, object]]) -> tuple[list[str], list[list[str]]]:
    """Objects as a table: the names of their fields, of those in an object behind the object's."""
    flat = [_flat(row) for row in rows]
    names = list(dict.fromkeys(name for row in flat for name in row))
    return names, [[row.get(name, "") for name in names] for row in flat]


def _flat(row: Mapping[str, object]) -> dict[str, str]:
    flat: dict[str, str] = {}
    for name, value in row.items():
        if isinstance(value, dict):
            flat |= {f"{name}.{inner}": text_of_cell(entry) for inner, entry in value.items() if not isinstance(entry, (dict, list))}
        elif isinstance(value, list):
            flat[name] = json.dumps(value, ensure_ascii=False) if value else ""
        else:
            flat[name] = text_of_cell(value)
    return flat


def pieces_of_json(
    file: Path, lines: Callable[[], Iterable[Decoded]], format: LogFormat, columns: Columns | None
) -> Iterator[RawDialogue | BadRow]:
    """The dialogues of a file of JSON, and what in it is none."""
    mended: list[BadRow] = []

    def noted() -> Iterator[Decoded]:
        for line in lines():
            if line.mended:
                mended.append(BadRow(file, line.number, line.mended, kept=True))
            yield line

    values = json_values(noted())
    if columns is not None:
        yield from messages_in(file, _records(values, columns), columns)
        yield from mended
        return
    for value in values:
        yield from mended
        mended.clear()
        if value.problem:
            yield BadRow(file, value.line, value.problem)
            continue
        yield from pieces_of_value(file, value, format)
    yield from mended


def pieces_of_value(file: Path, value: Value, format: LogFormat) -> Iterator[RawDialogue | BadRow]:
    """The dialogues in one value."""
    count = 0
    try:
        for found, entry in unwrapped(value.value, format.format):
            if found is None:
                continue
            for raw in found.dialogues(value.line, entry):
                count += 1
                yield raw
    except MISSHAPEN as error:
        yield BadRow(file, value.line, f"an object isn't as its format has it ({type(error).__name__}: {str(error)[:80]})")
        return
    if not count and not _is_nothing(value.value):
        yield BadRow(
            file, value.line, 'expected a conversation, e.g. {"id": …, "turns": [{"role": …, "text": …}, …]}, or one of a known desk'
        )


def _is_nothing(value: object) -> bool:
    """Whether an object is there that needs no word: an event without a text, an empty page."""
    return isinstance(value, dict) and "sender_id" in value and "event" in value


def _records(values: Iterable[Value], columns: Columns) -> Iterator[Record]:
    for value in values:
        for _, entry in unwrapped(value.value):
            row = _flat(entry)
            yield Record(value.line, [row.get(name, "") for name in columns.names])


def rows_of_objects(objects: Iterator[Mapping[str, object]], format: LogFormat) -> tuple[Columns, Iterator[Record]] | None:
    """Objects as a table and its columns, looking at the first ones; none if they have lists of messages in them."""
    first = list(islice(objects, SAMPLE))
    if any(found is not None for entry in first[:LOOKED_AT] for found, _ in unwrapped(entry)):
        return None
    names, table = _table(first)
    columns = columns_of([names, *table], format)
    records = (
        Record(number, [row.get(name, "") for name in columns.names])
        for number, row in enumerate(map(_flat, chain(first, objects)), start=1)
    )
    return columns, records
