"""What of a record may be said: text that stays text, and dates."""

from __future__ import annotations

import hmac
import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from data.dates import IsoDate

LONGEST = 80
# What means something in Markdown, in Rasa's templates or in HTML, or makes an address that a browser opens.
MARKUP = re.compile(r"[\[\]{}<>*_`~|\\#!^]|:(?=//)")
# Invisible signs: controls, directions of writing, halves of emoji.
INVISIBLE = ("Cc", "Cf", "Cs", "Co", "Cn")


def said(record: Mapping[str, Any], kinds: Mapping[str, str]) -> dict[str, str]:
    """The values of a record that can be said, by their fields' names; what is missing, empty or of another type is left out.

    Args:
        record: the JSON object.
        kinds: for each field, `text` or `date`.
    """
    read = {name: (as_date if kind == "date" else as_text)(record.get(name)) for name, kind in kinds.items()}
    return {name: value for name, value in read.items() if value}


def as_text(value: object) -> str:
    """A text or a number in one line, without anything that a browser or a template would read as more than text."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    visible = "".join(" " if character.isspace() or character == "_" else character for character in str(value)[: 4 * LONGEST])
    visible = "".join(character for character in visible if unicodedata.category(character) not in INVISIBLE)
    return " ".join(MARKUP.sub("", visible).split())[:LONGEST].strip()


def as_date(value: object) -> str:
    """A date or a time in ISO 8601, as a date that the answer's language words; empty if it is none."""
    if not isinstance(value, str):
        return ""
    text = value.strip()[:40]
    try:
        day = date.fromisoformat(text) if len(text) == len("2026-11-27") else datetime.fromisoformat(text.replace("Z", "+00:00")).date()
    except ValueError:
        return ""
    return IsoDate(day.isoformat())


def proven(record: Mapping[str, Any], fields: Sequence[str], given: str) -> bool:
    """Whether what a customer gave is what one of the record's fields holds. Case, width and blanks don't count."""
    told = _comparable(given)
    values = [record.get(name) for name in fields]
    held = [_comparable(str(value)) for value in values if isinstance(value, (str, int)) and not isinstance(value, bool)]
    # All are compared, each in the same time, so that the time says nothing.
    equal = [hmac.compare_digest(each.encode(), told.encode()) for each in held if each]
    return bool(told) and any(equal)


def _comparable(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
