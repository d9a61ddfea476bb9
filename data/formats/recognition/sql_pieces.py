"""The dialogues in a dump of a desk's database: the table of its messages is found by how its rows are built, as objects of any desk."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from data.formats.bad_rows import BadRow
from data.formats.fields.field_names import folded_name, pick, rank
from data.formats.files.encodings import Decoded
from data.formats.files.json_values import Value
from data.formats.files.sql_dump import SqlRow, sql_rows
from data.formats.log_format import LogFormat
from data.formats.raw_dialogues import Message, RawDialogue, text_of, time_of
from data.formats.recognition.json_pieces import Found, pieces_of_json, recognised_json
from data.formats.recognition.table_pieces import Unreadable
from data.records import CUSTOMER

NAME = "sql"
# Rows of each table that are looked at, and tables.
SAMPLE, MOST_TABLES = 200, 3_000
# What tables of messages are called; and tables with texts that are none.
MESSAGES = re.compile(
    r"messages?|msgs?|entr(?:y|ies)|articles?|posts?|repl(?:y|ies)|comments?|threads?|chats?|transcripts?|correspond|notes?|mails?"
)
OTHERS = re.compile(
    r"templates?|canned|macros?|predefined|draft|logs?$|audit|search|index|attach|revision|history|queue|settings?|config|option|faq|kb_"
)
# What customers wrote first, where that stands in the table of tickets.
OPENING = ("message", "description", "body", "content", "question", "text", "details")
WORDY = 3.0
NO_MESSAGES = (
    "is a dump of a database in which no table of messages was recognised; export its messages as CSV, with the ticket, who wrote, when "
    "and the text in a row"
)
Reading = Callable[[], Iterable[Decoded]]


@dataclass(frozen=True)
class Dump:
    """What is known of a dump.

    Attributes:
        table: of the messages; found: how these are read.
        opening: the table of tickets with what was written first, with the columns of its id and of that text; none if there is none.
    """

    table: str
    found: Found
    opening: tuple[str, str, str] | None

    @property
    def said(self) -> tuple[str, ...]:
        more = (f"first messages of table {self.opening[0]!r}",) if self.opening else ()
        return (f"a database's dump, messages of table {self.table!r}", *more, *self.found.said)


def recognised_dump(reading: Reading, format: LogFormat) -> Dump:
    """The table of messages in a dump. Reads all of the dump, and holds the first rows of each table.

    Raises:
        Unreadable: no table holds any.
    """
    tables: dict[str, list[dict[str, object]]] = {}
    for row in sql_rows(reading()):
        if not row.problem and (row.table in tables or len(tables) < MOST_TABLES) and len(tables.setdefault(row.table, [])) < SAMPLE:
            tables[row.table].append(_object(row))
    offers = []
    for table, rows in tables.items():
        found = recognised_json((), format, True, partial(_values, rows))
        if found is not None and (thread := _thread(found)) and not OTHERS.search(table.casefold()):
            offers.append((MESSAGES.search(table.casefold()) is not None, len(rows), thread, table, found))
    if not offers:
        raise Unreadable(NO_MESSAGES)
    _, _, thread, table, found = max(offers, key=lambda offer: offer[:2])
    return Dump(table, found, _opening(tables, table, thread))


def pieces_of_dump(file: Path, reading: Reading, format: LogFormat, dump: Dump) -> Iterator[RawDialogue | BadRow]:
    """The messages of a dump, a piece each, and the rows that can't be read."""
    if dump.opening is not None:
        table, id_, text = dump.opening
        for row in sql_rows(reading()):
            if row.table == table and (said := row.cells.get(text)) and (name := row.cells.get(id_)):
                about = _object(row)
                yield RawDialogue(
                    row.line, name, [Message(row.line, CUSTOMER, said, time_of(pick(about, "date")), text_of(pick(about, "speaker")))]
                )
    yield from pieces_of_json(file, reading, format, dump.found, partial(_values_of, table=dump.table))


def _values_of(lines: Iterable[Decoded], table: str) -> Iterator[Value]:
    for row in sql_rows(lines):
        if row.table == table:
            yield Value(row.line, None, row.problem) if row.problem else Value(row.line, _object(row))


def _values(rows: Sequence[Mapping[str, object]], _: Iterable[Decoded]) -> Iterator[Value]:
    return (Value(number, row) for number, row in enumerate(rows, start=1))


def _object(row: SqlRow) -> dict[str, object]:
    """A row without the cells that hold nothing."""
    return {name: cell for name, cell in row.cells.items() if cell is not None and not cell.startswith("0000-00-00")}


def _thread(found: Found) -> str:
    """The column, folded, that says which conversation a row is of; empty if rows don't say it."""
    if found.columns is not None:
        return folded_name(found.columns.name_of("dialogue"))
    return found.shape.thread or found.shape.party or "".join(found.shape.ends[:1]) if found.shape is not None else ""


def _opening(tables: Mapping[str, Sequence[Mapping[str, object]]], table: str, thread: str) -> tuple[str, str, str] | None:
    """The table of tickets with their first messages: its ids are those that messages name, and its texts aren't among these."""
    said = {str(cell)[:80] for row in tables[table] for cell in row.values()}
    named = {str(cell) for row in tables[table] for name, cell in row.items() if folded_name(name) == thread}
    for other, rows in tables.items():
        names = dict.fromkeys(name for row in rows for name in row)
        texts = [name for name in names if folded_name(name) in OPENING and _words(rows, name) >= WORDY]
        if other == table or not texts or OTHERS.search(other.casefold()):
            continue
        for id_ in (name for name in names if folded_name(name) == "id" or rank("dialogue", name) is not None):
            ids = {str(row.get(id_)) for row in rows}
            if len(ids) == len(rows) and len(named & ids) * 2 > len(named):
                text = min(texts, key=lambda name: OPENING.index(folded_name(name)))
                new = sum(str(row.get(text))[:80] not in said for row in rows)
                return (other, id_, text) if new * 2 > len(rows) else None
    return None


def _words(rows: Sequence[Mapping[str, object]], name: str) -> float:
    texts = [str(row[name]) for row in rows if row.get(name)]
    return sum(len(text.split()) + sum(char > "\u3040" for char in text) / 2 for text in texts) / len(texts) if texts else 0.0
