"""Numbers that name one order or parcel: they say whose matter it is, and nothing of what is asked."""

import re

from data.both_scripts import compiled

# Letters, a hyphen and five digits or more (JL-903355), digits behind “#”, or behind a word for what they name. Other digits are amounts,
# years, models, or a number that is asked about.
IDENTIFIER = re.compile(
    r"(?<![A-Za-z0-9_.,/@-])(?:[A-Za-z]{1,4}[-–]\d{5,20}(?:-\d{1,6})?|#\s?[A-Za-z]{0,4}-?\d{3,12})(?![A-Za-z0-9_-]|[.,]\d)",
)
BEHIND_WORD = compiled(
    r"(\b(?:order|parcel|tracking|shipment|case|ticket|invoice|Bestellung|Bestellnummer|Sendung|Paket|pedido|commande|colis)"
    r"(?:\s{1,3}(?:number|no\.?|nr\.?|num\.?|id|nº|número|numéro|Nummer))?(?:\s{1,3}(?:is|ist|es|est))?[\s:]{1,3}"
    r"|(?:订单|运单|快递|包裹|单)号?码?[是为：:\s]{0,3})\d{5,20}(?![A-Za-z0-9_-]|[.,]\d)",
    re.IGNORECASE,
)
# What is left where an identifier stood.
SPACES = re.compile(r"\s{2,}")
LETTER = re.compile(r"[^\W\d_]")


def without_identifiers(text: str) -> str:
    """A text without its order and parcel numbers; the text itself if nothing else stands in it."""
    left = SPACES.sub(" ", BEHIND_WORD.sub(r"\1", IDENTIFIER.sub(" ", text))).strip()
    return left if left != text and len(LETTER.findall(left)) >= 2 else text
