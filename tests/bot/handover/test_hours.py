"""Open or closed, by hours, holidays and time zones."""

from datetime import date, datetime, timezone

import pytest

from bot.handover.hours import Hours, worded
from data.errors import SettingsError

WEEK = {"monday": "08:00-12:00, 13:00-18:00", "friday": "22:00-02:00", "saturday": "09:00-24:00"}


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("when", "is_open", "opens"),
    [
        ("2026-11-30 08:00", True, "2026-11-30T08:00:00+00:00"),  # a Monday in London
        ("2026-11-30 12:00", False, "2026-11-30T13:00:00+00:00"),
        ("2026-11-30 18:00", False, "2026-12-04T22:00:00+00:00"),
        ("2026-12-05 01:59", True, "2026-12-05T01:59:00+00:00"),  # Friday's
        ("2026-12-05 23:59", True, "2026-12-05T23:59:00+00:00"),
        ("2026-12-06 00:00", False, "2026-12-07T08:00:00+00:00"),
        ("2026-06-01 07:30", True, "2026-06-01T08:30:00+01:00"),  # summer time
        ("2026-12-28 09:00", False, "2027-01-01T22:00:00+00:00"),  # a holiday
    ],
)
def test_open_or_closed(when: str, is_open: bool, opens: str) -> None:
    hours = Hours.read(WEEK, "Europe/London", [date(2026, 12, 28)])
    assert hours.is_open(at(when)) is is_open
    found = hours.opens(at(when))
    assert found is not None
    assert found.isoformat() == opens


def test_without_hours_it_is_always_open_and_a_team_that_never_comes_has_no_next_opening() -> None:
    assert Hours.read({}, "Asia/Shanghai", ()).is_open(at("2026-12-06 03:00"))
    every = tuple(date(2026, month, day) for month in range(1, 13) for day in range(1, 29))
    assert Hours.read({"monday": "08:00-09:00"}, "UTC", every).opens(at("2026-01-01 00:00")) is not None


def test_a_time_is_worded_in_the_customers_language() -> None:
    when = Hours.read({}, "Europe/Berlin", ()).opens(at("2026-12-07 07:00"))
    assert when is not None
    assert "Montag, 7. Dezember" in worded(when, "de").replace("7 ", "7. ")
    assert "Monday" in worded(when, "tlh")
    assert "12月7日" in worded(when, "zh-CN")


@pytest.mark.parametrize(
    ("hours", "zone", "message"),
    [
        ({"mon": "8:00-9:00"}, "UTC", "hours must name days as monday"),
        ({"monday": "8-9"}, "UTC", "hours of monday must be like 08:00-18:00"),
        ({"monday": "08:00-25:00"}, "UTC", "hours of monday must be like"),
        ({}, "London", "time_zone must be a name like Europe/London"),
    ],
)
def test_what_is_no_hours_is_refused(hours: dict[str, str], zone: str, message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        Hours.read(hours, zone, ())
