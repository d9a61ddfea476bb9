"""Which rows of a table are of one dialogue where no column's name says it: by a number that comes again, by one that stands in a
dialogue's first row only, by the subject of mails.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby

from data.errors import DataError
from data.formats.fields.addresses import addresses_in, side_of
from data.formats.fields.field_names import QUALIFIED, folded_name, rank
from data.formats.fields.role_words import role_of
from data.formats.fields.subjects import ANSWERS, plain_subject, thread_name
from data.formats.fields.times import parse
from data.formats.tables.case_columns import role_beside
from data.formats.tables.cells import cells_of
from data.formats.tables.headers import recipients, sender
from data.records import CUSTOMER

Rows = Sequence[Sequence[str]]
# Of a hundred rows, how many have a value where each has one; and where only the first row of a dialogue has.
FULL, SPARSE = 95, 75
LONGEST, MOST_PARTS, MOST_ROWS = 60, 3, 60
NUMBERED = re.compile(r"[\d@#]")
# Numbers of many digits as spreadsheets show and save them: the last ones are lost.
ROUNDED = re.compile(r"\d(?:[.,]\d{1,6})?E\+(?:1[1-9]|[2-9]\d)", re.IGNORECASE)
TO = re.compile(
    r"(?:to|recipients?|receivers?|an|empfänger|empfaenger|para|destinatari[oa]s?|à|destinataires?|aan|ontvanger|do|odbiorca|кому|получатель|kime|alıcı"
    r"|收件人|收信人|接收(?:方|人|者)|受信者|宛先|받는사람|수신자)(?:name|address|adresse|email|s)?"
)
# Numbers of what a message has with it, or is about.
ANOTHERS = re.compile(r"attach|file|image|photo|media|message|msg|order|product|item|user|customer|agent")


def guessed_thread(at: Mapping[str, int], names: Sequence[str], sample: Rows) -> int | None:
    """The column that tells the dialogues apart, by what stands in it; none if there is none for certain.

    Args:
        at: the columns that are known.
        names: the header's cells.
        sample: rows below it.
    """
    width = max((len(row) for row in sample), default=0)
    free = [position for position in range(width) if position not in at.values()]
    for position in free:
        if _in_first_rows(position, names, at, sample):
            return position
    offers = [(len({_cell(row, position) for row in sample}), -position) for position in free if _in_all_rows(position, names, at, sample)]
    return -max(offers)[1] if offers else None


def are_parted(at: Mapping[str, int], rows: Rows) -> bool:
    """Whether empty rows part the dialogues of a table: in most of what stands between them several speak, and the same side begins.

    Args:
        at: the columns that are known, of messages one a row.
        rows: those below the header, also the empty ones.
    """
    who = at.get("role", at.get("speaker", -1))
    blocks = [
        [row for row in block if _cell(row, at["text"]) and _cell(row, who)] for full, block in groupby(rows, key=_says_anything) if full
    ]
    blocks = [block for block in blocks if block]
    if who < 0 or len(blocks) < 2:
        return False
    spoken = [[_cell(row, who) for row in block] for block in blocks]
    first = Counter(role_of(said[0]) or said[0] for said in spoken)
    begins = role_of(spoken[0][0]) is None or first.most_common(1)[0][1] * 4 >= 3 * len(blocks)
    return begins and sum(len(set(said)) > 1 for said in spoken) * 3 >= 2 * len(blocks)


def _says_anything(row: Sequence[str]) -> bool:
    return any(cell.strip() for cell in row)


def rounded_number(position: int, sample: Rows) -> str:
    """One of the numbers of a column that a spreadsheet rounded, if most are; else empty."""
    cells = cells_of(sample, position)
    rounded = [cell for cell in cells if ROUNDED.fullmatch(cell)]
    return rounded[0] if cells and len(rounded) * 2 > len(cells) else ""


def customers_column(names: Sequence[str], sample: Rows, rounded: tuple[int, str]) -> int:
    """The column that says in each row whose conversation it is, where numbers don't tell these apart.

    Args:
        names: the header's cells.
        sample: rows below it.
        rounded: the column with the numbers, and one of them.

    Raises:
        DataError: there is no such column.
    """
    position, number = rounded
    for place, name in enumerate(names):
        customers = {_cell(row, place) for row in sample}
        if role_beside(name) == CUSTOMER and "" not in customers and (len(customers) > 1 or len(sample) < MOST_ROWS):
            return place
    raise DataError(
        f"the numbers in column {names[position] if position < len(names) else position + 1!r} were rounded by a spreadsheet "
        f"({number}), so that it can't be told which messages are of one conversation; export once more and import that file "
        "without opening it in a spreadsheet, or name another column with --column dialogue=…"
    )


def subject_columns(at: Mapping[str, int], names: Sequence[str], sample: Rows) -> tuple[int, ...]:
    """The columns whose cells together name a thread of mails: the subject, who wrote and to whom; none if no subject answers another."""
    if "subject" not in at or "text" not in at or "speaker" not in at:
        return ()
    subjects = [_cell(row, at["subject"]) for row in sample]
    begun = {plain_subject(subject) for subject in subjects if not ANSWERS.match(subject)}
    if not any(ANSWERS.match(subject) and plain_subject(subject) in begun for subject in subjects):
        return ()
    to = next((place for place, name in enumerate(names) if place not in at.values() and _is_recipient(name)), None)
    return (at["subject"], at["speaker"], to) if to is not None else (at["subject"],)


def subject_thread(columns: Sequence[int], cells: Sequence[str], names: tuple[str, ...]) -> str:
    """The name of the thread that a mail is of: its subject, with the two sides that write to each other."""
    subject, *people = (_cell(cells, position) for position in columns)
    ends = (addresses_in(sender(names, cells)), addresses_in(recipients(names, cells, copies=False)))
    if people and all(ends):  # several of the company may answer
        return thread_name(subject, {side_of(address) for end in ends for address in end})
    return thread_name(subject, (person.casefold() for person in people))


def _is_recipient(name: str) -> bool:
    # Of “An: (Name)” what stands before says that it is the recipient.
    before = QUALIFIED.match(name)
    return any(TO.fullmatch(folded_name(part)) for part in (name, before[0] if before else ""))


def _cell(row: Sequence[str], position: int) -> str:
    return row[position].strip() if position < len(row) else ""


def _is_number(cell: str) -> bool:
    return len(cell) < LONGEST and len(cell.split()) <= MOST_PARTS and (cell.isdigit() or parse(cell) is None)


def _in_all_rows(position: int, names: Sequence[str], at: Mapping[str, int], sample: Rows) -> bool:
    """Whether each row has a number there that comes again in the rows of one dialogue, in which several speak."""
    cells = [_cell(row, position) for row in sample]
    customers = position < len(names) and role_of(names[position]) == CUSTOMER
    if sum(map(bool, cells)) * 100 < FULL * len(cells) or not all(map(_is_number, cells)):
        return False
    if not customers and sum(NUMBERED.search(cell) is not None for cell in cells) * 10 < 9 * len(cells):
        return False
    who = at.get("role", at.get("speaker", -1))
    blocks = [(cell, [row for _, row in rows]) for cell, rows in groupby(zip(cells, sample), key=lambda pair: pair[0])]
    several = sum(len({_cell(row, who) for row in rows}) > 1 for _, rows in blocks)
    return (
        who >= 0
        and 1 < len(blocks) == len({cell for cell, _ in blocks})
        and several * 3 >= 2 * len(blocks)
        and len(cells) <= MOST_ROWS * len(blocks)
    )


def _in_first_rows(position: int, names: Sequence[str], at: Mapping[str, int], sample: Rows) -> bool:
    """Whether the first row of each dialogue has a number or a name there that no other one has, and the rows below it nothing."""
    said = [row for row in sample if any(_cell(row, at[field]) for field in ("text", "question") if field in at)]
    cells = [_cell(row, position) for row in said]
    given = [cell for cell in cells if cell]
    name = folded_name(names[position]) if position < len(names) else ""
    named = rank("dialogue", name) is not None or (name.endswith(("id", "nr", "no", "number")) and not ANOTHERS.search(name))
    return (
        len(given) > 1
        and bool(cells[0])
        and len(given) * 100 <= SPARSE * len(cells)
        and len(set(given)) == len(given)
        and all(map(_is_number, given))
        and (named or (position < 2 and all(NUMBERED.search(cell) for cell in given)))
    )
