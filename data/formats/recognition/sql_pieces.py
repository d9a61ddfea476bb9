"""The dialogues in a dump of a desk's database: the table of its messages is found by how its rows are built, as objects of any desk."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from data.formats.bad_rows import BadRow
from data.formats.desks import plain_json
from data.formats.fields.field_names import folded_name, pick, rank
from data.formats.fields.privacy import names_notes
from data.formats.fields.role_words import role_of
from data.formats.files.encodings import Decoded
from data.formats.files.json_values import Value
from data.formats.files.sql_dump import SqlRow, looks_like_sql, sql_rows
from data.formats.log_format import LogFormat
from data.formats.raw_dialogues import Message, RawDialogue, text_of, time_of
from data.formats.recognition.colleagues_files import among_colleagues
from data.formats.recognition.json_pieces import Found, pieces_of_json, recognised_json
from data.formats.recognition.table_pieces import Unreadable
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
# What tables of messages are called; and tables with texts that are none.
MESSAGES = re.compile(
    r"messages?|msgs?|entr(?:y|ies)|articles?|posts?|repl(?:y|ies)|comments?|threads?|chats?|transcripts?|correspond|mails?"
)
OTHERS = re.compile(
    r"templates?|canned|macros?|predefined|draft|logs?$|audit|search|index|attach|revision|history|queue|settings?|config|option|faq|kb_"
)
# What tables of conversations are called, and columns of kinds of messages.
CASE = re.compile(r"ticket|conversation|thread|chat|case|issue|session|discussion|request|topic|room|inquir|enquir|incident|dialog")
# What is listed beside conversations: kinds of them, who is told of them.
LISTS = re.compile(r"categor|status|states?$|types?$|priorit|tags?$|labels?$|depart|groups?$|rules?$|sla|fields?$|forms?$|polic")
# Columns of who writes, which refer to no conversation.
WRITER = re.compile(r"user|sender|author|agent|staff|operator|customer|client|contact|owner|assign|person|member|creat")
KIND_COLUMN = re.compile(r"type|kind|visib|state")
CODES = "whether some of the numbers in column {column!r} mean notes or drafts isn't known: look at the preview (--dry-run)"
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
        refers: the column with the conversation that a message is of, where its name doesn't say so; else empty.
        opening: the table of tickets with what was written first, with the columns of its id and of that text; none if there is none.
        codes: a column of the desk's own numbers for kinds of messages, of which nobody knows here whether some are notes; else empty.
    """

    table: str
    found: Found
    refers: str
    opening: tuple[str, str, str] | None
    codes: str

    @property
    def said(self) -> tuple[str, ...]:
        more = (f"first messages of table {self.opening[0]!r}",) if self.opening else ()
        more = (*more, CODES.format(column=self.codes)) if self.codes else more
        return (f"a database's dump, messages of table {self.table!r}", *self.found.said, *more)


def is_dump(suffix: str, texts: Sequence[str]) -> bool:
    """Whether a file is a dump, by its ending or by its first lines: before the first table a header may be long."""
    begin = next((text.strip() for text in texts if text.strip()), "")
    return (suffix == ".sql" and begin[:1] not in ("{", "[", "<")) or looks_like_sql("\n".join(texts[:HEADER]))


def recognised_dump(reading: Reading, format: LogFormat) -> Dump:
    """The table of messages in a dump. Reads all of the dump, and holds the first rows of each table.

    Raises:
        Unreadable: no table holds any.
    """
    tables: dict[str, list[dict[str, object]]] = {}
    counts: Counter[str] = Counter()
    for row in sql_rows(reading()):
        if not row.problem and (row.table in tables or len(tables) < MOST_TABLES) and len(tables.setdefault(row.table, [])) < SAMPLE:
            tables[row.table].append(_object(row))
        counts[row.table] += 1
    noted = among_colleagues(list(tables)) | {table for table in tables if names_notes(folded_name(table))}
    offers = []
    for table, rows in tables.items():
        if OTHERS.search(table.casefold()) or table in noted:
            continue
        refers = _reference(tables, table)
        found = _found([_named(row, refers) for row in rows], format)
        if found is not None and (thread := _thread(found)):
            offers.append((MESSAGES.search(table.casefold()) is not None, counts[table], thread, table, found, refers))
    if not offers:
        raise Unreadable(NO_MESSAGES)
    _, _, thread, table, found, refers = max(offers, key=lambda offer: offer[:2])
    return Dump(table, found, refers, _opening(tables, table, refers, thread), _codes(tables[table], found))


def pieces_of_dump(file: Path, reading: Reading, format: LogFormat, dump: Dump) -> Iterator[RawDialogue | BadRow]:
    """The messages of a dump, a piece each, and the rows that can't be read."""
    if dump.opening is not None:
        table, id_, text = dump.opening
        for row in sql_rows(reading()):
            if row.table == table and (said := row.cells.get(text)) and (name := row.cells.get(id_)):
                about = _object(row)
                if not kind_of(flat({column: cell for column, cell in about.items() if folded_name(column) != "type"})):
                    yield RawDialogue(row.line, name, [_first(row.line, about, said)])
    yield from pieces_of_json(file, reading, format, dump.found, partial(_values_of, dump=dump))


