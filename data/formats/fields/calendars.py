"""Years that aren't counted as most do: Buddhist (2569), Persian (1404) and Islamic (1447) ones, those of Taiwan (民國115年) and of Japan's
eras (令和8年); and Chinese numerals in dates.
"""

import datetime
import re

from data.both_scripts import compiled

BUDDHIST, BUDDHIST_YEARS = 543, range(2443, 2643)
# Persian years of 2001 to 2046; Islamic ones of 2005 to 2057.
PERSIAN_YEARS, ISLAMIC_YEARS = range(1380, 1426), range(1426, 1480)
# What the first year of an era is, less one.
ERAS = {"民國": 1911, "民国": 1911, "中華民國": 1911, "令和": 2018, "平成": 1988, "昭和": 1925, "R": 2018, "H": 1988}
ERA = compiled(r"(?P<era>中華民國|民國|民国|令和|平成|昭和|(?<![A-Za-z])[RH](?=\d{1,2}[./年]))\s?(?P<year>\d{1,3}|元)\s?(?=[年./-])")
NUMERALS = {"〇": 0, "○": 0, "零": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
CHINESE_YEAR = re.compile(r"[〇○零一二三四五六七八九]{4}(?=年)")
CHINESE_NUMBER = re.compile(r"[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九](?=[月日號号])")
# Before a year: “Buddhist era”, which says nothing that the year doesn't.
ERA_WORDS = re.compile(r"พ\.?ศ\.?|ค\.?ศ\.?|ปี|هـ|هـ\.?ش|ه\.ش")
# Days of the first six months of a Persian year.
PERSIAN_MONTH = 31
# The day before the first one of the Persian year 1380, and of the Islamic year 1 by its tables.
PERSIAN_EPOCH = datetime.date(2001, 3, 20)
ISLAMIC_EPOCH = 227_014


def plain_years(text: str) -> str:
    """A date with its era's year as that of most calendars, and Chinese numerals as digits."""
    if text.isascii() and not ERA.search(text):
        return text
    text = CHINESE_YEAR.sub(lambda match: "".join(str(NUMERALS[char]) for char in match[0]), ERA_WORDS.sub(" ", text))
    if "月" in text or "日" in text:
        text = CHINESE_NUMBER.sub(_number, text)
    return ERA.sub(lambda match: str(ERAS[match["era"]] + (1 if match["year"] == "元" else int(match["year"]))), text)


def _number(match: re.Match[str]) -> str:
    tens, ten, ones = match[0].rpartition("十")
    return str((NUMERALS.get(tens, 1) * 10 if ten else 0) + NUMERALS.get(ones, 0))


def gregorian(year: int, month: int, day: int) -> tuple[int, int, int]:
    """A date of another calendar as most write it; the same if it is one already, or of no calendar that is known."""
    if year in BUDDHIST_YEARS:
        return year - BUDDHIST, month, day
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return year, month, day
    if year in PERSIAN_YEARS:
        return _parts(_persian(year, month, day))
    if year in ISLAMIC_YEARS:
        passed = day + -(-(59 * (month - 1)) // 2) + (year - 1) * 354 + (3 + 11 * year) // 30
        return _parts(datetime.date.fromordinal(passed + ISLAMIC_EPOCH))
    return year, month, day


def _persian(year: int, month: int, day: int) -> datetime.date:
    years = range(PERSIAN_YEARS.start, year)
    before = 365 * len(years) + sum(map(_is_persian_leap_year, years))
    months = min(month - 1, 6) * PERSIAN_MONTH + max(month - 7, 0) * (PERSIAN_MONTH - 1)
    return PERSIAN_EPOCH + datetime.timedelta(days=before + months + day)


def _is_persian_leap_year(year: int) -> bool:
    """By the cycle of 33 years, which holds for the years that are read here."""
    return year % 33 in (1, 5, 9, 13, 17, 22, 26, 30)


def _parts(date: datetime.date) -> tuple[int, int, int]:
    return date.year, date.month, date.day
