"""When something was said, out of what logs write: ISO 8601, seconds and milliseconds since 1970, Excel's days, day-first and
month-first dates in many languages, AM and PM, names of time zones. “03/04/2025” may be March or April: `DateOrder` decides that.
"""

import datetime
import math
import re
import unicodedata
from dataclasses import dataclass, field

from data.both_scripts import compiled
from data.formats.fields.calendars import gregorian, plain_years
from data.formats.fields.months import month_of, numbered

UTC = datetime.timezone.utc
# The years that a log can be from; what lies outside was no date.
FIRST_YEAR, LAST_YEAR = 1990, 2100
# Hours east of Greenwich of the names that mean one zone to most who write them.
ZONES = {
    "utc": 0, "gmt": 0, "z": 0, "wet": 0, "bst": 1, "west": 1, "cet": 1, "mez": 1, "cest": 2, "mesz": 2, "eet": 2, "eest": 3, "msk": 3,
    "est": -5, "edt": -4, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "ist": 5.5, "jst": 9, "kst": 9, "hkt": 8, "sgt": 8,
    "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13, "brt": -3, "cst": -6,
}  # fmt: skip
NUMBERS = re.compile(r"(?<!\d)(\d{1,4})\s?[./\-年년\s]\s?(\d{1,2})\s?[./\-月월\s]\s?(\d{1,4})(?!\d)")
NAMED = re.compile(r"(?<!\d)(\d{1,4})(?:st|nd|rd|th|º|er)?[\s.,/-]*(?:de |of )?([^\W\d_]{2,12})\.?[\s.,/-]*(?:de |del )?(\d{2,4})(?!\d)")
MONTH_FIRST_NAMED = re.compile(r"([^\W\d_]{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?!\d)")
CLOCK = re.compile(r"(?<![\d:])(\d{1,2})[:.時时h](\d{2})(?:[:.分](\d{2}))?(?:[.,](\d{1,9}))?(?!\d)")
HOUR_ONLY = re.compile(r"(?<![\d:])(\d{1,2})\s?([ap])\.?\s?m\b", re.IGNORECASE)
AFTERNOON = re.compile(
    r"\bp\.?\s?m\b|下午|晚上|午後|오후|Μ\.?Μ|(?<=\d)pm\b|(?<!\w)م(?!\w)|\bÖS\b|(?-i:(?<=\d )CH\b)|अपराह्न|\bdu\.", re.IGNORECASE
)
MORNING = compiled(
    r"\ba\.?\s?m\b|上午|早上|凌晨|午前|오전|Π\.?Μ|(?<=\d)am\b|(?<!\w)ص(?!\w)|\bÖÖ\b|(?-i:(?<=\d )SA\b)|पूर्वाह्न|\bde\.", re.IGNORECASE
)
OFFSET = re.compile(r"(?:UTC|GMT)?\s?([+-])(\d{2}):?(\d{2})\b|(?:UTC|GMT)([+-])(\d{1,2})\b")
# An offset of hours alone, right behind a time: “23:30:00-05”, “T14:03+01”; “10:00-12” is from ten to twelve.
HOURS_OFFSET = re.compile(r"(?:\s?(?P<east>\+)|(?P<west>[-−]))(?P<hours>0\d|1[0-4])(?![\d:.])")
ZONE_NAME = re.compile(r"\b([A-Z]{3,4})\b")
YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})[\s.,/-]{0,3}([^\W\d_]{3,12})\.?\s{0,3}(\d{1,2})(?!\d)")
YEAR_LAST = re.compile(r"([^\W\d_]{3,12})\.?\s+(\d{1,2})\s.{0,24}?\s(\d{4})(?!\d)")  # Tue Oct 31 22:10:47 +0000 2017
COMPACT = re.compile(r"(?<!\d)(20\d{2}|19\d{2})(\d{2})(\d{2})(?:[T _-]?(\d{2})(\d{2})(\d{2})?)?(?!\d)")
DIGITS = re.compile(r"(20\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?:(\d\d)(\d\d)(?:(\d\d)(\d{3})?)?)?(?:[.,]\d+)?")
# As .NET writes milliseconds in JSON; an offset behind them doesn't change the moment.
DOTNET = re.compile(r"\\?/Date\((-?\d{1,16})(?:[+-]\d{4})?\)\\?/")
# Seconds or milliseconds with a sign between thousands, as spreadsheets show them.
GROUPED = re.compile(r"\d{1,3}(?:([,.' ])\d{3})(?:\1\d{3}){2,4}")
LONGEST = 80
# Marks of direction, which phones put into dates.
MARKS = dict.fromkeys((0x200E, 0x200F, 0x061C, 0x202A, 0x202B, 0x202C))
# Names of days, from Monday, by their first letters.
WEEKDAYS = re.compile(
    r"(?:\b(?P<d0>mon(?!tr)|mo\b|lun|seg|maa|пн|月)|\b(?P<d1>tue|di(?:ens)?\b|mar\.?\b|mardi|martes|ter(?:ça)?\b|din|вт|火)"
    r"|\b(?P<d2>wed|mi(?:ttw\w*)?\b|mer|mié|mié?rc|qua|woe|ср|水)|\b(?P<d3>thu|do(?:nn\w*)?\b|jeu|jue|gio|qui|чт|木)"
    r"|\b(?P<d4>fri|fr(?:eitag)?\b|ven|vie|sex|vri|пт|金)|\b(?P<d5>sat|sa(?:mstag)?\b|sam|sáb|sab|zat|сб|土)|\b(?P<d6>sun|so(?:nntag)?\b|dim|dom|zon|вс|日))",
    re.IGNORECASE,
)


