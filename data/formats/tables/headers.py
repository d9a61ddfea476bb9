"""How many rows of a table stand up to its header: titles, addresses and the day of the export may stand above it."""

import re
from collections.abc import Sequence
from functools import lru_cache

from data.both_scripts import compiled
from data.formats.fields.field_names import QUALIFIED, RANKED, folded_name, rank
from data.formats.fields.role_words import role_of
from data.formats.fields.times import parse
from data.formats.tables.turn_columns import turn_columns
from data.records import AGENT, CUSTOMER

# Columns of those whom a mail is to, who have a copy of it, and who it is from.
ADDRESSES = r"(?:e?mails?|address(?:es)?|adressen?)?"
RECIPIENTS = compiled(
    rf"(?:(?:e?mail|message)?to{ADDRESSES}|recipients?{ADDRESSES}|an|empfänger{ADDRESSES}|para|destinatarios?|à"
    r"|destinataires?|aan|ontvanger|destinatari[oa]?|宛先|送信先|收件人|收件者|кому)"
)
COPIES = compiled(rf"(?:e?mail|message)?cc{ADDRESSES}|kopie|copia|抄送|копия")
SENDERS = compiled(
    rf"(?:e?mail)?(?:from|sender){ADDRESSES}|von|absender{ADDRESSES}|de|remitente|expéditeur|remetente|mittente|van|afzender|差出人|送信者"
    r"|发件人|寄件者|от"
)
# Columns of how things stand; a desk's own lines may be called so, too.
STATES = ("status",)
# Rows that may stand above the header: a title, an address, the day of the export.
MOST_ABOVE = 30


@lru_cache(maxsize=64)
def paths_of(names: tuple[str, ...]) -> list[tuple[str, str]]:
    """Of each column its name as it is compared, and the path of the field that it was."""
    paths = [".".join(map(folded_name, QUALIFIED.sub("", name).split("."))) for name in names]
    return [(path.rpartition(".")[2] if "/" in name else folded_name(name), path) for name, path in zip(names, paths)]


@lru_cache(maxsize=256)
def _called(names: tuple[str, ...], wanted: re.Pattern[str]) -> list[int]:
    """The columns that are called so; of “An: (Adresse)” what stands before says it."""
    before = [QUALIFIED.match(name) for name in names]
    parts = [(folded_name(name), folded_name(found[0]) if found else "") for name, found in zip(names, before)]
    return [place for place, either in enumerate(parts) if any(map(wanted.fullmatch, either))]


def recipients(names: tuple[str, ...], cells: Sequence[str], copies: bool = True) -> str:
    """Whom a mail is to, and who has a copy of it, by the columns that say it; empty for a row of other messages."""
    places = (*_called(names, RECIPIENTS), *(_called(names, COPIES) if copies else ()))
    return " ".join(cells[place].strip() for place in places if place < len(cells) and "@" in cells[place])


def sender(names: tuple[str, ...], cells: Sequence[str]) -> str:
    """The address that a mail is from, by the columns that say it; empty if none does."""
    return next((cells[place].strip() for place in _called(names, SENDERS) if place < len(cells) and "@" in cells[place]), "")


def header_rows(rows: Sequence[Sequence[str]]) -> int:
    """How many rows there are up to the header: the first row with two names that are known, or with one for each side,
    else the first full one without a number."""
    for position, row in enumerate(rows[:MOST_ABOVE], start=1):
        known = {
            field for cell in row if len(cell) < 60 for field in RANKED if rank(field, cell) is not None and not cell.strip().isdigit()
        }
        cells = [cell for cell in row if cell.strip() and any(rank(field, cell) is not None for field in RANKED)]
        if (
            (len(cells) >= 2 and len(known) >= 2)
            or turn_columns(row, ())
            or (_names_sides(row) and not any(map(_names_sides, rows[position:])))
        ):
            return position
    widths = [len([cell for cell in row if cell.strip()]) for row in rows[:MOST_ABOVE]]
    if not widths:
        return 0
    width = max(widths)
    for position, row in enumerate(rows[:MOST_ABOVE], start=1):
        if widths[position - 1] >= max(2, width - 1):
            return (
                position
                if all(
                    len(cell) < 50 and parse(cell) is None and _may_head(cell, place, rows[position:])
                    for place, cell in enumerate(row)
                    if cell.strip()
                )
                else position - 1
                if position == 1
                else 0
            )
    return 0


def _names_sides(row: Sequence[str]) -> bool:
    """Whether one cell of a row stands for the customer and another one for who answers: two columns are called so."""
    return {CUSTOMER, AGENT} <= {role_of(cell) for cell in row if len(cell) < 40}


def _may_head(cell: str, place: int, below: Sequence[Sequence[str]]) -> bool:
    """Whether a cell may be a column's name: it is no word for a role that stands alone, as cells of rows are, unless that is “Status”,
    below which no word for a role stands.
    """
    if role_of(cell) is None or len(re.findall(r"[^\W\d_]+", cell)) > 1:
        return True
    column = {row[place] for row in below if place < len(row)}
    return folded_name(cell) in STATES and len(below) > 1 and not any(map(role_of, column))
