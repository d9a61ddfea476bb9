"""Parquet as dialogues: rows with a message each, or with a list of messages."""

from collections.abc import Iterable, Iterator
from functools import partial

from data.formats.bad_rows import BadRow
from data.formats.files.json_values import Value
from data.formats.files.sources import Source, seekable
from data.formats.log_format import LogFormat
from data.formats.raw_dialogues import RawDialogue
from data.formats.recognition.json_pieces import pieces_of_value
from data.formats.recognition.object_tables import rows_of_objects
from data.formats.recognition.recognised import Table
from data.formats.recognition.unreadable import Unreadable, no_messages
from data.formats.structure.repeated_requests import Requests
from data.formats.tables.parquet import rows_of
from data.formats.tables.records import Record
from data.formats.tables.rows import messages_in


def from_parquet(source: Source, format: LogFormat) -> Table:
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
        raise Unreadable(no_messages(columns))
    return (f"columns: {columns.describe()}",), columns.unsure, partial(_of_rows, source, format)


def _of_objects(source: Source, format: LogFormat) -> Iterator[RawDialogue | BadRow]:
    requests = Requests()
    with seekable(source) as stream:
        for number, row in enumerate(rows_of(stream, source.name), start=1):
            yield from pieces_of_value(source.path, Value(number, row), format, requests)


def _of_rows(source: Source, format: LogFormat) -> Iterator[RawDialogue | BadRow]:
    with seekable(source) as stream:
        table = rows_of_objects(rows_of(stream, source.name), format)
        rows: Iterable[Record] = table[1] if table else ()
        if table:
            yield from messages_in(source.path, rows, table[0])
