"""The rows in a database of SQLite's: it is opened for reading only, nothing in it is carried out, and one row is held."""

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

from data.formats.files.sources import Source
from data.formats.files.sql_dump import Cell, SqlRow

MAGIC = b"SQLite format 3\x00"
# Characters of a cell, and columns of a table, that are read.
LARGEST, MOST_COLUMNS = 8 << 20, 2_000
TABLES = (
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY rowid"
)


def sqlite_rows(source: Source) -> Iterator[SqlRow]:
    """The rows of all tables, in the order of the tables; where the file is damaged, a row says so and the next table goes on.

    A row's `line` is its number among all rows. What lies in an archive is unpacked into a file that is deleted behind the last row.
    """
    number = 1
    with _opened(source) as database:
        try:
            tables = [str(name) for (name,) in database.execute(TABLES)]
        except sqlite3.DatabaseError as error:
            yield SqlRow(number, "", {}, f"the database can't be read: {error}")
            return
        for table in tables:
            try:
                for cells in _cells(database, table):
                    yield SqlRow(number, table, cells)
                    number += 1
            except sqlite3.DatabaseError as error:
                yield SqlRow(number, table, {}, f"the rows of {table} from here on can't be read: {error}")


def _cells(database: sqlite3.Connection, table: str) -> Iterator[dict[str, Cell]]:
    rows = database.execute(f"SELECT * FROM {_quoted(table)}")
    names = [str(column[0]) for column in rows.description][:MOST_COLUMNS]
    for row in rows:
        yield {name: _text(cell) for name, cell in zip(names, row)}


def _quoted(table: str) -> str:
    return '"' + table.replace('"', '""') + '"'


def _text(cell: object) -> Cell:
    return None if cell is None or isinstance(cell, bytes) else str(cell)


@contextmanager
def _opened(source: Source) -> Iterator[sqlite3.Connection]:
    with tempfile.TemporaryDirectory() as folder:
        path = source.path
        if source.packed:
            path = Path(folder) / "database"
            with source.opened() as packed, path.open("wb") as unpacked:
                shutil.copyfileobj(packed, unpacked, 1 << 20)
        # As a file that nobody changes: no log of changes is looked for beside it, and none is written.
        with closing(sqlite3.connect(f"file:{quote(str(path.absolute()))}?mode=ro&immutable=1", uri=True)) as database:
            database.text_factory = lambda text: text.decode("utf-8", "replace")[:LARGEST]
            for pragma in ("trusted_schema=OFF", "cache_size=-8000", "mmap_size=0"):
                database.execute(f"PRAGMA {pragma}")
            yield database
