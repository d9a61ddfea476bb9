"""Dates of which a spreadsheet took the day for the month."""

import datetime
from pathlib import Path

import openpyxl
import pytest

from data.formats.reading.dialogues import Read, read_dialogues
from data.formats.tables.records import Record
from data.formats.tables.swapped_dates import put_right

TURNS = (("customer", "Does the lamp dim?"), ("agent", "It does, with the wheel."), ("customer", "Thank you!"))


def imported(days: list[datetime.datetime | str], tmp_path: Path) -> tuple[list[str], str]:
    book = openpyxl.Workbook()
    book.active.append(("Ticket", "Date", "Role", "Message"))
    for day, (role, text) in zip(days, TURNS):
        book.active.append(("7", day, role, text))
    book.save(tmp_path / "log.xlsx")
    (read,) = (read for read in read_dialogues(tmp_path / "log.xlsx") if isinstance(read, Read))
    return [turn.text for turn in read.dialogue.turns], str(read.dialogue.date)


@pytest.mark.parametrize("texts", [("13/04/2026 09:00", "14/04/2026 10:00"), ("04/13/2026 9:00 AM", "04/14/2026 10:00 AM")])
def test_the_order_is_that_of_the_days_as_they_were(texts: tuple[str, str], tmp_path: Path) -> None:
    assert imported([datetime.datetime(2026, 12, 4, 17, 40), *texts], tmp_path) == ([text for _, text in TURNS], "2026-04-12")


@pytest.mark.parametrize(
    ("texts", "first"),
    [
        (("13/12/2026 09:00", "14/12/2026 10:00"), "2026-12-04"),  # the date is near as it stands
        (("11/04/2026 09:00", "14/04/2026 10:00"), "2026-04-11"),  # a spreadsheet with the month first would have made a date of this
    ],
)
def test_dates_that_are_right_stay(texts: tuple[str, str], first: str, tmp_path: Path) -> None:
    assert imported([datetime.datetime(2026, 12, 4, 17, 40), *texts], tmp_path)[1] == first


@pytest.mark.parametrize("text", ["0000-00-00", "2026-13-05", "2026-04-03T9:30"])
def test_texts_that_are_only_written_like_dates_change_nothing(text: str, tmp_path: Path) -> None:
    assert imported([text, "13/04/2026 09:00", "14/04/2026 10:00"], tmp_path)[0] == [text for _, text in TURNS]


def test_what_is_no_date_the_other_way_round_stays() -> None:
    cells = ["0000-00-00", "2026-04-13", "2026-04-03T9:30", "2026-12-04"]
    rows = [Record(number, [cell]) for number, cell in enumerate(cells, 1)]
    assert [row.cells[0] for row in put_right(rows, 0)] == [*cells[:3], "2026-04-12"]
