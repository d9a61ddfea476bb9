"""Numbers that name one order, parcel or customer: they say whose matter it is, and nothing of what is asked."""

import re

# Up to four letters and five digits or more, as JL-903355 or TQ2026-88123; shorter after “#”. Fewer are amounts, years or models, as are
# those with letters behind them.
IDENTIFIER = re.compile(
    r"(?<![\w.,/@-])(?:#\s?\w{0,4}-?\d{3,12}|[A-Za-z]{0,4}(?:\d{2,4})?[-–]?\d{5,20}(?:-\d{1,6})?)(?![\w@]|[.,/-]\w)"
    r"|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}",
    re.ASCII,
)
# What is left where an identifier stood.
SPACES = re.compile(r"\s{2,}")
LETTER = re.compile(r"[^\W\d_]")


def without_identifiers(text: str) -> str:
    """A text without its order numbers, customer numbers and mail addresses; the text itself if nothing else stands in it."""
    left = SPACES.sub(" ", IDENTIFIER.sub(" ", text)).strip()
    return left if left != text and len(LETTER.findall(left)) >= 2 else text