@dataclass
class DateOrder:
    """Counts what speaks for day-first and for month-first among the dates of a file.

    Attributes:
        day_first, month_first: dates of which one number is more than 12.
        days: of the dates that may be either, the first and the last day, read day-first and read month-first, as ordinals.
        hint: such a date.
    """

    day_first: int = 0
    month_first: int = 0
    days: tuple[list[int], list[int]] = field(default_factory=lambda: ([], []))
    hint: str = ""

    def note(self, time: str) -> None:
        """Takes a date into account, if it begins with a day or a month."""
        match = NUMBERS.search(time[:LONGEST])
        if not match or len(match[1]) > 2:
            return
        self.hint = self.hint or time[:LONGEST]
        first, second = int(match[1]), int(match[2])
        self.day_first += first > 12 >= second
        self.month_first += second > 12 >= first
        if (
            first <= 12
            and second <= 12
            and first != second
            and (named := WEEKDAYS.search(time[: match.start()] + time[match.end() : LONGEST]))
        ):
            weekday = next(int(name[1]) for name, found in named.groupdict().items() if found)
            readings = [_weekday(_year(match[3]), month, day) == weekday for day, month in ((first, second), (second, first))]
            if readings[0] != readings[1]:
                self.day_first += readings[0]
                self.month_first += readings[1]
        for days, (day, month) in zip(self.days, ((first, second), (second, first))):
            try:
                ordinal = datetime.date(_year(match[3]), month, day).toordinal()
            except ValueError:
                continue
            days[:] = [min([ordinal, *days[:1]]), max([ordinal, *days[1:]])]

    def decide(self, asked: str = "") -> tuple[bool, bool]:
        """Whether the day stands first, and whether that is sure.

        Where no date tells: not in the future; the shorter time from the first to the last; month-first is written with AM and PM, in
        capitals and without points.
        """
        if asked:
            return asked == "day-first", True
        if self.day_first != self.month_first:
            return self.day_first > self.month_first, not (self.day_first and self.month_first)
        if not self.hint or not all(self.days):
            return True, True
        (first, last), (other_first, other_last) = self.days
        today = datetime.date.today().toordinal() + 1
        if (last > today) != (other_last > today):
            return last <= today, True
        span, other_span = last - first, other_last - other_first
        if min(span, other_span) * 3 < max(span, other_span):
            return span < other_span, True
        return "." in self.hint.split(" ")[0] or not re.search(r"\d\s?[AP]M\b", self.hint), "." in self.hint.split(" ")[0]


def parse(time: object, day_first: bool = True) -> datetime.datetime | None:
    """The moment that a log's text or number means, in UTC where no zone is said; none if it is no date."""
    if isinstance(time, bool) or time is None:
        return None
    if isinstance(time, int) and DIGITS.fullmatch(str(time)[:20]):
        return _from_text(str(time), day_first)
    if isinstance(time, (int, float)):
        return _from_number(float(time))
    text = str(time).strip()
    if not text:
        return None
    try:
        given = _in_utc(datetime.datetime.fromisoformat(text[:-1] + "+00:00" if text.endswith(("Z", "z")) else text))
    except ValueError:
        given = None
    if given is not None:
        return given
    return _from_text(numbered(plain_years(unicodedata.normalize("NFKC", text[:LONGEST].translate(MARKS)))), day_first)


def _in_utc(moment: datetime.datetime) -> datetime.datetime | None:
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def _from_number(number: float) -> datetime.datetime | None:
    """Seconds to nanoseconds since 1970, Apple's nanoseconds since 2001, or Excel's days since 1899."""
    if not math.isfinite(number) or abs(number) > 1e20:
        return None
    if 32_000 <= number < 80_000:  # 1987 to 2119
        return _in_utc(datetime.datetime(1899, 12, 30, tzinfo=UTC) + datetime.timedelta(days=number))
    number += 978_307_200e9 if 2.8e17 < number < 1.05e18 else 0  # no log is of 1979 to 2003 to the nanosecond
    while number > 1e11:
        number /= 1000
    try:
        return _in_utc(datetime.datetime.fromtimestamp(number, UTC))
    except (ValueError, OverflowError, OSError):
        return None


