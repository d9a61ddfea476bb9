"""The dialogues in a dump of a desk's database: the table of its messages is found by how its rows are built, as objects of any desk."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from data.formats.bad_rows import BadRow
from data.formats.desks import plain_json
from data.formats.fields.field_names import folded_name, pick
from data.formats.fields.privacy import names_notes
from data.formats.fields.role_words import role_of
from data.formats.files.encodings import Decoded
from data.formats.files.json_values import Value
from data.formats.files.sql_dump import SqlRow, looks_like_sql, sql_rows
from data.formats.log_format import LogFormat
from data.formats.raw_dialogues import Message, RawDialogue, text_of, time_of
from data.formats.recognition.colleagues_files import among_colleagues
from data.formats.recognition.json_pieces import Found, pieces_of_json, recognised_json
from data.formats.recognition.object_cells import is_of_a_desk, opened, recognised_objects
from data.formats.recognition.sql_tables import MESSAGES, OTHERS, codes_of, opening_of, reference
from data.formats.recognition.unreadable import Unreadable
from data.formats.structure.flattening import flat
from data.formats.structure.kinds import kind_of
from data.formats.structure.shape import shape_of
from data.formats.tables.case_columns import role_beside
from data.records import AGENT, CUSTOMER

NAME = "sql"
# Rows of each table that are looked at, and tables.
SAMPLE, MOST_TABLES = 200, 3_000
# Lines of a file in which its first table begins.
HEADER = 2_000
CODES = "whether some of the numbers in column {column!r} mean notes or drafts isn't known: look at the preview (--dry-run)"
NO_MESSAGES = (
    "is a dump of a database in which no table of messages was recognised; export its messages as CSV, with the ticket, who wrote, when "
    "and the text in a row"
)
Reading = Callable[[], Iterable[Decoded]]
Rows = Callable[[Iterable[Decoded]], Iterator[SqlRow]]


@dataclass(frozen=True)
class Dump:
    """What is known of a dump.

    Attributes:
        table: of the messages; found: how these are read.
        refers: the column with the conversation that a message is of, where its name doesn't say so; else empty.
        opening: the table of tickets with what was written first, with the columns of its id and of that text; none if there is none.
        codes: a column of the desk's own numbers for kinds of messages, of which nobody knows here whether some are notes; else empty.
        inside: the column that holds each message as an object; else empty.
    """

    table: str
    found: Found
    refers: str
    opening: tuple[str, str, str] | None
    codes: str
    inside: str = ""

    @property
    def said(self) -> tuple[str, ...]:
        more = (f"first messages of table {self.opening[0]!r}",) if self.opening else ()
        more = (*more, CODES.format(column=self.codes)) if self.codes else more
        more = (*more, f"an object a row in column {self.inside!r}") if self.inside else more
        return (f"a database, messages of table {self.table!r}", *self.found.said, *more)


def is_dump(suffix: str, texts: Sequence[str]) -> bool:
    """Whether a file is a dump, by its ending or by its first lines: before the first table a header may be long."""
    begin = next((text.strip() for text in texts if text.strip()), "")
    return (suffix == ".sql" and begin[:1] not in ("{", "[", "<")) or looks_like_sql("\n".join(texts[:HEADER]))


def recognised_dump(reading: Reading, format: LogFormat, rows_of: Rows = sql_rows) -> Dump:
    """The table of messages in a dump. Reads all of the dump, and holds the first rows of each table.

    Args:
        reading: reads its lines.
        format: what is known beforehand.
        rows_of: reads the rows in lines; for a database that is no text, without regard to these.

    Raises:
        Unreadable: no table holds any.
    """
    tables: dict[str, list[dict[str, object]]] = {}
    counts: Counter[str] = Counter()
    for row in rows_of(reading()):
        if not row.problem and (row.table in tables or len(tables) < MOST_TABLES) and len(tables.setdefault(row.table, [])) < SAMPLE:
            tables[row.table].append(_object(row))
        counts[row.table] += 1
    noted = among_colleagues(list(tables)) | {table for table in tables if names_notes(folded_name(table))}
    offers = []
    for table, rows in tables.items():
        if OTHERS.search(table.casefold()) or table in noted:
            continue
        refers = reference(tables, table)
        found, inside = _found([_named(row, refers) for row in rows], format), ""
        if found is None or not _thread(found):
            objects = ((field, each) for field, each in recognised_objects(rows, format) if is_of_a_desk(each))
            inside, found = next(objects, ("", None))
        if found is not None and (thread := _thread(found)):
            offers.append((MESSAGES.search(table.casefold()) is not None, counts[table], thread, table, found, refers, inside))
    if not offers:
        raise Unreadable(NO_MESSAGES)
    _, _, thread, table, found, refers, inside = max(offers, key=lambda offer: offer[:2])
    return Dump(table, found, refers, opening_of(tables, table, refers, thread), codes_of(tables[table], found), inside)


def pieces_of_dump(file: Path, reading: Reading, format: LogFormat, dump: Dump, rows_of: Rows = sql_rows) -> Iterator[RawDialogue | BadRow]:
    """The messages of a dump, a piece each, and the rows that can't be read."""
    if dump.opening is not None:
        table, id_, text = dump.opening
        for row in rows_of(reading()):
            if row.table == table and (said := row.cells.get(text)) and (name := row.cells.get(id_)):
                about = _object(row)
                if not kind_of(flat({column: cell for column, cell in about.items() if folded_name(column) != "type"})):
                    yield RawDialogue(row.line, name, [first_message(row.line, about, said)])
    yield from pieces_of_json(file, reading, format, dump.found, partial(_values_of, dump=dump, rows_of=rows_of))


