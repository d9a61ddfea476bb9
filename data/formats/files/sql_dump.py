"""The rows in a dump of a database: MySQL's and MariaDB's, PostgreSQL's, SQLite's, SQL Server's scripts. No statement is carried out.

A dump is read line by line; of its rows only one is held. A row that is cut, or has another number of cells than its table has
columns, is named with its line.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from data.formats.files.encodings import Decoded

NAME = r"(?:[`\"\[]?[\w$-]{1,64}[`\"\]]?\s?\.\s?){0,2}[`\"\[]?(?P<table>[\w$-]{1,64})[`\"\]]?"
INSERT = re.compile(
    rf"\s*(?:insert|replace)\s+(?:ignore\s+)?(?:into\s+)?{NAME}\s*(?P<columns>\([^()]{{1,9000}}\))?\s*values?\s*", re.IGNORECASE
)
CREATE = re.compile(rf"\s*create\s+table\s+(?:if\s+not\s+exists\s+)?{NAME}\s*\(?(?P<rest>.*)$", re.IGNORECASE | re.DOTALL)
COPY = re.compile(rf"copy\s+{NAME}\s*\((?P<columns>[^()]{{1,9000}})\)\s+from\s+stdin", re.IGNORECASE)
COLUMN = re.compile(r"\s*[`\"\[]?(?P<name>[\w$-]{1,64})[`\"\]]?\s+\[?[A-Za-z]")
NO_COLUMN = re.compile(r"\s*(?:primary|unique|key|index|constraint|foreign|fulltext|spatial|check|exclude|like)\b", re.IGNORECASE)
HEAD = re.compile(
    r"\s{0,9}(?:--|/\*|set |begin|pragma |use |drop |lock |(?:create|alter) |copy |(?:insert|replace) |go\s*$)", re.IGNORECASE
)
DUMP = re.compile(r"(?:^|\n)\s*(?:(?:insert|replace) (?:ignore )?(?:into )?[`\"\[\w.]+|create table |copy [\w.\"]+ ?\()", re.IGNORECASE)
# In a string: up to where it ends, is escaped, or goes on in the next line.
STANDARD, ESCAPED = re.compile(r"(?:[^']|'')*"), re.compile(r"(?:[^'\\]|''|\\.)*", re.DOTALL)
BETWEEN = re.compile(r"[^\s'(),;]+|[(),;]|'")
ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "0": "", "b": "", "Z": "", "f": "", "v": ""}
ESCAPE = re.compile(r"\\(.)", re.DOTALL)
LARGEST = 8 << 20
# Where another row begins, and how many damaged ones of a line are passed.
NEXT_ROW, MOST_DAMAGES = re.compile(r"\)\s?,\s?\((?=[\d'N_])"), 20
Cell = str | None


class SqlRow(NamedTuple):
    """A row of a table, and the line that it begins in; `problem` says why it has no cells."""

    line: int
    table: str
    cells: dict[str, Cell]
    problem: str = ""


def looks_like_sql(text: str) -> bool:
    """Whether lines at the begin of a file are a dump's: its first words are a statement or a comment, and a table is filled or made."""
    begin = next((line for line in text.splitlines() if line.strip()), "")
    return HEAD.match(begin) is not None and DUMP.search(text) is not None


def sql_rows(lines: Iterable[Decoded]) -> Iterator[SqlRow]:
    """The rows of all tables, in the order of the dump."""
    columns: dict[str, list[str]] = {}
    making = ""
    copied: tuple[str, list[str]] | None = None
    values = _Values(escapes=False)
    for number, text, _ in lines:
        if copied is not None:
            if text == "\\.":
                copied = None
            else:
                cells = [None if cell == "\\N" else _unescaped(cell) for cell in text.split("\t")]
                yield _row(number, copied[0], copied[1], cells)
            continue
        if values.table and INSERT.match(text) and values.inside and values.escapes:  # there, no string goes over a line's end
            yield from values.behind_the_damage(columns.get(values.table, []))
            values = _Values(escapes=True)
        elif values.table and not values.inside and HEAD.match(text):
            values.table = ""
        if values.table:
            yield from values.take(number, text, columns.get(values.table, []))
            continue
        if making:
            making = _take_column(columns[making], text, making)
        elif found := INSERT.match(text):
            values = _Values(escapes=values.escapes or "`" in text[: found.end()])
            values.table = found["table"]
            if found["columns"]:
                columns[values.table] = _names(found["columns"][1:-1])
            yield from values.take(number, text[found.end() :], columns.get(values.table, []))
        elif found := CREATE.match(text):
            values.escapes = values.escapes or "`" in text
            making = found["table"]
            columns[making] = []
            for part in found["rest"].split(","):
                making = making and _take_column(columns[making], part, making)
        elif found := COPY.match(text):
            copied = found["table"], _names(found["columns"])
    if values.inside:
        yield SqlRow(values.begun, values.table, {}, "the dump breaks off within a row")


