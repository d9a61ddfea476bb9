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
    rf"\s*(?:insert|replace)\s+(?:ignore\s+)?(?:into\s+)?{NAME}\s*(?P<columns>\([^()]{{1,9000}}\))?\s*"
    r"(?:overriding\s+(?:system|user)\s+value\s*)?values?\s*",
    re.IGNORECASE,
)
CREATE = re.compile(rf"\s*create\s+table\s+(?:if\s+not\s+exists\s+)?{NAME}\s*\(?(?P<rest>.*)$", re.IGNORECASE | re.DOTALL)
COPY = re.compile(rf"copy\s+{NAME}\s*\((?P<columns>[^()]{{1,9000}})\)\s+from\s+stdin", re.IGNORECASE)
COLUMN = re.compile(r"\s*[`\"\[]?(?P<name>[\w$-]{1,64})[`\"\]]?\s+\[?[A-Za-z]")
NO_COLUMN = re.compile(
    r"\s*(?:--|#|/\*)|\s*(?:primary|unique|key|index|constraint|foreign|fulltext|spatial|check|exclude|like)\b", re.IGNORECASE
)
COMMENT = re.compile(r"\s--\s.*$")
HEAD = re.compile(r"\s{0,9}(?:--(?!-)|/\*|(?:set|begin|pragma|use|drop|lock|create|alter|copy|insert|replace)\b|go\s*$)", re.IGNORECASE)
CALLED = r"[`\"\[\w][^\s(),;]{0,200}"
DUMP = re.compile(
    rf"(?:^|\n)[ \t]{{0,40}}(?:(?:insert|replace)\s(?:ignore\s)?(?:into\s)?{CALLED}\s{{0,9}}(?:\(|values?\b|overriding\b)"
    rf"|create\stable\s(?:if\snot\sexists\s)?{CALLED}\s{{0,9}}\(|copy\s{CALLED}\s?\()",
    re.IGNORECASE,
)
# Another statement in the same line; and what only MySQL and MariaDB write, whose strings have escapes.
NEXT = re.compile(r";\s{0,9}(?=(?:insert|replace|create)\s)", re.IGNORECASE)
MYSQL = re.compile(
    r"^\s?/\*!|\bengine\s?=|^-- (?:mysql|mariadb|phpmyadmin|heidisql)|\bauto_increment\b|^lock tables|\bsql_mode\b", re.IGNORECASE
)
# In a string: a quotation mark that is doubled, or ends it; an escaped sign, or the line's end.
STANDARD, ESCAPED = re.compile("''|'"), re.compile(r"''|'|\\.|\\", re.DOTALL)
BETWEEN = re.compile(r"[^\s'(),;]+|[(),;]|'")
ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "0": "", "b": "", "Z": "", "f": "", "v": ""}
ESCAPE = re.compile(r"\\(.)", re.DOTALL)
# SQLite writes a text of several lines as `replace('one\\ntwo','\\n',char(10))`.
REPLACE, CODE = "replace", re.compile(r"[0-9]{1,6}")
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
        if not values.table and not values.escapes and MYSQL.search(text[:400]):
            values.escapes = True
        place = 0
        while place >= 0:  # a statement behind another
            if values.table:
                yield from values.take(number, text, columns.get(values.table, []), place)
                place = values.ended
                continue
            behind = NEXT.search(text, place) if not text.lstrip().startswith("--") else None
            line = text[place : behind.start() + 1] if behind else text[place:]
            if making:
                making = _take_column(columns[making], line, making)
            elif found := INSERT.match(text, place):
                values = _Values(escapes=values.escapes or "`" in found[0])
                values.table = found["table"]
                if found["columns"]:
                    columns[values.table] = _names(found["columns"][1:-1])
                place = found.end()
                continue
            elif found := CREATE.match(line):
                values.escapes = values.escapes or "`" in line
                making = found["table"]
                columns[making] = []
                for part in found["rest"].split(","):
                    making = making and _take_column(columns[making], part, making)
            elif found := COPY.match(line):
                copied = found["table"], _names(found["columns"])
            place = behind.end() if behind else -1
    if values.inside:
        yield SqlRow(values.begun, values.table, {}, "the dump breaks off within a row")


def _names(listed: str) -> list[str]:
    return [name.strip().strip('`"[]') for name in listed.split(",")]


def _take_column(names: list[str], line: str, table: str) -> str:
    """Takes the column that a line of `create table` names; gives the table that the next line is of, empty behind the last one."""
    line = COMMENT.sub("", line)
    if line.lstrip().startswith("--"):
        return table
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
        ended: where in the line that was taken last the statement ended; -1 if it goes on.
    """

    def __init__(self, escapes: bool) -> None:
        self.escapes = escapes
        self.table = ""
        self.begun = 0
        self.ended = -1
        self._text, self._place = "", 0  # the line in which a row began, and where
        self._depth = 0
        self._in_string = False
        self._escaped_string = False
        self._string: list[str] = []
        self._size = 0
        self._parts: list[str] | None = None  # of a call of `replace`
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

    def take(self, number: int, text: str, names: list[str], place: int = 0) -> Iterator[SqlRow]:
        """Takes a line from a place on; gives the rows that end in it."""
        self.ended = -1
        while place < len(text) and self._size <= LARGEST:
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
                    self._parts = None
            elif token == ")" and self._depth:
                self._depth -= 1
                if not self._depth:
                    self._end_cell()
                    yield _row(self.begun, self.table, names, self._cells)
            elif token == "," and self._depth == 1:
                self._end_cell()
            elif token == ";" and not self._depth:
                self.table, self.ended = "", place
                return
            elif self._depth and token.casefold() == REPLACE:
                self._parts = self._parts or []
            elif self._parts is not None and CODE.fullmatch(token):
                self._parts.append(chr(int(token)))
            elif self._depth and not self._cell and token.upper() != "NULL":
                self._cell = "" if text[place : place + 1] in ("'", "(") else token  # N'…', _utf8 '…', CAST('…' AS …)
        if self._in_string:
            self._string.append("\n")
        if self._size > LARGEST:
            yield SqlRow(self.begun, self.table, {}, "a row is too large, or a quotation mark isn't closed")
            self.table, self._depth, self._in_string, self._size = "", 0, False, 0

    def _end_cell(self) -> None:
        if self._parts:
            self._cell = self._parts[0]
            for old, new in zip(self._parts[1::2], self._parts[2::2]):
                self._cell = self._cell.replace(old, new)
        self._cells.append(self._cell)
        self._cell, self._parts = None, None

    def _goes_on(self, text: str, place: int) -> int:
        """Reads a string from a place on; gives the place behind it, or the line's end."""
        marks = (ESCAPED if self._escaped_string else STANDARD).finditer(text, place, place + LARGEST + 2)
        end = next((found.start() for found in marks if found[0] in ("'", "\\")), min(len(text), place + LARGEST + 2))
        self._string.append(text[place:end])
        self._size += end - place + 1
        if end >= len(text) or self._size > LARGEST or text[end] == "\\":
            return len(text)
        said = "".join(self._string).replace("''", "'")
        said = _unescaped(said) if self._escaped_string else said
        if self._parts is not None:
            self._parts.append(said)
        else:
            self._cell = (self._cell or "") + said
        self._in_string, self._string = False, []
        return end + 1
