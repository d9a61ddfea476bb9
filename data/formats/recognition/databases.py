"""The dialogues in a database of SQLite's, read as those of a dump."""

from collections.abc import Iterable, Iterator
from functools import partial

from data.formats.files.encodings import Decoded
from data.formats.files.sources import Source
from data.formats.files.sql_dump import SqlRow
from data.formats.files.sqlite_rows import sqlite_rows
from data.formats.log_format import LogFormat
from data.formats.recognition.recognised import Table
from data.formats.recognition.sql_pieces import pieces_of_dump, recognised_dump


def from_database(source: Source, format: LogFormat) -> Table:
    """What there is to say of a database, what is unsure, and a reader of its dialogues.

    Raises:
        Unreadable: no table holds messages.
    """

    def rows(_: Iterable[Decoded]) -> Iterator[SqlRow]:
        return sqlite_rows(source)

    dump = recognised_dump(_no_lines, format, rows)
    return dump.said, ("roles",), partial(pieces_of_dump, source.path, _no_lines, format, dump, rows)


def _no_lines() -> Iterator[Decoded]:
    return iter(())
