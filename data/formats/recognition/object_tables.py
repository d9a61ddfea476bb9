"""Objects as the rows of a table, where nothing but the names of their fields says what they hold."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice

from data.formats.files.json_values import Value
from data.formats.log_format import LogFormat
from data.formats.recognition.registry import unwrapped
from data.formats.tables.columns import SAMPLE, Columns, columns_of
from data.formats.tables.records import Record
from data.formats.tables.workbooks import text_of_cell

# Objects that are looked at.
LOOKED_AT = 100


def table_of(rows: Sequence[Mapping[str, object]]) -> tuple[list[str], list[list[str]]]:
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


def records_of(values: Iterable[Value], columns: Columns) -> Iterator[Record]:
    """The rows of a table whose columns are known, of the objects in a file."""
    for value in values:
        for _, entry in unwrapped(value.value):
            row = _flat(entry)
            yield Record(value.line, [row.get(name, "") for name in columns.names])


def rows_of_objects(objects: Iterator[Mapping[str, object]], format: LogFormat) -> tuple[Columns, Iterator[Record]] | None:
    """Objects as a table and its columns, looking at the first ones; none if they have lists of messages in them."""
    first = list(islice(objects, SAMPLE))
    if any(found is not None for entry in first[:LOOKED_AT] for found, _ in unwrapped(entry)):
        return None
    names, table = table_of(first)
    columns = columns_of([names, *table], format)
    records = (
        Record(number, [row.get(name, "") for name in columns.names])
        for number, row in enumerate(map(_flat, chain(first, objects)), start=1)
    )
    return columns, records