def _first(line: int, about: Mapping[str, object], said: str) -> Message:
    """What a ticket's customer wrote first."""
    asked = {column: cell for column, cell in about.items() if role_beside(column) != AGENT}
    customers = sorted((text_of(cell) for column, cell in asked.items() if role_beside(column) == CUSTOMER), key=lambda cell: "@" in cell)
    name = next((called for called in customers if not called.isdigit()), "") or text_of(pick(asked, "speaker"))
    is_name = bool(name) and role_of(name) is None and not any(char.isdigit() or char in "@:" for char in name)
    return Message(line, CUSTOMER, said, time_of(pick(about, "date")), name, is_name)


def _values_of(lines: Iterable[Decoded], dump: Dump) -> Iterator[Value]:
    for row in sql_rows(lines):
        if row.table == dump.table:
            yield Value(row.line, None, row.problem) if row.problem else Value(row.line, _named(_object(row), dump.refers))


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


def _reference(tables: Mapping[str, Sequence[Mapping[str, object]]], table: str) -> str:
    """The column of a table whose numbers are those of tickets or chats in another table; empty if its own name says what it is."""
    columns = dict.fromkeys(name for row in tables[table] for name in row)
    if any(CASE.search(name.casefold()) and name.casefold().endswith("id") for name in columns):
        return ""
    found: list[tuple[bool, int, str]] = []
    for other, rows in tables.items():
        if other == table or not CASE.search(other.casefold()) or len(rows) < 2:
            continue
        ids = {str(row.get("id")) for row in rows}
        for name in columns:
            if (
                name.casefold() == "id"
                or WRITER.search(name.casefold())
                or any(rank(field, name) is not None for field in ("speaker", "role"))
            ):
                continue
            named = {str(row[name]) for row in tables[table] if row.get(name) not in (None, "")}
            if len(named) > 1 and named <= ids and len(named) < len(tables[table]):
                found.append((CASE.search(name.casefold()) is not None, len(named), name))
    return max(found, key=lambda entry: entry[:2])[2] if found else ""


def _codes(rows: Sequence[Mapping[str, object]], found: Found) -> str:
    """A column with numbers for kinds of messages, where no desk is known that has them.

    Two numbers may be those of who wrote, unless another column says that: then they may be those of replies and notes.
    """
    if found.name not in (plain_json.NAME, "table"):
        return ""
    told = {path for path, _ in found.shape.roles.words} if found.shape is not None else set()
    for name in dict.fromkeys(name for row in rows for name in row):
        values = {str(row[name]) for row in rows if row.get(name) not in (None, "")}
        fewest = 2 if told - {folded_name(name)} else 3
        if KIND_COLUMN.search(name.casefold()) and fewest <= len(values) < 9 and all(value.isdigit() for value in values):
            return name
    return ""


def _thread(found: Found) -> str:
    """The column, folded, that says which conversation a row is of; empty if rows don't say it."""
    if found.columns is not None:
        return folded_name(found.columns.name_of("dialogue"))
    if found.shape is not None:
        return found.shape.thread or found.shape.party or "".join(found.shape.ends[:1])
    return "conversationid"  # a desk that is known


def _opening(tables: Mapping[str, Sequence[Mapping[str, object]]], table: str, refers: str, thread: str) -> tuple[str, str, str] | None:
    """The table of tickets with their first messages: its ids are those that messages name, and its texts aren't among these."""
    said = {str(cell)[:80] for row in tables[table] for cell in row.values()}
    named = {
        str(cell) for row in tables[table] for name, cell in row.items() if name == refers or (not refers and folded_name(name) == thread)
    }
    threads = {thread, folded_name(refers)} - {""}
    for other, rows in tables.items():
        called = other.casefold()
        if other == table or not CASE.search(called) or OTHERS.search(called) or LISTS.search(called):
            continue
        names = dict.fromkeys(name for row in rows for name in row)
        texts = [name for name in names if folded_name(name) in OPENING and _words(rows, name) >= WORDY]
        of_one = [name for name in names if folded_name(name) in threads]
        if not texts or (of_one and MESSAGES.search(CASE.sub("", called))):
            continue  # the messages of another table answer, too
        for id_ in (name for name in names if folded_name(name) == "id" or rank("dialogue", name) is not None):
            ids = {str(row.get(id_)) for row in rows}
            if any(name != id_ for name in of_one) or len(ids) < len(rows) or len(named & ids) * 2 <= len(named):
                continue
            text = min(texts, key=lambda name: OPENING.index(folded_name(name)))
            begun = [row for row in rows if str(row.get(id_)) in named]
            if sum(str(row.get(text))[:80] not in said for row in begun) * 2 > len(begun):
                return other, id_, text
    return None


def _words(rows: Sequence[Mapping[str, object]], name: str) -> float:
    texts = [str(row[name]) for row in rows if row.get(name)]
    return sum(len(text.split()) + sum(char > "\u3040" for char in text) / 2 for text in texts) / len(texts) if texts else 0.0
