"""Dates of which a spreadsheet took the day for the month."""

import datetime
from pathlib import Path

import openpyxl
import pytest

from data.formats.reading.dialogues import Read, read_dialogues

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
