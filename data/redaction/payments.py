"""Cards and bank accounts, told by their check digits."""

import re

from stdnum import iban, luhn

from data.redaction.kinds import END, MANY, START, Kind, Span, where

SEPARATOR = r"[ ._/·•*-]"
# One separator anywhere, as people cut a number, or any three where the groups are those of a card.
CARD = re.compile(
    r"(?<!\d)(?:(?:\d[ -]?){12,18}\d"
    rf"|\d{{4}}(?:{SEPARATOR}{{1,3}}\d{{4}}){{3}}(?:{SEPARATOR}{{1,3}}\d{{1,3}})?"
    rf"|\d{{4}}{SEPARATOR}{{1,3}}\d{{6}}{SEPARATOR}{{1,3}}\d{{4,5}})(?!\d)"
)
IBAN = re.compile(START + r"[A-Za-z]{2}[ -]?\d{2}(?:[ .-]{0,2}[A-Za-z0-9]){11,30}")
# One whose check digits are wrong: somebody's all the same, if it is written in groups of four.
ACCOUNT = re.compile(
    START + r"[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?" + END
    + "|" + START + r"[a-z]{2}\d{2} ?[a-z0-9]{4}(?: ?(?=[a-z]{0,3}\d)[a-z0-9]{4}){2,6}(?: ?\d{1,3})?" + END
    + r"|(?i:\bsort ?code)(?i: is)?:? ?(?P<sort>\d\d[ -]?\d\d[ -]?\d\d)" + END  # a British bank's branch
    + "|" + START + r"\d\d-\d\d-\d\d,? (?i:account (?:number |no\.? )?)?\d{8}" + END
)  # fmt: skip


def _is_card(match: re.Match[str]) -> bool:
    """Whether the last digit is the Luhn check digit of the others (ISO/IEC 7812-1, annex B)."""
    return bool(luhn.is_valid(re.sub(r"\D", "", match.group())))


def _iban(match: re.Match[str]) -> Span | None:
    """An IBAN up to its end: the words that follow may read on like a part of it. None if its check digits are wrong."""
    found = match.group()
    ends = [place for place, sign in enumerate(found, start=1) if sign.isalnum()]
    for end in reversed(ends[14:]):
        if (end == len(found) or not found[end].isalnum()) and _checks(found[:end]) and iban.is_valid(found[:end], check_country=False):
            return match.start(), match.start() + end
    return None


def _checks(account: str) -> bool:
    """Whether the check digits of an IBAN are right (ISO 7064 MOD 97-10): a word tried for one hardly ever has them."""
    signs = "".join(filter(str.isalnum, account))
    return int("".join(str(int(sign, 36)) for sign in signs[4:] + signs[:4])) % 97 == 1


IBANS = (Kind("account", IBAN, _iban, MANY),)
CARDS = (Kind("card", CARD, where(_is_card), 13),)
ACCOUNTS = (
    Kind("account", ACCOUNT, digits=MANY, needs=re.compile(r"\d(?:(?<=[A-Za-z]{2}\d)\d(?: ?[A-Za-z0-9]{4}){2}|\d[ -]?\d\d[ -]?\d\d)")),
)
