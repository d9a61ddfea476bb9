"""Tables whose columns have the names of a desk's own fields (`ParentId`, `is_inbound`): a row is read like an object of JSON."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from data.formats.bad_rows import BadRow
from data.formats.log_format import LogFormat
from data.formats.raw_dialogues import RawDialogue
from data.formats.structure.flattening import flat
from data.formats.structure.reading import row
from data.formats.structure.shape import Shape, shape_of
from data.formats.tables.columns import SAMPLE, Columns
from data.formats.tables.records import Record
from data.formats.tables.rows_below import rows_below


def shape_of_table(rows: Sequence[Sequence[str]], columns: Columns, format: LogFormat, delimiter: str = ",") -> Shape | None:
    """The shape of a table's rows, where the names of its columns tell less than those of a desk would; else none.

    Args:
        rows: the first ones, with what stands above the header.
        columns: as they are known by their names.
        format: what is known beforehand: whoever names columns gets those.
        delimiter: what stands between cells.
    """
    told = {"dialogue", "text"} <= set(columns.at)
    read = columns.holds_pairs or columns.rounded or "transcript" in columns.at or (told and "role" in columns.at)
    if format.columns or read or not columns.header:
        return None
    below = (Record(number, list(cells)) for number, cells in enumerate(rows[columns.header : columns.header + SAMPLE]))
    sample = [_object(columns, cells) for _, cells, _ in rows_below(below, columns, delimiter)]
    shape = shape_of([flat(value) for value in sample if value])
    if shape is None or not (shape.thread or shape.party or shape.ends):
        return None
    return shape if (shape.roles.tells if told and "speaker" in columns.at else shape.tells_who) else None


def messages_of(
    file: Path, table: Iterable[Record], columns: Columns, shape: Shape, delimiter: str = ","
) -> Iterator[RawDialogue | BadRow]:
    """The messages of a table's rows, below the header."""
    for number, cells, mended in rows_below(table, columns, delimiter):
        if mended:
            yield BadRow(file, number, mended, kept=True)
        if value := _object(columns, cells):
            yield from row(number, value, shape)


def _object(columns: Columns, cells: Sequence[str]) -> dict[str, object]:
    return {name: cell.strip() for name, cell in zip(columns.names, cells) if name and cell.strip()}
