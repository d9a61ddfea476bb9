"""Removes personal data from a text: e-mails, phones, cards, bank accounts, Chinese ID numbers, orders and bookings, addresses.

It rather takes too much than too little: a run of nine digits or more that is none of these goes, too. Names of people are
`data.redaction.names`' matter: they are known by the whole dialogue.
"""

import re
from collections import Counter
from collections.abc import Callable
from typing import NamedTuple

from stdnum import luhn
from stdnum.iso7064 import mod_11_2

from data.redaction.addresses import ADDRESSES, END, MALAY, START

# Full-width characters become their ASCII twins, one for one, so that positions stay the same.
FOLD = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, 0x2010: 0x2D, 0x2011: 0x2D, 0x2013: 0x2D, 0xA0: 0x20}

EMAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
# As people spell it against harvesters: jane (at) example [dot] com, jane at example dot com, jane @ example . com
SPELT_EMAIL = re.compile(
    r"[\w.%+-]+(?: ?[\[(] ?(?i:at) ?[\])] ?[\w-]+(?:(?: ?[\[(] ?(?i:dot) ?[\])] ?| dot |\.)[\w-]+)+| at [\w-]+(?: dot [\w-]+)+"
    r"| @ (?:[\w-]+ ?\. ?){1,3}(?:com|net|org|edu|co|uk|de|fr|es|it|nl|eu|cn|jp|in|au|ca|ru|br)\b)"
)
CHINESE_ID = re.compile(START + r"\d{6}[ -]?\d{8}[ -]?\d{3}[\dXx]" + END)
CARD = re.compile(r"(?<!\d)(?:\d[ -]?){12,18}\d(?!\d)")
ORDER = re.compile(
    START + r"[A-Za-z]{1,4}-?\d{5,12}(?!\d)"  # JL-482913, jl482913
    + "|" + START + r"[A-Z]{1,5}(?=(?:-?\d){6})(?:-\d{2,8}){2,3}(?!\d)"  # ORD-2025-96607
    r"|#\s?\d{5,12}(?!\d)"
    r"|\b(?i:order|purchase)(?i: (?:number|no|nr|id|code|ref|reference))?\b[.:#]*(?i: (?:is|was))?[ :#]*(?P<called>\d{5,12}|\d{3,}-\d{3,})"
    r"(?![-\d]|,\d| (?:miles|points|pieces|units))"
    r"|(?:订单|单号|编号)(?:编号|号码|号)?\s?[是为:]?\s?#?\s?(?P<chinese>\d{5,12}|\d{3,}-\d{3,})(?![-\d])",
    re.IGNORECASE,
)  # fmt: skip
PHONE = re.compile(
    r"(?<![0-9A-Za-z+@])(?:"
    r"(?:\+|00)\d(?:[ ()./-]{0,2}\d){7,14}"  # +44 20 7946 0123, +86 139-1234-5678
    r"|\(?0\d(?:[ ()./-]{0,2}\d){7,10}"  # 07700 900123, (020) 7946 0123
    r"|1[3-9]\d(?:[ -]?\d){8}"  # a Chinese mobile: 138 0013 8000
    r"|(?:\(\d{3}\) ?|\d{3}[-. ])?\d{3}[-.]\d{4}"  # (212) 555-0123, 555-0123
    r"|(?:\(\d{3}\) ?|\d{3} )\d{3} \d{4}"  # (212) 555 0123, 212 555 0123
    r"|\(\d{2}\) ?\d{4,5}[- ]\d{4}"  # (11) 91234-5678
    r"|(?:[78] ?)?\(?\d{3}\)? ?\d{3}-\d{2}-\d{2}"  # 8 (916) 123-45-67
    r"|[6-9]\d{4}[ -]\d{5}"  # 98765 43210
    r"|[35-9]\d{3} \d{4}(?! ?\d)"  # 9123 4567; with a 1 or 2 in front it could be two years
    r"|[6-9]\d{2} \d{3} \d{3}"  # 612 345 678
    r")(?!\d)"
)
# ISO 13616: country, check digits, account; in groups of four or in one.
ACCOUNT = re.compile(
    START + r"[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?" + END
    + "|" + START + r"[a-z]{2}\d{2} ?[a-z0-9]{4}(?: ?(?=[a-z]*\d)[a-z0-9]{4}){2,6}(?: ?\d{1,3})?" + END
    + r"|(?i:\bsort ?code)(?i: is)?:? ?(?P<sort>\d\d[ -]?\d\d[ -]?\d\d)" + END  # a British bank's branch
    + "|" + START + r"\d\d-\d\d-\d\d,? (?i:account (?:number |no\.? )?)?\d{8}" + END
)  # fmt: skip
# A booking's letters and digits are told from a word by what stands before them.
BOOKED = r"conf(?:irmation)?|booking|reservation|record locator|locator|PNR"
BOOKING = re.compile(
    rf"\b(?i:{BOOKED}|reference|ref|case|claim|ticket|invoice|customer|account|member(?:ship)?|frequent flyer|loyalty|passport|AAdvantage"
    r"|SkyMiles|MileagePlus|Rapid Rewards|Avios|Flying Blue|TrueBlue|known travell?er)"
    r"(?i: (?:number|num|no|code|id|reference|ref))?\b[.:#]*"
    r"(?: ?[#:])?(?i: (?:is|was))?[ :#]*"
    r"(?P<found>(?:[A-Z]{2} )?\d{3,4}(?:[ -]\d{3,4}){1,3}(?: \d\d)?|(?=[A-Za-z-]*\d)[A-Za-z0-9-]{5,20})"
    + END
    + rf"|\b(?i:{BOOKED})(?i: (?:number|no|code|reference|ref))?(?: ?#)?(?i: (?:is|was))?"
    r"[ ,:#]*(?P<letters>[A-Z0-9]{6})"
    + END
    # A code with a letter behind a digit; “code SAVE20” is a voucher, which is for all.
    + r"|\b[Cc]ode (?:is )?(?P<code>(?=[A-Z0-9]*\d[A-Z0-9]*[A-Z])[A-Z0-9]{6})" + END
    + "|" + START + rf"(?P<before>[A-Z0-9]{{6}})(?= (?i:is|was) (?i:my|the|our) (?i:{BOOKED}))"
)  # fmt: skip
# A parcel's number: UPU S10 (RR123456789CN), UPS (1Z…), and any long mixture with many digits.
PARCEL = re.compile(START + r"(?:1Z[0-9A-Z]{16}|[A-Z]{2}(?: ?\d){9} ?[A-Z]{2}|(?=\d*[A-Z])(?=(?:[A-Z]*\d){5})[A-Z0-9]{10,30})" + END)
GROUPED = re.compile(START + r"\d{4}(?:[ -]\d{4}){3,6}(?:[ -]\d{1,4})?" + END)  # USPS: 9400 1000 0000 0000 0000 00
# Nine digits in one, or eleven in groups: 006-2471 6543 91, 203-1234567-1234567
NUMBER = re.compile(START + r"(?:\d{9,}|(?=(?:[ -]?\d){11})\d{3,8}(?:[ -]\d{3,8}){1,6}(?:[ -]\d{1,2})?)" + END)


