"""Tables beside those with the messages, as databases are saved a file a table: what a code of theirs means (`1;Kunde`), who the
people are whose ids they have, and what was written first where that stands with the tickets.
"""

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import PurePosixPath

from data.formats.bad_rows import BadRow
from data.formats.fields.field_names import folded_name, rank
from data.formats.fields.role_words import role_of
from data.formats.files.encodings import encoding_of, lines_of
from data.formats.files.sources import Source
from data.formats.raw_dialogues import CHAT, LEFT_OUT, RawDialogue
from data.formats.recognition.sql_pieces import first_message
from data.formats.recognition.sql_tables import CASE, OPENING
from data.formats.tables.cells import all_differ, cells_of, words
from data.formats.tables.records import delimiter_of, records
from data.records import AGENT, BOT, CUSTOMER, NOTE, SYSTEM, Role

EXPLAINS = "holds no messages, but says what the codes and ids in the messages beside it mean"
Pieces = Callable[[], Iterator[RawDialogue | BadRow]]
# Bytes of such a table that are read, and its rows.
LARGEST, MOST_ROWS = 64 << 20, 500_000
# Codes so short mean something else in another column: then the table's name must have the column's in it.
SHORT, SHORTEST_NAME = 6, 4
# Of a hundred cells of a column that says roles, so many are words for these; and words of a text on the average.
KNOWN, WORDY = 80, 3.0
# In a column of sorts of users, words that stand for a role nowhere else (Salesforce).
SORT = "usertype"
SORTS: Mapping[str, Role] = {
    "standard": AGENT, "powerpartner": CUSTOMER, "cspliteportal": CUSTOMER, "csnonly": CUSTOMER, "cloudintegrationuser": BOT,
}  # fmt: skip


@dataclass(frozen=True)
class Lookup:
    """What a table says of others.

    Attributes:
        name: the table's, folded; folder: where it lies.
        roles: codes or ids to roles.
        openings: ids of tickets to what their customers wrote first, as pieces of these dialogues.
    """

    name: str
    folder: str
    roles: Mapping[str, Role] = field(default_factory=dict)
    openings: Mapping[str, RawDialogue] = field(default_factory=dict)


def lookup_of(source: Source) -> Lookup | None:
    """What a table without messages says of those beside it; none if it says nothing."""
    head = source.head(LARGEST)
    lines = list(lines_of(io.BytesIO(head), encoding_of(head)))
    rows = [record.cells for record in islice(records(lines, delimiter_of([line.text for line in lines[:200]])), MOST_ROWS)]
    if len(rows) < 3 or len(rows[0]) < 2:
        return None
    names, below = rows[0], rows[1:]
    key = next((place for place in range(len(names)) if all_differ(place, below) and len(cells_of(below, place)) == len(below)), None)
    if key is None:
        return None
    path = PurePosixPath(source.name)
    name = folded_name(path.name.partition(".")[0])
    roles, openings = _roles(names, below, key), _openings(names, below, key) if CASE.search(name) else {}
    return Lookup(name, str(path.parent), roles, openings) if roles or openings else None


def _roles(names: Sequence[str], rows: Sequence[Sequence[str]], key: int) -> dict[str, Role]:
    for place, name in enumerate(names):
        sorts = SORTS if folded_name(name) == SORT else {}
        cells = cells_of(rows, place) if place != key else []
        if not cells or sum(_role(cell, sorts) is not None for cell in cells) * 100 < KNOWN * len(cells):
            continue
        told = {row[key].strip(): role for row in rows if place < len(row) and (role := _role(row[place], sorts)) is not None}
        if len(set(told.values())) > 1 and AGENT in told.values():
            return told
    return {}


def _role(cell: str, sorts: Mapping[str, Role]) -> Role | None:
    return sorts.get(cell.strip().casefold()) or role_of(cell)


def _openings(names: Sequence[str], rows: Sequence[Sequence[str]], key: int) -> dict[str, RawDialogue]:
    texts = [place for place, name in enumerate(names) if folded_name(name) in OPENING and words(place, rows) >= WORDY]
    found: dict[str, RawDialogue] = {}
    for number, row in enumerate(rows if texts else (), start=2):
        about: dict[str, object] = {name: cell.strip() for name, cell in zip(names, row) if cell.strip()}
        said, id_ = about.get(names[texts[0]]), row[key].strip()
        if isinstance(said, str) and id_:
            found[id_] = RawDialogue(number, id_, [first_message(number, about, said)])
    return found


def roles_for(source: Source, lookups: Sequence[Lookup]) -> dict[str, str]:
    """What the codes and ids of a table of messages mean, by the tables beside it."""
    folder = str(PurePosixPath(source.name).parent)
    head = source.head(1 << 16)
    first = next(iter(lines_of(io.BytesIO(head), encoding_of(head))), None)
    header = next(records([first], delimiter_of([first.text])), None) if first else None
    names = (
        {folded_name(cell) for cell in header.cells if rank("role", cell) is not None or rank("speaker", cell) is not None}
        if header
        else ()
    )
    told: dict[str, str] = {}
    for lookup in lookups:
        if lookup.folder != folder:
            continue
        named = any(len(name) >= SHORTEST_NAME and name in lookup.name for name in (name.removesuffix("id") for name in names))
        told |= {code: role for code, role in lookup.roles.items() if named or len(code) >= SHORT}
    return told


def with_openings(pieces: Pieces, openings: Mapping[str, RawDialogue]) -> Iterator[RawDialogue | BadRow]:
    """The dialogues of a table of messages, with what was written first where it doesn't stand among these."""
    said: dict[str, set[str]] = {}
    for piece in pieces():
        if isinstance(piece, RawDialogue) and not piece.name.startswith(CHAT):
            spoken = {_begin(message.text) for message in piece.messages if message.role not in (*LEFT_OUT, NOTE, SYSTEM)}
            if spoken:
                said.setdefault(piece.name, set()).update(spoken)
    if sum(name in openings for name in said) * 2 > len(said):
        for name, texts in said.items():
            if name in openings and _begin(openings[name].messages[0].text) not in texts:
                yield openings[name]
    yield from pieces()


def _begin(text: str) -> str:
    return " ".join(text.split())[:60]
