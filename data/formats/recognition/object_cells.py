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
    below = [row for row in rows[columns.header : columns.header + LOOKED_AT] if any(cell.strip() for cell in row)]
    if format.columns or not columns.header or not below:
        return None
    for place in range(len(columns.names)):
        cells = [row[place] for row in below if place < len(row)]
        if sum(cell.lstrip().startswith("{") for cell in cells) * 100 < MOST * len(below):
            continue
        values = [Value(number, value) for number, row in enumerate(below, 1) if (value := _merged(columns.names, row, place)) is not None]
        found = recognised_json((), format, True, partial(_given, values)) if len(values) * 100 >= MOST * len(below) else None
        if found is not None and (_is_of_a_desk(found) or _tells_more(found, columns, place)):
            return ObjectCells(place, columns.names, found)
    return None


def values_of_rows(_: Iterable[Decoded], cells: ObjectCells, reading: Reading) -> Iterator[Value]:
    """The rows of a table as objects; what is read are its rows, not the lines."""
    for number, row, _ in reading():
        if any(cell.strip() for cell in row):
            value = _merged(cells.names, row, cells.place)
            problem = "" if value is not None else f"column {cells.names[cells.place]!r} holds no object"
            yield Value(number, value, problem)


def _merged(names: Sequence[str], row: Sequence[str], place: int) -> dict[str, object] | None:
    """A row's object, and its other cells; what both say the object says. None without an object."""
    value = value_in(row[place]) if place < len(row) else None
    if not isinstance(value, dict):
        return None
    beside: Mapping[str, object] = {name: cell for at, (name, cell) in enumerate(zip(names, row)) if at != place and name and cell.strip()}
    return {**beside, **value}


def _given(values: Sequence[Value], _: Iterable[Decoded]) -> Iterator[Value]:
    return iter(values)


def _is_of_a_desk(found: Found) -> bool:
    return found.name not in (plain_json.NAME, "table")


def _tells_more(found: Found, columns: Columns, place: int) -> bool:
    """Whether the objects say what was said, by whom and in which conversation, and no other column does."""
    elsewhere = [columns.at[field] for field in ("text", "question", "answer") if columns.at.get(field, place) != place]
    if elsewhere or columns.turns or not found.parted:
        return False
    if found.columns is not None:
        return "text" in found.columns.at and bool({"role", "speaker"} & set(found.columns.at))
    return found.shape is not None and found.shape.roles.tells
