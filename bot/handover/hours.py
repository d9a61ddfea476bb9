"""Opening hours: whether a team is there, and when it will be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time, get_timezone_name

from data.errors import SettingsError

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SPAN = re.compile(r"(\d{1,2}):(\d\d)\s*[-–]\s*(\d{1,2}):(\d\d)")
# A team that isn't there for longer has no next opening.
LONGEST_CLOSED_DAYS = 370


@dataclass(frozen=True)
class Hours:
    """When a team is there.

    Attributes:
        spans: by weekday, 0 is Monday: minutes after midnight, from and to; a span that ends at or before its start ends the next day.
            None at all: always.
        holidays: days on which no span begins.
    """

    zone: ZoneInfo
    spans: Mapping[int, tuple[tuple[int, int], ...]]
    holidays: frozenset[date] = frozenset()

    @classmethod
    def read(cls, hours: Mapping[str, str], zone: str, holidays: Iterable[date]) -> Hours:
        """Reads what stands in the settings.

        Raises:
            SettingsError: a day, a span or a zone is none.
        """
        try:
            found = ZoneInfo(zone)
        except (OSError, ValueError, KeyError):
            raise SettingsError(f"time_zone must be a name like Europe/London. It was: {zone!r}") from None
        if unknown := [day for day in hours if day not in DAYS]:
            raise SettingsError(f"hours must name days as {', '.join(DAYS)}. It was: {unknown[0]!r}")
        return cls(found, {DAYS.index(day): _spans(day, text) for day, text in hours.items()}, frozenset(holidays))

    def is_open(self, at: datetime) -> bool:
        """Whether the team is there at a time (with a time zone)."""
        if not self.spans:
            return True
        day = at.astimezone(self.zone).date()
        return any(start <= at < end for each in (day - timedelta(1), day) for start, end in self._of(each))

    def opens(self, at: datetime) -> datetime | None:
        """When the team is there next, in its own time zone: `at` itself if it is open; none if it isn't for a year."""
        if self.is_open(at):
            return at.astimezone(self.zone)
        day = at.astimezone(self.zone).date()
        starts = (start for ahead in range(LONGEST_CLOSED_DAYS) for start, _ in self._of(day + timedelta(ahead)) if start >= at)
        return next((start.astimezone(self.zone) for start in starts), None)

    def _of(self, day: date) -> list[tuple[datetime, datetime]]:
        """The spans that begin on a day, in UTC."""
        if day in self.holidays:
            return []
        found = []
        for start, end in self.spans.get(day.weekday(), ()):
            found.append((self._at(day, start), self._at(day, end if end > start else end + 24 * 60)))
        return sorted(found)

    def _at(self, day: date, minutes: int) -> datetime:
        days, rest = divmod(minutes, 24 * 60)
        local = datetime.combine(day + timedelta(days), time(rest // 60, rest % 60), self.zone)
        return local.astimezone(timezone.utc)


def worded(at: datetime, language: str) -> str:
    """A time as a customer reads it, with the name of its zone; in English where a language is unknown."""
    try:
        locale = Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        locale = Locale("en")
    day = format_date(at, "EEEE, d MMMM" if locale.language not in ("zh", "ja") else "M月d日 EEEE", locale)
    return f"{day}, {format_time(at, 'short', locale=locale)} ({get_timezone_name(at, 'short', locale=locale)})"


def _spans(day: str, text: str) -> tuple[tuple[int, int], ...]:
    spans = []
    for each in text.split(","):
        found = SPAN.fullmatch(each.strip())
        numbers = [int(part) for part in found.groups()] if found else []
        if not numbers or numbers[1] > 59 or numbers[3] > 59 or numbers[0] > 23 or 60 * numbers[2] + numbers[3] > 24 * 60:
            raise SettingsError(f"hours of {day} must be like 08:00-18:00, several with commas. It was: {text!r}")
        spans.append((60 * numbers[0] + numbers[1], 60 * numbers[2] + numbers[3]))
    return tuple(spans)