class Redacted(NamedTuple):
    """A text without personal data, and how many of each kind were taken out."""

    text: str
    removed: Counter[str]


def redact(text: str) -> Redacted:
    """Replaces each piece of personal data by its kind in brackets, e.g. `[phone]`. Twice is the same as once."""
    removed: Counter[str] = Counter()
    if not _worth_a_look(text):
        return Redacted(text, removed)
    folded = text.translate(FOLD)
    for kind, pattern in KINDS if DIGIT.search(folded) else WITHOUT_DIGITS:
        for start, end in reversed(_spans(pattern, folded)):
            text, folded = (f"{each[:start]}[{kind}]{each[end:]}" for each in (text, folded))
            removed[kind] += 1
    return Redacted(text, removed)


DIGIT = re.compile(r"\d")
WORTH_A_LOOK = re.compile(r"[@＠\d]|(?i:booking|conf|reservation|locator|pnr|\bdot\b|[\[(] ?at ?[\])])")


def _worth_a_look(text: str) -> bool:
    """Most messages hold neither a digit nor an at sign nor a booking: a cheap test spares them the patterns."""
    return WORTH_A_LOOK.search(text) is not None


def _spans(pattern: re.Pattern[str], folded: str) -> list[tuple[int, int]]:
    """Where the data itself stands, if words before it belong to the pattern."""
    accept = CHECKS.get(pattern, bool)
    return [match.span(match.lastgroup or 0) for match in pattern.finditer(folded) if accept(match.group())]


def _is_card(found: str) -> bool:
    """Whether the last digit is the Luhn check digit of the others (ISO/IEC 7812-1, annex B)."""
    return luhn.is_valid(str(int(re.sub(r"\D", "", found))))  # `int` reads the digits of every script


def _is_chinese_id(found: str) -> bool:
    """Whether the last character is the check character of the others (GB 11643-1999, which is ISO 7064 MOD 11-2)."""
    return mod_11_2.is_valid(re.sub("[ -]", "", found).upper())


# In this order: an ID number could pass for a card, a card for a phone, and anything for a number.
KINDS = (
    ("email", EMAIL),
    ("email", SPELT_EMAIL),
    ("id", CHINESE_ID),
    ("card", CARD),
    ("number", PARCEL),
    ("account", ACCOUNT),
    ("number", GROUPED),
    ("order", ORDER),
    *(("address", pattern) for pattern in ADDRESSES),
    ("booking", BOOKING),
    ("phone", PHONE),
    ("number", NUMBER),
)
# What can be written without a digit: the rest isn't looked for where there is none.
WITHOUT_DIGITS = tuple((kind, pattern) for kind, pattern in KINDS if pattern in (EMAIL, SPELT_EMAIL, MALAY, BOOKING))
# What is to be found must hold these, too.
CHECKS: dict[re.Pattern[str], Callable[[str], bool]] = {CHINESE_ID: _is_chinese_id, CARD: _is_card}