def _names(listed: str) -> list[str]:
    return [name.strip().strip('`"[]') for name in listed.split(",")]


def _take_column(names: list[str], line: str, table: str) -> str:
    """Takes the column that a line of `create table` names; gives the table that the next line is of, empty behind the last one."""
    if line.lstrip().startswith(")") or line.rstrip().endswith(";"):
        table = ""
    if not NO_COLUMN.match(line) and (found := COLUMN.match(line)):
        names.append(found["name"])
    return table


def _row(line: int, table: str, names: list[str], cells: list[Cell]) -> SqlRow:
    if names and len(names) != len(cells):
        return SqlRow(line, table, {}, f"a row of {table} has {len(cells)} cells, and its table {len(names)} columns")
    return SqlRow(line, table, dict(zip(names or [f"column{place}" for place in range(1, len(cells) + 1)], cells)))


def _unescaped(text: str) -> str:
    return ESCAPE.sub(lambda found: ESCAPES.get(found[1], found[1]), text) if "\\" in text else text


class _Values:
    """Reads `(1, 'a', NULL), (2, …);` over the ends of lines.

    Attributes:
        table: whose rows these are; empty behind the last one.
        escapes: whether a backslash escapes the next sign, as in MySQL.
        inside: whether a row has begun and not ended; begun: its line.
    """

    def __init__(self, escapes: bool) -> None:
        self.escapes = escapes
        self.table = ""
        self.begun = 0
        self._text, self._place = "", 0  # the line in which a row began, and where
        self._depth = 0
        self._in_string = False
        self._escaped_string = False
        self._string: list[str] = []
        self._size = 0
        self._cell: Cell = None
        self._cells: list[Cell] = []

    @property
    def inside(self) -> bool:
        return self._depth > 0

    def behind_the_damage(self, names: list[str]) -> Iterator[SqlRow]:
        """The rows of the line in which a row began that has no end, from the next one on that can be read."""
        for _ in range(MOST_DAMAGES):
            yield SqlRow(self.begun, self.table, {}, "a row's quotation marks aren't closed, or the row is cut")
            self._depth, self._in_string = 0, False
            found = NEXT_ROW.search(self._text, self._place)
            if found is None:
                return
            yield from self.take(self.begun, self._text[found.end() - 1 :], names)
            if not self.inside:
                return

    def take(self, number: int, text: str, names: list[str]) -> Iterator[SqlRow]:
        """Takes a line; gives the rows that end in it."""
        place = 0
        while place < len(text):
            if self._in_string:
                place = self._goes_on(text, place)
                continue
            found = BETWEEN.search(text, place)
            if found is None:
                break
            place, token = found.end(), found[0]
            if token == "'":
                prefix = text[max(0, found.start() - 1) : found.start()]
                self._in_string, self._string, self._size = True, [], 0
                self._escaped_string = self.escapes or prefix in ("E", "e")
            elif token == "(":
                self._depth += 1
                if self._depth == 1:
                    self.begun, self._cells, self._cell, self._text, self._place = number, [], None, text, place
            elif token == ")" and self._depth:
                self._depth -= 1
                if not self._depth:
                    yield _row(self.begun, self.table, names, [*self._cells, self._cell])
            elif token == "," and self._depth == 1:
                self._cells.append(self._cell)
                self._cell = None
            elif token == ";" and not self._depth:
                self.table = ""
                return
            elif self._depth and not self._cell and token.upper() != "NULL":
                self._cell = "" if text[place : place + 1] in ("'", "(") else token  # N'…', _utf8 '…', CAST('…' AS …)
        if self._in_string:
            self._string.append("\n")
        if self._size > LARGEST:
            yield SqlRow(self.begun, self.table, {}, "a row is too large, or a quotation mark isn't closed")
            self.table, self._depth, self._in_string = "", 0, False

    def _goes_on(self, text: str, place: int) -> int:
        """Reads a string from a place on; gives the place behind it, or the line's end."""
        found = (ESCAPED if self._escaped_string else STANDARD).match(text, place)
        assert found is not None
        self._string.append(found[0])
        self._size += len(found[0]) + 1
        if found.end() >= len(text) or text[found.end()] == "\\":
            return len(text)
        said = "".join(self._string).replace("''", "'")
        self._cell = (self._cell or "") + (_unescaped(said) if self._escaped_string else said)
        self._in_string, self._string = False, []
        return found.end() + 1
