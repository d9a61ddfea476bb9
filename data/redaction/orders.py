"""Numbers of orders, bookings, tickets and parcels, and long numbers that may be anything."""

import re

from data.both_scripts import compiled
from data.redaction.innocent import may_be_personal
from data.redaction.kinds import END, MANY, START, Kind, where

# Prefixes of standards and error codes, which read like those of orders: EN12477, E10250. An ASIN begins with B0.
NO_ORDER = r"(?!(?:EN|ISO|DIN|IEC|ASTM|BS|GB|JIS|ANSI|UL|VDE|RFC|IP|ERR|E|F|NBR|USB|RTX|GTX|B0)[ -]?\d)"
ORDER = compiled(
    START + NO_ORDER + r"[A-Za-z]{1,4}-?\d{5,12}(?:-\d{1,6})?(?!\d)"  # JL-482913, jl482913, T-20260302-17
    + "|" + START + r"[A-Z]{1,5}(?=(?:-?\d){6})(?:-\d{2,8}){2,3}(?!\d)"  # ORD-2025-96607
    r"|#\s?\d{5,12}(?!\d)"
    r"|\b(?i:order|purchase|bestell(?:ung|nummer|nr)|auftrag(?:snummer)?|pedido|commande|ordine)(?i: (?:number|no|nr|id|code|ref"
    r"|reference|número|nummer))?"
    r"\b[.:#]*(?i: (?:is|was|ist|lautet|é|es))?[ :#]*(?P<called>\d{5,12}|\d{3,}-\d{3,})"
    r"(?![-\d]|,\d| (?:miles|points|pieces|units))"
    r"|(?:订单|单号|编号|ऑर्डर)(?:编号|号码|号| ?नंबर)?\s?[是为:]?\s?#?\s?(?P<chinese>\d{5,12}|\d{3,}-\d{3,})(?![-\d])",
    re.IGNORECASE,
)  # fmt: skip
# A booking's letters and digits are told from a word by what stands before them.
BOOKED = r"conf(?:irmation)?|booking|reservation|record locator|locator|PNR"
BOOKING = re.compile(
    rf"\b(?i:{BOOKED}|reference|ref|case|claim|ticket|invoice|customer|account|member(?:ship)?|frequent flyer|loyalty|passport|AAdvantage"
    r"|SkyMiles|MileagePlus|Rapid Rewards|Avios|Flying Blue|TrueBlue|known travell?er|rma|retourennummer"
    r"|(?:sendungs|paket|kunden|rechnungs|ticket|vorgangs|fall|rücksende|auftrags)(?:nummer|nr\.?))"
    r"(?i: (?:number|num|no|code|id|reference|ref))?\b[.:#]{0,3}"
    r"(?: ?[#:])?(?i: (?:is|was))?[ :#]{0,3}"
    r"(?P<found>[A-Z]{2,4}\d{2,6}(?: \d{1,5}){1,6}|(?:[A-Z]{2} )?\d{3,4}(?:[ -]\d{3,4}){1,3}(?: \d\d)?"
    r"|(?=[A-Za-z-]{0,20}\d)[A-Za-z0-9-]{5,20})"
    + END
    + rf"|\b(?i:{BOOKED})(?i: (?:number|no|code|reference|ref))?(?: ?#)?(?i: (?:is|was))?"
    r"[ ,:#]{0,3}(?P<letters>[A-Z0-9]{6})"
    + END
    # A code with a letter behind a digit; “code SAVE20” is a voucher, which is for all.
    + r"|\b[Cc]ode (?:is )?(?P<code>(?=[A-Z]{0,5}\d[A-Z0-9]{0,5}[A-Z])[A-Z0-9]{6})" + END
    + "|" + START + rf"(?P<before>[A-Z0-9]{{6}})(?= (?i:is|was) (?i:my|the|our) (?i:{BOOKED}))"
)  # fmt: skip
# A parcel's number: UPU S10 (RR123456789CN), UPS (1Z…), and any long mixture with many digits.
PARCEL = re.compile(
    START + r"(?:1Z[0-9A-Z]{16}|[A-Z]{2}(?: ?\d){9} ?[A-Z]{2}"
    r"|(?!B0[A-Z0-9]{8}(?![A-Z0-9]))(?=\d{0,29}[A-Z])(?=(?:[A-Z]{0,9}\d){5})[A-Z0-9]{10,30})" + END
)
GROUPED = re.compile(START + r"\d{4}(?:[ -]\d{4}){3,6}(?:[ -]\d{1,4})?" + END)  # USPS: 9400 1000 0000 0000 0000 00
# Nine digits in one, or eleven in groups: 006-2471 6543 91, 203-1234567-1234567
NUMBER = re.compile(START + r"(?:\d{9,}|(?=(?:[ ./-]?\d){11})\d{3,8}(?:[ ./-]\d{2,8}){1,6}(?:[ -]\d{1,2})?)" + END)

ORDERS = (Kind("order", ORDER, where(may_be_personal), 5, needs=re.compile(r"\d(?:-?\d){4}")),)
PARCELS = (
    Kind("number", PARCEL, where(may_be_personal), MANY, needs=re.compile(r"[A-Z0-9](?:[A-Z0-9]{9}|(?: ?\d){9})")),
    Kind("number", GROUPED, digits=16),
)
BOOKED_HINTS = (
    "|conf", "|booking", "|reservation", "|record locator", "|locator", "|pnr", "|reference|", "|ref|", "|case|", "|claim|", "|ticket|",
    "|invoice|", "|customer|", "|account|", "|member|", "|membership|", "|frequent flyer|", "|loyalty|", "|passport|", "|aadvantage|",
    "|skymiles|", "|mileageplus|", "|rapid rewards|", "|avios|", "|flying blue|", "|trueblue|", "|known travel", "|code|", "|rma|",
    "nummer", "nr",
)  # fmt: skip
BOOKINGS = (Kind("booking", BOOKING, where(may_be_personal), hints=BOOKED_HINTS, needs=re.compile(r"\d|[A-Z]{6}")),)
NUMBERS = (Kind("number", NUMBER, where(may_be_personal), 9),)
