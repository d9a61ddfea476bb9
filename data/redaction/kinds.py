"""One kind of personal data: what it is called in the text, the pattern that finds it, and when it is worth looking."""

import re
from collections.abc import Callable
from typing import NamedTuple

# `\b` sees no border between a Han character and a digit, so borders are look-arounds over ASCII.
START, END = r"(?<![0-9A-Za-z])", r"(?![0-9A-Za-z])"


Span = tuple[int, int]


def whole(match: re.Match[str]) -> Span | None:
    """A match as it is: its group, where it has one, else all of it."""
    return match.span(match.lastgroup or 0)


def where(test: Callable[[re.Match[str]], bool]) -> Callable[[re.Match[str]], Span | None]:
    """A match as it is, if the test holds."""
    return lambda match: whole(match) if test(match) else None


class Kind(NamedTuple):
    """A kind of personal data.

    Attributes:
        name: what stands in its place, in brackets.
        pattern: finds it in a normalised text.
        span: what of a match is personal data; none if nothing is, by check digits or by what stands around it.
        digits: a text in which no number has so many holds none (a number's digits have three other signs at most between two of them).
        hints: small letters; a text with none of these holds none. Empty: any text may.
        needs: finds something in each text that holds one, sooner than `pattern` does.
    """

    name: str
    pattern: re.Pattern[str]
    span: Callable[[re.Match[str]], Span | None] = whole
    digits: int = 0
    hints: tuple[str, ...] = ()
    needs: re.Pattern[str] | None = None


# Any digit; a number of four: of a year, a flight, a code.
SOME, MANY = 1, 4
