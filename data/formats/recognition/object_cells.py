"""Tables of which a column holds an object in each row, as databases keep events: `event_id, sender_id, data`, where `data` is JSON with
the text. A row is read as its object, with what its other columns say.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from data.formats.desks import plain_json
from data.formats.files.encodings import Decoded
from data.formats.files.json_values import Value, value_in
from data.formats.log_format import LogFormat
from data.formats.recognition.json_pieces import Found, recognised_json
from data.formats.tables.columns import Columns
from data.formats.tables.records import Record

# Of a hundred rows, how many have an object.
MOST = 90
LOOKED_AT = 200
Reading = Callable[[], Iterable[Record]]


@dataclass(frozen=True)
class ObjectCells:
    """A column of objects: its place, what the columns are called, and how the objects are read."""

    place: int
    names: tuple[str, ...]
    found: Found

    @property
    def said(self) -> tuple[str, ...]:
        return (f"an object a row in column {self.names[self.place]!r}", *self.found.said)


def object_cells(rows: Sequence[Sequence[str]], columns: Columns, format: LogFormat) -> ObjectCells | None:
    """The column of a table whose objects are messages; none if there is none, or the table says as much by itself.

    Args:
        rows: the first ones, with what stands above the header.
        columns: as they are known by their names and by what stands in them.
        format: what is known beforehand: whoever names columns gets those.
    """
    below = [_named(columns.names, row) for row in rows[columns.header : columns.header + LOOKED_AT] if any(cell.strip() for cell in row)]
    if format.columns or not columns.header or not below:
        return None
    for field, found in recognised_objects(below, format):
        place = columns.names.index(field)
        if is_of_a_desk(found) or _tells_more(found, columns, place):
            return ObjectCells(place, columns.names, found)
    return None


def recognised_objects(rows: Sequence[Mapping[str, object]], format: LogFormat) -> Iterator[tuple[str, Found]]:
    """The fields of rows that hold an object in nearly each, with how these are read.

    Args:
        rows: the first ones.
        format: what is known beforehand.
    """
    for field in dict.fromkeys(field for row in rows for field in row):
        if sum(str(row.get(field, "")).lstrip().startswith("{") for row in rows) * 100 < MOST * len(rows):
            continue
        values = [Value(number, value) for number, row in enumerate(rows, 1) if (value := opened(row, field)) is not None]
        found = recognised_json((), format, True, partial(_given, values)) if len(values) * 100 >= MOST * len(rows) else None
        if found is not None:
            yield field, found


def opened(row: Mapping[str, object], field: str) -> dict[str, object] | None:
    """The object in a field of a row, and its other fields; what both say the object says. None without an object."""
    value = value_in(str(row.get(field, "")))
    return {**{name: cell for name, cell in row.items() if name != field}, **value} if isinstance(value, dict) else None


def values_of_rows(_: Iterable[Decoded], cells: ObjectCells, reading: Reading) -> Iterator[Value]:
    """The rows of a table as objects; what is read are its rows, not the lines."""
    field = cells.names[cells.place]
    for record in reading():
        if any(cell.strip() for cell in record.cells):
            value = opened(_named(cells.names, record.cells), field)
            yield Value(record.line, value, "" if value is not None else f"column {field!r} holds no object")


def is_of_a_desk(found: Found) -> bool:
    """Whether objects are in the format of a desk that is known."""
    return found.name not in (plain_json.NAME, "table")


def _named(names: Sequence[str], row: Sequence[str]) -> dict[str, object]:
    return {name: cell for name, cell in zip(names, row) if name and cell.strip()}


def _given(values: Sequence[Value], _: Iterable[Decoded]) -> Iterator[Value]:
    return iter(values)


def _tells_more(found: Found, columns: Columns, place: int) -> bool:
    """Whether the objects say what was said, by whom and in which conversation, and no other column does."""
    elsewhere = [columns.at[field] for field in ("text", "question", "answer") if columns.at.get(field, place) != place]
    if elsewhere or columns.turns or not found.parted:
        return False
    if found.columns is not None:
        return "text" in found.columns.at and bool({"role", "speaker"} & set(found.columns.at))
    return found.shape is not None and found.shape.roles.tells
