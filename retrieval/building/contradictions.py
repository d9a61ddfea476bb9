"""Tells when two answers to the same question contradict each other: other figures for the same thing, or yes against no."""

import re

from data.languages import HAN_RANGE
from retrieval.lexical.words import words

# “30 days”, “3 to 5 days”, “250 °C”, “59元”: a figure or two, and what they count.
FIGURE = re.compile(rf"(\d+(?:[.,]\d+)?)(?:\s?(?:-|–|to|or|至|到)\s?(\d+(?:[.,]\d+)?))?\s*(°C|%|€|£|\$|[A-Za-z]+|[{HAN_RANGE}])")
YES = re.compile(r"^(?:yes|yep|sure|of course|certainly|you can|it does|it is|we do)\b|^(?:可以|能|有的|是的|支持)", re.IGNORECASE)
NO = re.compile(
    r"^(?:no\b|nope|sadly|unfortunately|i['’]m afraid|you can(?:['’]t|not)|it (?:doesn|isn)['’]t|we (?:don|can)['’]t)"
    r"|^(?:不可以|不能|没有|不支持|不是)",
    re.IGNORECASE,
)
# Answers must share so much of their words (Jaccard similarity) to be about the same thing.
SAME_SUBJECT = 0.25


def contradiction(older: str, newer: str) -> str | None:
    """Why the newer answer contradicts the older one, in words, or None if it doesn't."""
    mine, theirs = set(words(older)), set(words(newer))
    if len(mine & theirs) < SAME_SUBJECT * len(mine | theirs):
        return None
    was, now = _figures(older), _figures(newer)
    for unit in sorted(was.keys() & now.keys()):
        if not was[unit] & now[unit]:
            return f"it says {_list(was[unit])} {unit}, a newer answer {_list(now[unit])}"
    if YES.search(older) and NO.search(newer):
        return "it says yes, a newer answer no"
    if NO.search(older) and YES.search(newer):
        return "it says no, a newer answer yes"
    return None


def _figures(text: str) -> dict[str, set[str]]:
    """Figures by what they count."""
    found: dict[str, set[str]] = {}
    for first, second, unit in FIGURE.findall(text):
        found.setdefault(unit.casefold().rstrip("s"), set()).update(figure.replace(",", ".") for figure in (first, second) if figure)
    return found


def _list(figures: set[str]) -> str:
    return " and ".join(sorted(figures))
