"""A CSV or TSV as dialogues: what its columns are, and a reader of its rows."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path

from data.formats.bad_rows import BadRow
from data.formats.fields.field_names import rank
from data.formats.fields.times import parse
from data.formats.files.encodings import Decoded
from data.formats.log_format import LogFormat
from data.formats.raw_dialogues import RawDialogue
from data.formats.recognition.json_pieces import pieces_of_json
from data.formats.recognition.object_cells import ObjectCells, object_cells, values_of_rows
from data.formats.recognition.recognised import Table
from data.formats.recognition.unreadable import Unreadable, no_messages
from data.formats.structure.shape import Shape
from data.formats.tables.columns import SAMPLE, Columns, columns_of
from data.formats.tables.database_text import database_rows, is_database_text
from data.formats.tables.headers import MOST_ABOVE
from data.formats.tables.records import Record, are_wrapped, delimiter_of, records, unwrapped_rows
from data.formats.tables.reports import is_report
from data.formats.tables.rows import messages_in
from data.formats.tables.rows_below import rows_below
from data.formats.tables.shaped import messages_of, shape_of_table

RowsIn = Callable[[Iterable[Decoded]], Iterator[Record]]
# Lines that are looked at, and the fields of ours that a table of messages names.
LINES, EXPECTED = 200, ("text", "dialogue", "role", "speaker", "date", "time")
# Cells between tabs in a line of a chat: a time, a name and a text (LINE).
CHAT_CELLS = 3
DELIMITER_NAMES = {"\t": "tabs", ";": "semicolons", "|": "bars", ",": "commas"}


def table_of_text(file: Path, head: Sequence[Decoded], reading: Callable[[], Iterable[Decoded]], format: LogFormat, suffix: str) -> Table:
    """A CSV or TSV: what there is to say, what is unsure, and a reader of its dialogues.

    Raises:
        Unreadable: there are no messages in it.
        DataError: a column that was named isn't there.
    """
    if are_wrapped([line.text for line in head[: MOST_ABOVE + 200]]):
        head, reading = list(unwrapped_rows(head)), partial(_unwrapped, reading)
    texts = [line.text for line in head[: MOST_ABOVE + 200]]
    from_database = is_database_text(texts)
    delimiter = "\t" if from_database else delimiter_of(texts)
    rows_in: RowsIn = database_rows if from_database else partial(records, delimiter=delimiter)
    first = [record.cells for record in islice(rows_in(head), MOST_ABOVE + SAMPLE)]
    if not first or (max(map(len, first)) < 2 and suffix not in (".csv", ".tsv", ".tab")):
        raise Unreadable("no format is recognised; docs/logs.md lists those that are, and --format names one")
    columns = columns_of(first, format)
    if (cells := object_cells(first, columns, format)) is not None:
        return cells.said, cells.found.unsure, partial(_of_cells, file, reading, rows_in, delimiter, columns, cells, format)
    between = f"cells between {DELIMITER_NAMES.get(delimiter, repr(delimiter))}"
    if (shape := shape_of_table(first, columns, format, delimiter)) is not None:
        return (between, f"columns: {shape.describe()}"), ("roles",), partial(_of_text, file, reading, rows_in, delimiter, columns, shape)
    if not columns.readable or is_report(columns, first[columns.header :], format):
        raise Unreadable(no_messages(columns))
    said = (between, f"columns: {columns.describe()}")
    unsure = (*columns.unsure, *(("dialogue",) if "dialogue" not in columns.at and "text" in columns.at else ()))
    return said, unsure, partial(_of_text, file, reading, rows_in, delimiter, columns)


def is_headed_table(texts: Sequence[str]) -> bool:
    """Whether lines are the rows of a table below its heading: as many cells in nearly each row, and above them names of columns that are
    known, the text's and another one's, or between tabs any without a time. A chat's lines have no heading, though a row of a day, a name
    and a text may look like one of these.
    """
    lines = [text for text in texts[:LINES] if text.strip()]
    if len(lines) < 2:
        return False
    delimiter = delimiter_of(lines)
    heading, *rows = (record.cells for record in records([Decoded(number, line) for number, line in enumerate(lines, 1)], delimiter))
    known = {field for cell in heading for field in EXPECTED if rank(field, cell) is not None}
    alike = sum(len(row) == len(heading) for row in rows if row) * 10 >= len([row for row in rows if row]) * 9
    named = len(heading) > 2 and "text" in known and len(known) > 1
    between_tabs = delimiter == "\t" and len(heading) > CHAT_CELLS and all(cell.strip() and parse(cell) is None for cell in heading)
    return alike and (named or between_tabs)


def _unwrapped(reading: Callable[[], Iterable[Decoded]]) -> Iterator[Decoded]:
    return unwrapped_rows(reading())


def _below(reading: Callable[[], Iterable[Decoded]], rows_in: RowsIn, columns: Columns) -> Iterator[Record]:
    return islice(rows_in(reading()), columns.header, None)


def _of_text(
    file: Path, reading: Callable[[], Iterable[Decoded]], rows_in: RowsIn, delimiter: str, columns: Columns, shape: Shape | None = None
) -> Iterator[RawDialogue | BadRow]:
    rows = _below(reading, rows_in, columns)
    return messages_of(file, rows, columns, shape, delimiter) if shape is not None else messages_in(file, rows, columns, delimiter)


def _of_cells(
    file: Path,
    reading: Callable[[], Iterable[Decoded]],
    rows_in: RowsIn,
    delimiter: str,
    columns: Columns,
    cells: ObjectCells,
    format: LogFormat,
) -> Iterator[RawDialogue | BadRow]:
    mended: list[BadRow] = []

    def rows() -> Iterator[Record]:
        for row in rows_below(_below(reading, rows_in, columns), columns, delimiter):
            if row.mended:
                mended.append(BadRow(file, row.line, row.mended, kept=True))
            yield row

    for piece in pieces_of_json(file, reading, format, cells.found, partial(values_of_rows, cells=cells, reading=rows)):
        yield from mended
        mended.clear()
        yield piece
    yield from mended
