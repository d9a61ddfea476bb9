"""Dates that come as values into a template, and are worded in the language of the answer."""

from datetime import date

from babel import Locale, UnknownLocaleError
from babel.dates import format_date


class IsoDate(str):
    """A date in ISO 8601. It is a text, so that it goes into JSON; whoever words an answer knows it by its type."""


def worded(day: IsoDate, language: str) -> str:
    """A date as it is written in a language (ISO 639-1): “27 November 2026”, “2026年11月27日”; in ISO 8601 where that isn't known."""
    try:
        # British, as it is English for most of the world: the day before the month.
        locale = Locale.parse("en_GB" if language == "en" else language)
    except (UnknownLocaleError, ValueError):
        return str(day)
    return str(format_date(date.fromisoformat(day), "long", locale))
