"""Which column of a table is what: by its name, in several languages, and by what stands in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from data.errors import DataError
from data.formats.fields.field_names import folded_name, rank
from data.formats.log_format import COLUMNS, LogFormat
from data.formats.structure.kinds import Kinds, kinds_of
from data.formats.tables.guessing import guessed
from data.formats.tables.headers import header_rows, paths_of
from data.formats.tables.named_columns import case_number, named
from data.formats.tables.threads import are_parted, customers_column, guessed_thread, rounded_number, subject_columns
from data.formats.tables.transcript_cells import names_speakers
from data.formats.tables.turn_columns import turn_columns
from data.formats.text.encoded_twice import decoded_once

ROUNDED = (
    "dialogue = {column!r} and the times, since a spreadsheet rounded their numbers ({number}): export once more, and import that file "
    "without opening it in a spreadsheet"
)
# Rows that are looked at.
SAMPLE = 400
# What a table with a column a turn has besides.
ABOUT = ("dialogue", "date", "product", "tags", "rating", "comment")


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
        parted: whether empty rows stand between its dialogues, where nothing else tells these apart.
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
    parted: bool = False

    def describe(self) -> str:
        """Which column is read as what."""
        turns = (f"turns = {', '.join(repr(self.names[position]) for position, _ in self.turns)}",) if self.turns else ()
        rounded = (ROUNDED.format(column=self.names[self.thread[0]], number=self.rounded),) if self.rounded else ()
        parted = ("dialogues between empty rows",) if self.parted else ()
        return ", ".join(
            (
                *(
                    f"{field} = {self.name_of(field)!r}" if self.name_of(field) else f"{field} = column {position + 1}"
                    for field, position in self.at.items()
                ),
                *turns,
                *rounded,
                *parted,
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
    at = named(names, sample)
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
    if "dialogue" not in at and "transcript" in at and (own := case_number(names, at, sample)) is not None:
        at["dialogue"] = own
    rounded = rounded_number(at["dialogue"], sample) if "dialogue" in at else ""
    if rounded:
        together: tuple[int, ...] = (customers_column(names, sample, (at.pop("dialogue"), rounded)),)
    else:
        together = subject_columns(at, names, sample) if "dialogue" not in at else ()
    alone = "text" in at and not {"dialogue", "transcript", "question"} & set(at) and not together
    parted = alone and are_parted(at, rows[header:])
    said = [row[at["text"]] for row in sample if at["text"] < len(row)] if "text" in at and not {"role", "speaker"} & set(at) else []
    at = dict(sorted(at.items(), key=lambda pair: COLUMNS.index(pair[0])))
    kinds = kinds_of([{path: cell.strip() for (_, path), cell in zip(paths_of(names), row)} for row in sample])
    return Columns(
        names, at, header, tuple(unsure), prefixed=names_speakers(said), thread=together, rounded=rounded, kinds=kinds, parted=parted
    )


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
