"""Removes personal data from a text: e-mails, phones, cards, bank accounts, Chinese ID numbers, orders and bookings, addresses.

It rather takes too much than too little: a run of nine digits or more that is none of these goes, too. Names of people are
`data.names`' matter: they are known by the whole dialogue.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple

from data.script import HAN_RANGE

# Full-width characters become their ASCII twins, one for one, so that positions stay the same.
FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0x2010: 0x2D, 0x2011: 0x2D, 0x2013: 0x2D, 0xA0: 0x20}

# `\b` sees no border between a Han character and a digit, so borders are look-arounds over ASCII.
START, END = r"(?<![0-9A-Za-z])", r"(?![0-9A-Za-z])"

EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
CHINESE_ID = re.compile(START + r"\d{17}[\dXx]" + END)
CARD = re.compile(r"(?<!\d)(?:\d[ -]?){12,18}\d(?!\d)")
# What stands before a number that has no letters, to make it an order's (a look-behind must be of fixed width).
CALLED_ORDER = "|".join(
    f"(?<={words})" for words in ("order ", "order number ", "order no ", "order no. ", "order: ", "订单", "订单号", "单号")
)
ORDER = re.compile(
    START + r"[A-Za-z]{1,4}-?\d{5,12}(?!\d)"  # JL-482913, jl482913
    r"|#\s?\d{5,12}(?!\d)"
    rf"|(?:{CALLED_ORDER})\s?[:#]?\s?\d{{5,12}}(?!\d)",
    re.IGNORECASE,
)
PHONE = re.compile(
    r"(?<![0-9A-Za-z+])(?:"
    r"(?:\+|00)\d(?:[ ()./-]{0,2}\d){7,14}"  # +44 20 7946 0123, +86 139-1234-5678
    r"|\(?0\d(?:[ ()./-]{0,2}\d){7,10}"  # 07700 900123, (020) 7946 0123
    r"|1[3-9]\d(?:[ -]?\d){8}"  # a Chinese mobile: 138 0013 8000
    r"|(?:\(\d{3}\) ?|\d{3}[-. ])?\d{3}[-.]\d{4}"  # (212) 555-0123, 555-0123
    r")(?!\d)"
)
# ISO 13616: country, check digits, account; in groups of four or in one.
ACCOUNT = re.compile(START + r"[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?" + END)
# A booking's letters and digits are told from a word by what stands before them.
BOOKING = re.compile(
    r"\b(?:confirmation|booking|reservation|record locator|locator|reference|ref|PNR|case|claim|ticket|invoice|customer"
    r"|account|member(?:ship)?)(?: (?:number|no|code|id|reference|ref))?\b[.:#]*(?: (?:is|was))?[ :#]*"
    r"(?P<found>(?=[A-Za-z-]*\d)[A-Za-z0-9-]{5,20})"
    + END
    + r"|\b(?i:confirmation|booking|reservation|record locator|locator|PNR)(?i: (?:number|no|code|reference|ref))?(?i: (?:is|was))?"
    r"[ :#]*(?P<letters>[A-Z0-9]{6})" + END,
)
STREET = re.compile(
    START
    + r"\d{1,5}[A-Za-z]?,? (?:[A-Z][\w'’.-]* ){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Close|Court|Ct|Way|Place|Pl|Square|Sq"
    r"|Terrace|Boulevard|Blvd|Yard|Gardens|Crescent|Row|Hill|Mews|Park)\b"
    rf"|(?:(?![到在寄送往是])[{HAN_RANGE}]){{2,8}}(?:路|街|道|巷|弄)\d{{1,5}}(?:弄\d{{1,4}})?号(?:楼?\d{{1,4}}(?:室|单元|号楼?))*"
)
UK_POSTCODE = re.compile(START + r"[A-Z]{1,2}\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2}" + END)
# A parcel's number: UPU S10 (RR123456789CN), UPS (1Z…), and any long mixture with many digits.
PARCEL = re.compile(START + r"(?:1Z[0-9A-Z]{16}|[A-Z]{2}\d{9}[A-Z]{2}|(?=\d*[A-Z])(?=(?:[A-Z]*\d){5})[A-Z0-9]{10,30})" + END)
NUMBER = re.compile(START + r"\d{9,}" + END)


class Redacted(NamedTuple):
    """A text without personal data, and how many of each kind were taken out."""

    text: str
    removed: Counter[str]


def redact(text: str) -> Redacted:
    """Replaces each piece of personal data by its kind in brackets, e.g. `[phone]`. Twice is the same as once."""
    removed: Counter[str] = Counter()
    if not _worth_a_look(text):
        return Redacted(text, removed)
    for kind, find in FINDERS:
        for start, end in reversed(list(find(text.translate(FOLD)))):
            text = f"{text[:start]}[{kind}]{text[end:]}"
            removed[kind] += 1
    return Redacted(text, removed)


def passes_luhn(digits: str) -> bool:
    """Whether the last digit is the Luhn check digit of the others (ISO/IEC 7812-1, annex B)."""
    total = 0
    for position, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + position % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def is_chinese_id(number: str) -> bool:
    """Whether 18 characters end with the check character of GB 11643-1999 (ISO 7064, MOD 11-2)."""
    total = sum(int(digit) * pow(2, 17 - position, 11) for position, digit in enumerate(number[:17]))
    return "10X98765432"[total % 11] == number[17].upper()


WORTH_A_LOOK = re.compile(r"[@＠\d]|(?i:booking|confirmation|reservation|locator|pnr)")


def _worth_a_look(text: str) -> bool:
    """Most messages hold neither a digit nor an at sign nor a booking: a cheap test spares them the patterns."""
    return WORTH_A_LOOK.search(text) is not None


def _spans(pattern: re.Pattern[str], accept: Callable[[str], bool] = lambda _: True) -> Callable[[str], Iterator[tuple[int, int]]]:
    def find(folded: str) -> Iterator[tuple[int, int]]:
        return (_span(match) for match in pattern.finditer(folded) if accept(match.group()))

    return find


def _span(match: re.Match[str]) -> tuple[int, int]:
    """Where the number itself stands, if words before it belong to the pattern."""
    return match.span(match.lastgroup or 0)


def _is_card(found: str) -> bool:
    return passes_luhn(re.sub(r"\D", "", found))


# In this order: an ID number could pass for a card, a card for a phone, and anything for a number.
FINDERS = (
    ("email", _spans(EMAIL)),
    ("id", _spans(CHINESE_ID, is_chinese_id)),
    ("card", _spans(CARD, _is_card)),
    ("number", _spans(PARCEL)),
    ("account", _spans(ACCOUNT)),
    ("order", _spans(ORDER)),
    ("address", _spans(STREET)),
    ("address", _spans(UK_POSTCODE)),
    ("booking", _spans(BOOKING)),
    ("phone", _spans(PHONE)),
    ("number", _spans(NUMBER)),
)
