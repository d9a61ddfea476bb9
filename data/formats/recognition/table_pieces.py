"""Tables of all kinds as dialogues: what their columns are, and a reader of their rows."""

import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path

from data.errors import DataError
from data.formats.bad_rows import BadRow
from data.formats.files.encodings import Decoded
from data.formats.files.json_values import Value
from data.formats.files.sources import Source, seekable
from data.formats.log_format import LogFormat
from data.formats.raw_dialogues import CHAT, RawDialogue
from data.formats.recognition.json_pieces import pieces_of_json, pieces_of_value
from data.formats.recognition.object_cells import ObjectCells, object_cells, values_of_rows
from data.formats.recognition.object_tables import rows_of_objects
from data.formats.structure.shape import Shape
from data.formats.tables.columns import SAMPLE, Columns, columns_of
from data.formats.tables.database_text import database_rows, is_database_text
from data.formats.tables.headers import MOST_ABOVE
from data.formats.tables.parquet import rows_of
from data.formats.tables.records import Record, are_wrapped, delimiter_of, records, unwrapped_rows
from data.formats.tables.reports import is_report
from data.formats.tables.rows import messages_in
from data.formats.tables.rows_below import rows_below
from data.formats.tables.shaped import messages_of, shape_of_table
from data.formats.tables.spreadsheet_xml import rows_of_sheets
from data.formats.tables.swapped_dates import are_swapped, put_right
from data.formats.tables.workbooks import sheets_of

Pieces = Callable[[], Iterator[RawDialogue | BadRow]]
Found = tuple[tuple[str, ...], tuple[str, ...], Pieces]
RowsIn = Callable[[Iterable[Decoded]], Iterator[Record]]
# Documents of an old Office, in whose form old workbooks are, too.
OLD_DOCUMENTS = (".doc", ".dot", ".ppt", ".pps", ".msg", ".pub", ".vsd")
SWAPPED = "sheet {title!r}: a spreadsheet took days for months in some dates; they were put right"
DELIMITER_NAMES = {"\t": "tabs", ";": "semicolons", "|": "bars", ",": "commas"}


class Unreadable(DataError):
    """A file that holds no messages, with what to export instead."""


def _no_messages(columns: Columns) -> str:
    has = ", ".join(name for name in columns.names if name) or "no header"
    return (
        f"has no column with messages (it has: {has}); a report of tickets or figures can't be learnt from: export "
        "the conversations with their messages, "
        "or name the columns with --column text=… --column role=… --column dialogue=…"
    )


def table_of_text(file: Path, head: Sequence[Decoded], reading: Callable[[], Iterable[Decoded]], format: LogFormat, suffix: str) -> Found:
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
        raise Unreadable(_no_messages(columns))
    said = (between, f"columns: {columns.describe()}")
    unsure = (*columns.unsure, *(("dialogue",) if "dialogue" not in columns.at and "text" in columns.at else ()))
    return said, unsure, partial(_of_text, file, reading, rows_in, delimiter, columns)


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


def from_spreadsheet_xml(file: Path, head: Sequence[Decoded], reading: Callable[[], Iterable[Decoded]], format: LogFormat) -> Found:
    """A workbook in Excel's XML: as `table_of_text`.

    Raises:
        Unreadable: there are no messages in it.
        DataError: a column that was named isn't there.
    """
    first = [record.cells for record in islice(rows_of_sheets(head), MOST_ABOVE + SAMPLE)]
    columns = columns_of(first, format)
    if not columns.readable or is_report(columns, first[columns.header :], format):
        raise Unreadable(_no_messages(columns))

    def pieces() -> Iterator[RawDialogue | BadRow]:
        return messages_in(file, islice(rows_of_sheets(reading()), columns.header, None), columns)

    return (f"columns: {columns.describe()}",), columns.unsure, pieces


def check_workbook(source: Source, head: bytes) -> None:
    """Checks that a file of an office's is a workbook, by its first bytes and what lies in it.

    Raises:
        Unreadable: it is a document, or of a kind that isn't read.
        DataError: it is damaged.
    """
    if head[:4] == b"PK\x03\x04":
        try:
            with seekable(source) as stream, zipfile.ZipFile(stream) as archive:
                names = archive.namelist()
        except (zipfile.BadZipFile, OSError) as error:
            raise DataError(f"{source.name} is no readable workbook: {error}") from error
        if not any(name.startswith("xl/") for name in names) and b"opendocument.spreadsheet" not in head[:100]:
            raise Unreadable("is a document, and no log of messages")
    elif source.suffix in OLD_DOCUMENTS:
        raise Unreadable("is of an old Office (.doc, .ppt, .msg); save a table as .xlsx or CSV, mails as .eml")


