"""Workbooks as dialogues: which of their sheets hold messages, and a reader of these."""

import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path

from data.errors import DataError
from data.formats.bad_rows import BadRow
from data.formats.files.encodings import Decoded
from data.formats.files.sources import Source, seekable
from data.formats.log_format import LogFormat
from data.formats.raw_dialogues import CHAT, RawDialogue
from data.formats.recognition.recognised import Table
from data.formats.recognition.unreadable import Unreadable, no_messages
from data.formats.structure.shape import Shape
from data.formats.tables.columns import SAMPLE, Columns, columns_of
from data.formats.tables.headers import MOST_ABOVE
from data.formats.tables.records import Record
from data.formats.tables.reports import is_report
from data.formats.tables.rows import messages_in
from data.formats.tables.shaped import messages_of, shape_of_table
from data.formats.tables.spreadsheet_xml import rows_of_sheets
from data.formats.tables.swapped_dates import are_swapped, put_right
from data.formats.tables.workbooks import sheets_of

# Documents of an old Office, in whose form old workbooks are, too.
OLD_DOCUMENTS = (".doc", ".dot", ".ppt", ".pps", ".msg", ".pub", ".vsd")
SWAPPED = "sheet {title!r}: a spreadsheet took days for months in some dates; they were put right"


def from_spreadsheet_xml(file: Path, head: Sequence[Decoded], reading: Callable[[], Iterable[Decoded]], format: LogFormat) -> Table:
    """A workbook in Excel's XML: as `table_of_text`.

    Raises:
        Unreadable: there are no messages in it.
        DataError: a column that was named isn't there.
    """
    first = [record.cells for record in islice(rows_of_sheets(head), MOST_ABOVE + SAMPLE)]
    columns = columns_of(first, format)
    if not columns.readable or is_report(columns, first[columns.header :], format):
        raise Unreadable(no_messages(columns))

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


def from_workbook(source: Source, format: LogFormat) -> Table:
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
                said.append(f"sheet {title!r} is passed over: it {no_messages(columns).partition(';')[0]}")
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
