"""Dates as documents write them."""

import datetime
import re

ISO = re.compile(r"\b(20\d\d|19\d\d)-(\d\d?)-(\d\d?)")
DAY_FIRST = re.compile(r"\b(\d\d?)[./](\d\d?)[./]((?:19|20)\d\d)\b")
YEAR_FIRST = re.compile(r"\b((?:19|20)\d\d)[./年]\s?(\d\d?)[./月]\s?(\d\d?)")
COMPACT = re.compile(r"^D?:?((?:19|20)\d\d)(\d\d)(\d\d)")
IN_WORDS = re.compile(
    r"\b(?:(\d\d?)(?:st|nd|rd|th|\.)?\s+(?:de\s+)?)?([^\W\d_]{3,10})[.,]?(?:\s+de)?\s+(?:(\d\d?)(?:st|nd|rd|th)?,?\s+)?((?:19|20)\d\d)\b"
)
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january januar janvier enero gennaio januari janeiro jan",
            "february februar février fevrier febrero febbraio februari fevereiro feb",
            "march märz marz mars marzo maart março marco mar mrz",
            "april avril abril aprile apr abr",
            "may mai mayo maggio mei maio",
            "june juni juin junio giugno junho jun",
            "july juli juillet julio luglio julho jul",
            "august août aout agosto augustus aug ago",
            "september septembre septiembre settembre setembro sep sept",
            "october oktober octobre octubre ottobre outubro oct okt",
            "november novembre noviembre novembro nov",
            "december dezember décembre decembre diciembre dicembre dezembro dec dez dic",
        ),
        start=1,
    )
    for name in names.split()
}


def read_date(given: object) -> datetime.date | None:
    """The date in what a document gives as one; none if it isn't understood, or lies in no calendar.

    “03/04/2026” is read with the day first, unless that can't be.
    """
    if isinstance(given, datetime.datetime):
        return given.date()
    if isinstance(given, datetime.date):
        return given
    if isinstance(given, (int, float)) and not isinstance(given, bool) and given > 1e8:
        given = datetime.datetime.fromtimestamp(min(given, 4e9) if given < 1e11 else min(given / 1000, 4e9), datetime.timezone.utc)
        return given.date()
    text = str(given or "").strip()[:80]
    if found := ISO.search(text) or YEAR_FIRST.search(text) or COMPACT.match(text):
        return _date(*map(int, found.groups()))
    if found := DAY_FIRST.search(text):
        day, month, year = map(int, found.groups())
        return _date(year, month, day) or _date(year, day, month)
    if (found := IN_WORDS.search(text)) and (number := MONTHS.get(found[2].casefold())):
        return _date(int(found[4]), number, int(found[1] or found[3] or 1))
    return None


def _date(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None