def from_workbook(source: Source, format: LogFormat) -> Found:
    """A workbook: the sheets that hold messages.

    Raises:
        Unreadable: no sheet does.
        DataError: it is damaged.
    """
    found: dict[str, tuple[Columns, Shape | None]] = {}
    swapped: dict[str, int] = {}
    said: list[str] = []
    unsure: tuple[str, ...] = ()
    with seekable(source) as stream:
        for title, rows in sheets_of(stream, source.name):
            first = [record.cells for record in islice(rows, MOST_ABOVE + SAMPLE)]
            if not first:
                continue
            columns = columns_of(first, format)
            if "date" in columns.at and are_swapped(columns.at["date"], first[columns.header :]):
                swapped[title] = columns.at["date"]
            if (shape := shape_of_table(first, columns, format)) is not None:
                found[title] = columns, shape
                said.append(f"sheet {title!r}: {shape.describe()}")
                unsure = (*unsure, "roles")
            elif columns.readable and not is_report(columns, first[columns.header :], format):
                found[title] = columns, None
                said.append(f"sheet {title!r}: {columns.describe()}")
                unsure = (*unsure, *columns.unsure)
            else:
                said.append(f"sheet {title!r} is passed over: it {_no_messages(columns).partition(';')[0]}")
    if not found:
        raise Unreadable("; ".join(said) or "is an empty workbook")
    if any(_says_when(columns, shape) for columns, shape in found.values()):  # a sheet of words, beside one of messages, explains these
        words = [title for title, (columns, shape) in found.items() if not (_says_when(columns, shape) or columns.holds_pairs)]
        said += [f"sheet {title!r} is passed over: its rows say neither when nor in which conversation" for title in words]
        found = {title: each for title, each in found.items() if title not in words}
    found = {title: (_alike(columns, found), shape) for title, (columns, shape) in found.items()}
    said += [SWAPPED.format(title=title) for title in swapped if title in found]
    return tuple(said), unsure, partial(_of_workbook, source, found, swapped)


def _says_when(columns: Columns, shape: Shape | None) -> bool:
    """Whether the rows of a sheet say which dialogue they are of, or when they were said."""
    return shape is not None or bool(columns.turns) or bool({"dialogue", "date", "time", "transcript"} & set(columns.at))


def _alike(columns: Columns, found: dict[str, tuple[Columns, Shape | None]]) -> Columns:
    """Of the sheets with the same header, a month each, the columns that most is known of."""
    alike = (other for other, _ in found.values() if other.names == columns.names and not other.turns)
    best = max(alike, key=lambda other: len(other.at), default=columns)
    return replace(best, header=columns.header) if len(best.at) > len(columns.at) else columns


def _of_workbook(source: Source, found: dict[str, tuple[Columns, Shape | None]], swapped: dict[str, int]) -> Iterator[RawDialogue | BadRow]:
    with seekable(source) as stream:
        for title, rows in sheets_of(stream, source.name):
            if title in found:
                columns, shape = found[title]
                below: Iterator[Record] = islice(rows, columns.header, None)
                below = put_right(below, swapped[title]) if title in swapped else below
                # Numbers that somebody counts up by hand may begin anew in each sheet.
                anew = f"{title} " if "dialogue" in columns.unsure and len(found) > 1 else ""
                for piece in (
                    messages_of(source.path, below, columns, shape)
                    if shape
                    else messages_in(source.path, below, columns, chat=f"rows of {title}")
                ):
                    if anew and isinstance(piece, RawDialogue) and piece.name and not piece.name.startswith(CHAT):
                        piece = piece._replace(name=anew + piece.name)
                    yield piece


def from_parquet(source: Source, format: LogFormat) -> Found:
    """A Parquet file: rows with a message each, or with a list of messages.

    Raises:
        Unreadable: there are no messages in it.
        DataError: it is damaged.
    """
    with seekable(source) as stream:
        table = rows_of_objects(rows_of(stream, source.name), format)
    if table is None:
        return (), (), partial(_of_objects, source, format)
    columns = table[0]
    if not columns.readable:
        raise Unreadable(_no_messages(columns))
    return (f"columns: {columns.describe()}",), columns.unsure, partial(_of_rows, source, format)


def _of_objects(source: Source, format: LogFormat) -> Iterator[RawDialogue | BadRow]:
    with seekable(source) as stream:
        for number, row in enumerate(rows_of(stream, source.name), start=1):
            yield from pieces_of_value(source.path, Value(number, row), format)


def _of_rows(source: Source, format: LogFormat) -> Iterator[RawDialogue | BadRow]:
    with seekable(source) as stream:
        table = rows_of_objects(rows_of(stream, source.name), format)
        rows: Iterable[Record] = table[1] if table else ()
        if table:
            yield from messages_in(source.path, rows, table[0])
