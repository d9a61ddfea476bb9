"""The columns of a table whose names are known, each for one field of ours, in view of what stands in them."""

from collections.abc import Collection, Mapping, Sequence

from data.formats.fields.field_names import RANKED, folded_name, rank
from data.formats.fields.role_words import role_of
from data.formats.tables.case_columns import role_beside
from data.formats.tables.cells import CLOCK, COMPANYS, CUSTOMERS, all_differ, has_turns, holds_lists, is_filled, is_time, says_role, share
from data.formats.tables.side_columns import side_columns
from data.records import AGENT, CUSTOMER

# What each message has: a column that is empty in most rows, or has a time of day only, is the last to be taken for it.
EACH, SELDOM = ("role", "speaker", "text", "date"), 2_000
# Names of columns with the kinds of messages, and which share of their words must be known to tell the sides.
TYPES, MOST_SIDES = ("type", "typ", "tipo", "类型", "類型", "種別", "区分", "art", "kind", "messagetype"), 0.6
# Names of columns that number a table's rows, where no two have the same.
ROWS_OWN = ("id", "no", "nr", "number", "key", "uuid", "messageid", "rowid")


def named(names: Sequence[str], sample: Sequence[Sequence[str]]) -> dict[str, int]:
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
        if ours == "text" and holds_lists(position, sample) and not has_turns(position, sample):
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
    if {"role", "speaker"} <= set(at) and _is_case_worker(names[at["speaker"]], names[at["role"]], at["role"], sample):
        at["speaker"] = at.pop("role")
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


def _is_case_worker(name: str, other: str, position: int, sample: Sequence[Sequence[str]]) -> bool:
    """Whether a column, “Agent”, says who had the conversation, and another one, “Sender”, has the names of those who wrote."""
    return role_beside(name) is not None and rank("speaker", other) is not None and share(position, sample, says_role) == 0


def _sides(names: Sequence[str], sample: Sequence[Sequence[str]], taken: Collection[int]) -> int | None:
    """A column of kinds of messages whose words name both sides: “受信” and “送信”, “Incoming” and “Outgoing”."""
    for position, name in enumerate(names):
        if position in taken or folded_name(name) not in TYPES or share(position, sample, role_of) < MOST_SIDES:
            continue
        if {role_of(row[position]) for row in sample if position < len(row)} >= {CUSTOMER, AGENT}:
            return position
    return None


def case_number(names: Sequence[str], at: Mapping[str, int], sample: Sequence[Sequence[str]]) -> int | None:
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