def first_message(line: int, about: Mapping[str, object], said: str) -> Message:
    """What a ticket's customer wrote first."""
    asked = {column: cell for column, cell in about.items() if role_beside(column) != AGENT}
    customers = sorted((text_of(cell) for column, cell in asked.items() if role_beside(column) == CUSTOMER), key=lambda cell: "@" in cell)
    name = next((called for called in customers if not called.isdigit()), "") or text_of(pick(asked, "speaker"))
    is_name = bool(name) and role_of(name) is None and not any(char.isdigit() or char in "@:" for char in name)
    return Message(line, CUSTOMER, said, time_of(pick(about, "date")), name, is_name)


def _values_of(lines: Iterable[Decoded], dump: Dump, rows_of: Rows) -> Iterator[Value]:
    for row in rows_of(lines):
        if row.table == dump.table or (row.problem and not row.table):
            cells = _named(_object(row), dump.refers)
            yield Value(row.line, None, row.problem) if row.problem else Value(row.line, opened(cells, dump.inside) or cells)


def _found(rows: Sequence[Mapping[str, object]], format: LogFormat) -> Found | None:
    """How rows are read: as those of a known desk, by their fields, or as a table of which less is known."""
    found = recognised_json((), format, True, partial(_values, rows))
    if found is None or found.name not in (plain_json.NAME, "table"):
        return found
    shape = shape_of([flat(row) for row in rows])
    told = shape is not None and shape.roles.tells and shape.is_exchange and bool(shape.thread)
    return Found(plain_json.NAME, (f"fields: {shape.describe()}",), ("roles",), shape=shape) if told and shape is not None else found


def _values(rows: Sequence[Mapping[str, object]], _: Iterable[Decoded]) -> Iterator[Value]:
    return (Value(number, row) for number, row in enumerate(rows, start=1))


def _object(row: SqlRow) -> dict[str, object]:
    """A row without the cells that hold nothing."""
    return {name: cell for name, cell in row.cells.items() if cell is not None and not cell.startswith("0000-00-00")}


def _named(row: dict[str, object], refers: str) -> dict[str, object]:
    """A row, the column that says which conversation it is of under a name that says so."""
    return {"conversation_id": row[refers], **row} if refers in row else row


def _thread(found: Found) -> str:
    """The column, folded, that says which conversation a row is of; empty if rows don't say it."""
    if found.columns is not None:
        return folded_name(found.columns.name_of("dialogue"))
    if found.shape is not None:
        return found.shape.thread or found.shape.party or "".join(found.shape.ends[:1])
    return "conversationid"  # a desk that is known
