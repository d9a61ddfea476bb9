"""Removes personal data from a text: e-mails, phones, cards, bank accounts, national numbers, passwords, orders, addresses and more.

It rather takes too much than too little: a run of nine digits or more that is none of these goes, too. Names of people are
`data.redaction.names`' matter: they are known by the whole dialogue.
"""

import re
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from data.both_scripts import in_both_scripts
from data.redaction.addresses import ADDRESSES
from data.redaction.handles import HANDLES
from data.redaction.identifiers import IDENTIFIERS, KEYS, PLACES, PROFILES, SPELT
from data.redaction.kinds import Kind
from data.redaction.labelled import BIRTHS, NETWORK, PLATES
from data.redaction.mail import MAIL
from data.redaction.national import NATIONAL
from data.redaction.normalising import normal, normal_text
from data.redaction.orders import BOOKINGS, NUMBERS, ORDERS, PARCELS
from data.redaction.payments import ACCOUNTS, CARDS, IBANS
from data.redaction.phones import PHONES
from data.redaction.prefilter import Prefilter
from data.redaction.secrets import SECRETS

# In this order: an ID number could pass for a card, a card for a phone, and anything for a number.
KINDS: tuple[Kind, ...] = tuple(kind._replace(hints=tuple(sorted(in_both_scripts(kind.hints)))) for kind in (
    *KEYS, *MAIL, *PROFILES, *HANDLES, *SECRETS, *BIRTHS, *NETWORK, *IBANS, *NATIONAL, *CARDS, *PLACES, *PLATES, *IDENTIFIERS, *PARCELS,
    *ACCOUNTS, *ORDERS, *ADDRESSES, *BOOKINGS, *PHONES, *SPELT, *NUMBERS,
))  # fmt: skip
DIGIT = re.compile(r"\d")
# The digits of one number: what stands between two of them is short.
DIGITS = re.compile(r"\d(?:[^\n\d]{0,3}\d)*")
PREFILTER = Prefilter((kind, kind.hints) for kind in KINDS)
MOST_DIGITS = max(kind.digits for kind in KINDS)
# The kinds that a text with so many digits in its longest number may hold, as a set of `PREFILTER`.
BY_DIGITS = [sum(1 << place for place, kind in enumerate(KINDS) if kind.digits <= digits) for digits in range(MOST_DIGITS + 1)]


class Redacted(NamedTuple):
    """A text without personal data, and how many of each kind were taken out."""

    text: str
    removed: Counter[str]


class _Mark(NamedTuple):
    """A piece of the original text that goes, and its kind."""

    start: int
    end: int
    kind: str


def redact(text: str) -> Redacted:
    """Replaces each piece of personal data by its kind in brackets, e.g. `[phone]`. Twice is the same as once."""
    read = normal_text(text)
    marks = _marks(text, read, PREFILTER.listed(PREFILTER.worth_trying(read) & BY_DIGITS[_digits(read)]))
    if not marks:
        return Redacted(text, Counter())
    pieces: list[str] = []
    last = 0
    for start, end, kind in marks:
        pieces += (text[last:start], f"[{kind}]")
        last = end
    return Redacted("".join((*pieces, text[last:])), Counter(mark.kind for mark in marks))


def _digits(read: str) -> int:
    """How many digits the longest number of a text has, `MOST_DIGITS` at most."""
    numbers = DIGITS.findall(read)
    return min(max(len(DIGIT.findall(number)) for number in numbers), MOST_DIGITS) if numbers else 0


def _marks(text: str, read: str, kinds: Iterable[Kind]) -> list[_Mark]:
    """What goes of the original text, in order. Each kind is looked for in what the kinds before it left."""
    marks: list[_Mark] = []
    starts: list[int] = []
    ends: list[int] = []
    for name, pattern, span, _, _, needs in kinds:
        if needs is not None and not needs.search(read):
            continue
        found = [place for match in pattern.finditer(read) if (place := span(match)) is not None]
        if found and not starts:
            starts, ends = normal(text)[1:]
        if found:
            marks += (_Mark(starts[start], ends[end - 1], name) for start, end in found)
            read, starts, ends = _replaced(read, starts, ends, found, f"[{name}]")
    return _merged(marks)


def _replaced(read: str, starts: list[int], ends: list[int], found: list[tuple[int, int]], mark: str) -> tuple[str, list[int], list[int]]:
    """The normalised text with marks in the places found; each character of a mark stands where the whole of it did."""
    pieces: list[str] = []
    new_starts: list[int] = []
    new_ends: list[int] = []
    last = 0
    for start, end in found:
        pieces += (read[last:start], mark)
        new_starts += starts[last:start] + [starts[start]] * len(mark)
        new_ends += ends[last:start] + [ends[end - 1]] * len(mark)
        last = end
    return "".join((*pieces, read[last:])), new_starts + starts[last:], new_ends + ends[last:]


def _merged(marks: list[_Mark]) -> list[_Mark]:
    """The marks in order, those that lie in each other as one: the outer one's kind."""
    merged: list[_Mark] = []
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        if merged and mark.start < merged[-1].end:
            merged[-1] = merged[-1]._replace(end=max(mark.end, merged[-1].end))
        else:
            merged.append(mark)
    return merged