def _from_text(text: str, day_first: bool) -> datetime.datetime | None:
    if re.fullmatch(r"[+-]?\d+(?:[.,]\d+)?(?:[eE]\+?\d{1,2})?", text):
        if compact := DIGITS.fullmatch(text):
            clock = ":".join(part for part in compact.groups()[3:6] if part)
            return _moment(tuple(int(part) for part in compact.groups()[:3]), f"{clock}.{compact[7]}" if compact[7] else clock)
        return _from_number(float(text.replace(",", ".")))
    if dotnet := DOTNET.fullmatch(text):
        return _from_number(float(dotnet[1]))
    if GROUPED.fullmatch(text):
        return _from_number(float(re.sub(r"\D", "", text)))
    if match := COMPACT.search(text):
        clock = f"{match[4]}:{match[5]}" + (f":{match[6]}" if match[6] else "") if match[4] else ""
        return _moment((int(match[1]), int(match[2]), int(match[3])), clock + text[match.end() :])
    if match := next(filter(_is_even, NUMBERS.finditer(text)), None):
        date = _date(match[1], match[2], match[3], day_first)
        return _moment(date, text[: match.start()] + " " + text[match.end() :]) if date else None
    for pattern, day, month, year in ((NAMED, 1, 2, 3), (MONTH_FIRST_NAMED, 2, 1, 3), (YEAR_FIRST, 3, 2, 1), (YEAR_LAST, 2, 1, 3)):
        for match in pattern.finditer(text):
            if number := month_of(match[month]):
                given = (match[day], match[year]) if len(match[day]) <= 2 else (match[year], match[day])
                rest = text if pattern is YEAR_LAST else text[: match.start()] + " " + text[match.end() :]
                return _moment((_year(given[1]), number, int(given[0])), rest)
    return None


def _is_even(match: re.Match[str]) -> bool:
    """Whether three numbers stand in one date: “2026 9.10” is a year and a time of day."""
    first, second = (match.string[match.end(part) : match.start(part + 1)].strip() for part in (1, 2))
    return bool(first) == bool(second)


def _date(first: str, second: str, third: str, day_first: bool) -> tuple[int, int, int] | None:
    if len(first) == 4:
        return int(first), int(second), int(third)
    if len(third) not in (2, 4):
        return None
    low, high = int(first), int(second)
    day, month = (low, high) if (day_first or low > 12) and high <= 12 else (high, low)
    return _year(third), month, day


def _weekday(year: int, month: int, day: int) -> int:
    """The day of the week, from Monday; -1 if there is no such date."""
    try:
        return datetime.date(year, month, day).weekday()
    except ValueError:
        return -1


def _year(text: str) -> int:
    return int(text) if len(text) > 2 else 2000 + int(text) if int(text) < 70 else 1900 + int(text)


def _moment(date: tuple[int, ...], rest: str) -> datetime.datetime | None:
    hour = minute = second = micro = 0
    if match := CLOCK.search(rest):
        hour, minute, second = int(match[1]), int(match[2]), int(match[3] or 0)
        micro = int((match[4] or "0")[:6].ljust(6, "0"))
    elif match := HOUR_ONLY.search(rest):
        hour = int(match[1])
    if (AFTERNOON.search(rest) or ("中午" in rest and hour < 3)) and hour < 12:
        hour += 12
    elif MORNING.search(rest) and hour == 12:
        hour = 0
    if not FIRST_YEAR <= date[0] <= LAST_YEAR:
        date = gregorian(date[0], date[1], date[2])
    try:
        moment = datetime.datetime(date[0], date[1], date[2], hour, minute, second, micro, tzinfo=_zone(rest))
    except ValueError:
        return None
    return _in_utc(moment)


def _zone(rest: str) -> datetime.timezone:
    if match := OFFSET.search(rest):
        sign, hours, minutes = (match[1], match[2], match[3]) if match[1] else (match[4], match[5], "0")
        offset = datetime.timedelta(hours=int(hours), minutes=int(minutes))
        return datetime.timezone(-offset if sign == "-" else offset) if offset < datetime.timedelta(hours=15) else UTC
    clock = CLOCK.search(rest)
    hours = HOURS_OFFSET.match(rest, clock.end()) if clock else None
    if clock and hours and (hours["east"] or clock[3] or rest[: clock.start()].endswith("T")):
        return datetime.timezone(datetime.timedelta(hours=int(hours["hours"]) * (1 if hours["east"] else -1)))
    for match in ZONE_NAME.finditer(rest):
        if match[1].lower() in ZONES:
            return datetime.timezone(datetime.timedelta(hours=ZONES[match[1].lower()]))
    return UTC
