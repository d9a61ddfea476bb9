"""Texts that a customer would call the same, made equal: case, width, punctuation, emoji and script don't count."""

import re
import unicodedata
from functools import cache

from opencc import OpenCC

from data.languages import HAN

# Between two digits a sign or a blank belongs to the number: 3.5 is not 35, and 2–3 days are not 23.
BETWEEN_DIGITS = re.compile(r"(?<=\d)\W+(?=\d)")
NO_LETTER = re.compile(r"[\W_]+")
DIVIDER = "."


def folded(text: str) -> str:
    """What is left of a text when all is taken away that doesn't change its meaning; empty if it has neither letter nor digit."""
    text = simplified(unicodedata.normalize("NFKC", text).casefold())
    return DIVIDER.join(NO_LETTER.sub("", part) for part in BETWEEN_DIGITS.split(text))


def says_nothing(text: str) -> bool:
    """Whether a text has neither letter nor digit: 👍, ???, …, 。。。 or nothing at all."""
    return not any(character.isalnum() for character in text)


def simplified(text: str) -> str:
    """Traditional Chinese characters as simplified ones; all else stays as it is."""
    if not HAN.search(text):
        return text
    changed: str = _converter().convert(text)
    return changed


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")
