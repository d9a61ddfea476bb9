"""Which column of a table is what: by its name, in several languages, and by what stands in it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from data.errors import DataError
from data.formats.fields.field_names import RANKED, folded_name, rank
from data.formats.fields.role_words import role_of
from data.formats.fields.times import parse
from data.formats.log_format import COLUMNS, LogFormat
from data.formats.tables.cells import has_turns, is_short_name, is_time, repeats, says_role, share, words
from data.formats.tables.headers import header_rows
from data.records import AGENT, CUSTOMER

# Rows that are looked at.
SAMPLE = 400
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
    """

    names: tuple[str, ...]
    at: Mapping[str, int]
    header: int
    unsure: tuple[str, ...] = field(default=())

    def describe(self) -> str:
        """Which column is read as what."""
        return ", ".join(
            f"{field} = {self.name_of(field)!r}" if self.name_of(field) else f"{field} = column {position + 1}"
            for field, position in self.at.items()
        )

    def name_of(self, field: str) -> str:
        """What the header calls a field of ours; empty if there is no such column, or it has no name."""
        position = self.at.get(field, len(self.names))
        return self.names[position] if position < len(self.names) else ""

    @property
    def readable(self) -> bool:
        """Whether there are messages in the table, and who said them."""
        return self.holds_pairs or "transcript" in self.at or ("text" in self.at and bool({"role", "speaker"} & set(self.at)))

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
    names = tuple(name.strip().lstrip("\ufeff") for name in rows[header - 1]) if header else ()
    sample = [row for row in rows[header:] if any(cell.strip() for cell in row)][:SAMPLE]
    at = _named(names, sample)
    for ours, theirs in format.columns.items():
        at = {name: position for name, position in at.items() if name != ours}
        at[ours] = _position(names, theirs)
        at = {
            name: position for name, position in at.items() if name == ours or position != at[ours] or {name, ours} == {"role", "speaker"}
        }
    unsure = _guessed(at, names, sample)
    return Columns(names, dict(sorted(at.items(), key=lambda pair: COLUMNS.index(pair[0]))), header, tuple(unsure))


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
    offers = sorted(
        (found, position, field)
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
        if ours == "role" and (better := _better_role(names, sample, position)) is not None:
            position = better
        if ours in ("date", "time") and sample and not is_time(position, sample):
            continue
        if position in taken or (
            ours == "dialogue" and _all_differ(position, sample) and not _is_surest(names[position], position, offers, sample)
        ):
            continue
        at[ours] = position
        taken.add(position)
    if "text" in at and "transcript" not in at and "role" not in at and has_turns(at["text"], sample):
        at["transcript"] = at.pop("text")
    if not {"text", "transcript"} & set(at) and (sides := _sides(names, sample)):
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


def _sides(names: Sequence[str], sample: Sequence[Sequence[str]]) -> tuple[int, int] | None:
    """The two columns that are called after who speaks in them, “Customer” and “Agent”, if whole sentences stand there."""
    found: dict[str, int] = {}
    for position, name in enumerate(names):
        role = role_of(name)
        if role in (CUSTOMER, AGENT) and role not in found and words(position, sample) >= 3:
            found[role] = position
    return (found[CUSTOMER], found[AGENT]) if len(found) == 2 else None


def _is_surest(name: str, position: int, offers: Sequence[tuple[int, int, str]], sample: Sequence[Sequence[str]]) -> bool:
    """Whether no other column could name the dialogues better, though no two rows have the same in this one."""
    others = [other for _, other, field in offers if field == "dialogue" and other != position]
    return folded_name(name) not in ROWS_OWN and not any(not _all_differ(other, sample) for other in others)


def _all_differ(position: int, sample: Sequence[Sequence[str]]) -> bool:
    """Whether no two rows have the same in a column: that numbers messages, not the dialogues that they are of."""
    cells = [row[position] for row in sample if position < len(row)]
    return len(cells) > 1 and len(set(cells)) == len(cells)


def _better_role(names: Sequence[str], sample: Sequence[Sequence[str]], position: int) -> int | None:
    """Of the columns that may say the role, the one whose cells are words for roles."""
    offers = [
        other
        for other, name in enumerate(names)
        if rank("role", name) is not None or folded_name(name) in ("type", "typ", "tipo", "类型", "isbot")
    ]
    shares = {other: share(other, sample, says_role) for other in offers}
    best = max(shares, key=lambda other: (shares[other], other == position), default=None)
    return best if best is not None and shares[best] > shares.get(position, 0) else None


def _guessed(at: dict[str, int], names: Sequence[str], sample: Sequence[Sequence[str]]) -> list[str]:
    """Fills in what no name told, from the content; returns which."""
    unsure = []
    width = max((len(row) for row in sample), default=0)
    free = [position for position in range(width) if position not in at.values()]
    if not {"text", "transcript", "question", "role"} - {"text"} & set(at) and (found := [at_ for at_ in free if has_turns(at_, sample)]):
        at["transcript"] = found[0]
        unsure.append("transcript")
    elif not {"text", "transcript", "question"} & set(at):
        if turns := [position for position in free if has_turns(position, sample)]:
            at["transcript"] = turns[0]
            unsure.append("transcript")
        elif (texts := [position for position in free if position >= len(names) or rank("subject", names[position]) is None]) and (
            words(best := max(texts, key=lambda position: words(position, sample)), sample) >= 2.5
        ):
            at["text"] = best
            unsure.append("text")
    if "role" not in at and "text" in at:
        roles = [
            position
            for position in free
            if position not in at.values() and share(position, sample, lambda cell: role_of(cell) is not None) > 0.5
        ]
        if roles:
            at["role"] = roles[0]
            unsure.append("role")
    if not {"role", "speaker"} & set(at) and "text" in at:
        people = [
            position
            for position in free
            if position not in at.values() and share(position, sample, is_short_name) > 0.9 and repeats(position, sample)
        ]
        if people:
            at["speaker"] = people[0]
            unsure.append("speaker")
    if "date" not in at:
        dates = [
            position
            for position in free
            if position not in at.values()
            and share(position, sample, lambda cell: not re.fullmatch(r"\d{1,8}", cell) and parse(cell) is not None) > 0.8
        ]
        if dates:
            at["date"] = dates[0]
            unsure.append("date")
    if "dialogue" not in at and not names and "text" in at:
        ids = [
            position
            for position in free
            if position not in at.values() and share(position, sample, lambda cell: len(cell) < 40 and " " not in cell) > 0.9
        ]
        if ids:
            at["dialogue"] = ids[0]
            unsure.append("dialogue")
    return unsure
