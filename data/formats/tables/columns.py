"""Which column of a table is what: by its name, in several languages, and by what stands in it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from data.errors import DataError
from data.formats.fields.field_names import RANKED, folded_name, rank
from data.formats.fields.role_words import role_of
from data.formats.log_format import COLUMNS, LogFormat
from data.formats.structure.kinds import Kinds, kinds_of
from data.formats.tables.cells import CLOCK, COMPANYS, CUSTOMERS, all_differ, has_turns, is_filled, is_time, says_role, share
from data.formats.tables.guessing import guessed
from data.formats.tables.headers import header_rows, paths_of
from data.formats.tables.side_columns import side_columns
from data.formats.tables.threads import customers_column, guessed_thread, rounded_number, subject_columns
from data.formats.tables.transcript_cells import names_speakers
from data.formats.tables.turn_columns import turn_columns
from data.formats.text.encoded_twice import decoded_once
from data.records import AGENT, CUSTOMER

ROUNDED = (
    "dialogue = {column!r} and the times, since a spreadsheet rounded their numbers ({number}): export once more, and import that file "
    "without opening it in a spreadsheet"
)
# Rows that are looked at.
SAMPLE = 400
# What each message has: a column that is empty in most rows, or has a time of day only, is the last to be taken for it.
EACH, SELDOM = ("role", "speaker", "text", "date"), 2_000
# What a table with a column a turn has besides.
ABOUT = ("dialogue", "date", "product", "tags", "rating", "comment")
# Names of columns with the kinds of messages, and which share of their words must be known to tell the sides.
TYPES, MOST_SIDES = ("type", "typ", "tipo", "类型", "類型", "種別", "区分", "art", "kind", "messagetype"), 0.6
# Names of columns that number a table's rows, where no two have the same.
ROWS_OWN = ("id", "no", "nr", "number", "key", "uuid", "messageid", "rowid")


@dataclass(frozen=True)
class Columns:
    """A table's header, and which column is what.

    Attributes:
        names: the header's cells.
        at: our names to the columns' positions.
        header: how many rows stand up to and with the header; 0 if there is none.
        unsure: what was guessed from the content.
        prefixed: whether each text begins with who said it.
        thread: the columns that together name a dialogue where none does by itself: a mail's subject, who wrote it and to whom.
        rounded: a number of a dialogue that a spreadsheet rounded: then `thread` is the column that says whose it is.
        turns: the columns that hold a turn of a dialogue each, with the role of those that say it.
        kinds: how the kinds of its rows are told.
    """

    names: tuple[str, ...]
    at: Mapping[str, int]
    header: int
    unsure: tuple[str, ...] = field(default=())
    turns: tuple[tuple[int, str], ...] = field(default=())
    prefixed: bool = False
    thread: tuple[int, ...] = field(default=())
    rounded: str = ""
    kinds: Kinds = field(default_factory=Kinds)

    def describe(self) -> str:
        """Which column is read as what."""
        turns = (f"turns = {', '.join(repr(self.names[position]) for position, _ in self.turns)}",) if self.turns else ()
        rounded = (ROUNDED.format(column=self.names[self.thread[0]], number=self.rounded),) if self.rounded else ()
        return ", ".join(
            (
                *(
                    f"{field} = {self.name_of(field)!r}" if self.name_of(field) else f"{field} = column {position + 1}"
                    for field, position in self.at.items()
                ),
                *turns,
                *rounded,
            )
        )

    def name_of(self, field: str) -> str:
        """What the header calls a field of ours; empty if there is no such column, or it has no name."""
        position = self.at.get(field, len(self.names))
        return self.names[position] if position < len(self.names) else ""

    @property
    def readable(self) -> bool:
        """Whether there are messages in the table, and who said them."""
        return (
            self.holds_pairs
            or bool(self.turns)
            or "transcript" in self.at
            or ("text" in self.at and (self.prefixed or bool({"role", "speaker"} & set(self.at))))
        )

    @property
    def holds_pairs(self) -> bool:
        """Whether a row is a question and its answer."""
        return "question" in self.at and "answer" in self.at


def columns_of(rows: Sequence[Sequence[str]], format: LogFormat) -> Columns:
    """The columns of a table by its first rows.

    Raises:
        DataError: a column that was named isn't there.
    """
    header = header_rows(rows)
    names = tuple(decoded_once(name.strip().lstrip("\ufeff")) for name in rows[header - 1]) if header else ()
    sample = [_aligned(names, row) for row in rows[header:] if any(cell.strip() for cell in row)][:SAMPLE]
    at = _named(names, sample)
    turns = () if format.columns else turn_columns(names, sample)
    if turns:
        held = {position for position, _ in turns}
        at = {ours: position for ours, position in at.items() if ours in ABOUT and position not in held}
        return Columns(names, at, header, () if all(role for _, role in turns) else ("roles",), turns)
    for ours, theirs in format.columns.items():
        at = {name: position for name, position in at.items() if name != ours}
        at[ours] = _position(names, theirs)
        at = {
            name: position for name, position in at.items() if name == ours or position != at[ours] or {name, ours} == {"role", "speaker"}
        }
    unsure = guessed(at, names, sample)
    if "dialogue" not in at and {"text", "question"} & set(at) and (thread := guessed_thread(at, names, sample)) is not None:
        at["dialogue"] = thread
        unsure.append("dialogue")
    if "dialogue" not in at and "transcript" in at and (own := _case_number(names, at, sample)) is not None:
        at["dialogue"] = own
    rounded = rounded_number(at["dialogue"], sample) if "dialogue" in at else ""
    if rounded:
        together: tuple[int, ...] = (customers_column(names, sample, (at.pop("dialogue"), rounded)),)
    else:
        together = subject_columns(at, names, sample) if "dialogue" not in at else ()
    said = [row[at["text"]] for row in sample if at["text"] < len(row)] if "text" in at and not {"role", "speaker"} & set(at) else []
    at = dict(sorted(at.items(), key=lambda pair: COLUMNS.index(pair[0])))
    kinds = kinds_of([{path: cell.strip() for (_, path), cell in zip(paths_of(names), row)} for row in sample])
    return Columns(names, at, header, tuple(unsure), prefixed=names_speakers(said), thread=together, rounded=rounded, kinds=kinds)


def _aligned(names: Sequence[str], row: Sequence[str]) -> Sequence[str]:
    """A row with too many cells, put together where the header says that the text is, which the delimiter took apart."""
    extra = len(row) - len(names)
    known = [(found, position) for position, name in enumerate(names) if (found := rank("text", name)) is not None]
    if extra <= 0 or not known or not row[-1].strip():
        return row
    at = min(known)[1]
    return [*row[:at], " ".join(row[at : at + extra + 1]), *row[at + extra + 1 :]]


def _position(names: Sequence[str], name: str) -> int:
    for same in (lambda one: one == name, lambda one: folded_name(one) == folded_name(name)):
        if (found := next((position for position, each in enumerate(names) if same(each)), None)) is not None:
            return found
    raise DataError(f"there is no column {name!r}; the table has {', '.join(names) or 'no header'}")


def _named(names: Sequence[str], sample: Sequence[Sequence[str]]) -> dict[str, int]:
    """The columns that have names which are known, each for one field of ours; the surest names first."""
    full = {
        position for position in range(len(names)) if not sample or any(position < len(row) and row[position].strip() for row in sample)
    }
    seldom = {(position, field) for position in full if not is_filled(position, sample) for field in EACH}
    seldom |= {(position, "date") for position in full if share(position, sample, CLOCK.fullmatch) > 0.9}
    offers = sorted(
        (found + SELDOM * ((position, field) in seldom), position, field)
        for field in RANKED
        for position, name in enumerate(names)
        if position in full and (found := rank(field, name)) is not None
    )
    at: dict[str, int] = {}
    taken: set[int] = set()
    for _, position, ours in offers:
        if (
            ours in at
            or position in taken
            or (ours in ("transcript", "dialogue") and (ours == "transcript") != has_turns(position, sample))
        ):
            continue
        if ours == "role" and _says_nothing(position, sample):
            continue
        if ours == "role" and (better := _better_role(names, sample, position)) is not None:
            position = better
        if ours in ("date", "time") and sample and not is_time(position, sample):
            continue
        if position in taken or (
            ours == "dialogue" and all_differ(position, sample) and not _is_surest(names[position], position, offers, sample)
        ):
            continue
        at[ours] = position
        taken.add(position)
    if "role" not in at and (told := _sides(names, sample, taken)) is not None:
        at["role"] = told
    if "text" in at and "transcript" not in at and "role" not in at and has_turns(at["text"], sample):
        at["transcript"] = at.pop("text")
    if not {"text", "transcript"} & set(at) and (sides := side_columns(names, sample)):
        at = {
            ours: position
            for ours, position in at.items()
            if position not in sides and ours not in ("role", "speaker", "question", "answer")
        }
        at["question"], at["answer"] = sides
    if "question" in at and "answer" in at and ("role" not in at or "text" not in at):
        at.pop("text", None)
    elif not ("question" in at and "answer" in at):
        for lone in ("question", "answer"):
            position_of_lone = at.pop(lone, None)
            if position_of_lone is not None and "text" not in at and "transcript" not in at:
                at["text"] = position_of_lone
    return at


def _sides(names: Sequence[str], sample: Sequence[Sequence[str]], taken: Collection[int]) -> int | None:
    """A column of kinds of messages whose words name both sides: “受信” and “送信”, “Incoming” and “Outgoing”."""
    for position, name in enumerate(names):
        if position in taken or folded_name(name) not in TYPES or share(position, sample, role_of) < MOST_SIDES:
            continue
        if {role_of(row[position]) for row in sample if position < len(row)} >= {CUSTOMER, AGENT}:
            return position
    return None


def _case_number(names: Sequence[str], at: Mapping[str, int], sample: Sequence[Sequence[str]]) -> int | None:
    """The column that numbers the rows of a table with a case a row."""
    for position, name in enumerate(names):
        if folded_name(name) in ROWS_OWN and position not in at.values() and is_filled(position, sample) and all_differ(position, sample):
            return position
    return None


def _says_nothing(position: int, sample: Sequence[Sequence[str]]) -> bool:
    """Whether a column has the same word in all rows, “Direct Message”, and that is none for a role."""
    cells = {row[position].strip() for row in sample if position < len(row)}
    return len(sample) > 1 and len(cells) == 1 and not any(map(says_role, cells))


def _is_surest(name: str, position: int, offers: Sequence[tuple[int, int, str]], sample: Sequence[Sequence[str]]) -> bool:
    """Whether no other column could name the dialogues better, though no two rows have the same in this one."""
    others = [other for _, other, field in offers if field == "dialogue" and other != position]
    return folded_name(name) not in ROWS_OWN and not any(not all_differ(other, sample) for other in others)


def _better_role(names: Sequence[str], sample: Sequence[Sequence[str]], position: int) -> int | None:
    """Of the columns that may say the role, the one whose cells are words for roles."""
    offers = [
        other
        for other, name in enumerate(names)
        if rank("role", name) is not None or folded_name(name) in (*CUSTOMERS, *COMPANYS, *TYPES, "isbot")
    ]
    shares = {other: share(other, sample, says_role) for other in offers}
    best = max(shares, key=lambda other: (shares[other], other == position), default=None)
    return best if best is not None and shares[best] > shares.get(position, 0) else None
