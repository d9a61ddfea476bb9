"""Dates of which a spreadsheet took the day for the month, since a table with the day first was opened where the month comes first, or
the other way round: 12/03 has become December 3, as a date, while 13/03, which is no date there, stayed the text that it was.
"""

import datetime
import re
from collections.abc import Iterable, Iterator, Sequence
from statistics import median

from data.formats.fields.times import parse
from data.formats.tables.cells import cells_of
from data.formats.tables.records import Record

# A cell that holds a date, and a text that is one.
DATE = re.compile(r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?P<clock>T[\d:.]+)?")
TEXT = re.compile(r"\s*(?P<first>\d{1,2})[./-](?P<second>\d{1,2})[./-]\d{2,4}(?:\D.*)?")
MONTHS = 12


def are_swapped(position: int, rows: Sequence[Sequence[str]]) -> bool:
    """Whether a column has dates and texts, each where a spreadsheet would have left one, and the dates are nearer to the texts if
    their days and months change places.

    Args:
        position: of the column.
        rows: those below the header.
    """
    cells = cells_of(rows, position)
    dates = [found for cell in cells if (found := DATE.fullmatch(cell))]
    texts = [found for cell in cells if (found := TEXT.fullmatch(cell))]
    if not dates or not texts or len(dates) + len(texts) < len(cells):
        return False
    left = any(all(int(text[place]) > MONTHS for text in texts) for place in ("first", "second"))
    if not left or any(int(date["day"]) > MONTHS for date in dates):
        return False
    said = [moment.timestamp() for text in texts if (moment := parse(text[0])) is not None]
    if not said:
        return False
    middle = median(said)
    given = [when for date in dates if (when := _moment(date[0])) is not None]
    swapped = [when for date in dates if (when := _moment(_put_right(date))) is not None]
    all_dates = len(given) == len(swapped) == len(dates)
    return all_dates and _distance(swapped, middle) < _distance(given, middle)


def put_right(rows: Iterable[Record], position: int) -> Iterator[Record]:
    """The rows, in a column of such dates each as it was before."""
    for row in rows:
        found = DATE.fullmatch(row.cells[position]) if position < len(row.cells) else None
        if found is not None and _moment(_put_right(found)) is not None:
            row = row._replace(cells=[*row.cells[:position], _put_right(found), *row.cells[position + 1 :]])
        yield row


def _put_right(date: re.Match[str]) -> str:
    return f"{date['year']}-{date['day']}-{date['month']}{date['clock'] or ''}"


def _moment(date: str) -> float | None:
    """When a date is; none for a text that is only written like one, `0000-00-00`."""
    try:
        return datetime.datetime.fromisoformat(date).replace(tzinfo=datetime.timezone.utc).timestamp()
    except ValueError:
        return None


def _distance(moments: Iterable[float], middle: float) -> float:
    return sum(abs(moment - middle) for moment in moments)
