"""Finds the names of people in a dialogue, so that they can be taken out of all of it.

No list of names is complete, and no list tells “May” from May. So a name is known by how it is said: it follows a title or
“my name is”, a customer signs with it, an agent addresses with it. Once found, it goes wherever it stands in the dialogue.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources

from data.languages import HAN
from data.records import AGENT, CUSTOMER, Role
from data.redaction.chinese_names import CHINESE, TITLE

MASK = "[name]"

# `re` knows no class of capital letters beyond A to Z: Łukasz, Émile, Şebnem, Østergaard.
CAPITAL = "".join(filter(str.isupper, map(chr, [*range(0x41, 0x250), *range(0x1E00, 0x1F00)])))
WORD = rf"(?:[dD]['’]|al-|el-)?[{CAPITAL}][^\W\d_]*(?:['’-][^\W\d_]+)*"
PARTICLE = "(?:van|von|de|der|la|bin|al|dos|da|do|del|di|los|las|zu|ter|ibn)"
NAME = rf"(?P<name>{WORD}(?: (?:{WORD}|[A-Z]\.|{PARTICLE})){{0,3}})"
# Where anything could stand, what SHOUTS is no name.
PROPER = rf"(?=.['’]?[^\W\d_]*[^\W\d_{CAPITAL}]){NAME}"
END = r"(?=\s*(?:[.,!?;:)…\n]|[–—-]\s|$))"
HANDLES = r"^(?:\s*(?:@\w+|__\w+__))*\s*"
HELLO = rf"{HANDLES}(?i:hi|hello|hey|good (?:morning|afternoon|evening))[,!.]? "

TITLED = re.compile(rf"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof(?:essor)?|Sir|Madam|Herr|Frau)\.? (?:{PARTICLE} ){{0,2}}{NAME}")
INTRODUCED = re.compile(
    r"(?:\b(?i:my (?:full |first |last |sur)?name(?:['’]s| is|:)|(?:the )?name(?:['’]s| is|:)|i(?:['’]m| am) called"
    r"|(?:first|last|given|family|middle|sur) ?name(?: is|:)?|name (?:on|of|for) the \w+(?: is|:)"
    r"|(?:in|under) the name(?: of)?|(?:passenger|guest|recipient|addressee|cardholder|account holder)(?: name)?(?: is|:|,)?)) "
    rf"{NAME}"
)
# All in small letters, up to a word that goes on with the sentence.
GOES_ON = (
    r"(?!(?:on|in|not|wrong|wrongly|spell\w*|spelt|miss?pel\w*|incorrect\w*|correct\w*|show\w*|down|that|this|the|an?|still|too|being|listed"
    r"|missing|under|there|now|changed?|and|but|i|i['’]m|because|so|with|without|for|from|at|to|as|it|is|was|has|have|already|different|also"
    r"|no|gone|my|your|all|only|just|long|short|very|really|what|can|could|please|pls|or|if|when|by|of|never|mine|me)\b)"
)
SMALL_WORD = rf"{GOES_ON}[^\W\d_]+(?:['’-][^\W\d_]+)*"
SMALL = re.compile(
    r"\b(?i:my (?:full |first |last |sur)?name(?:['’]s| is|:)|name (?:on|of|for) the \w+(?: is|:)) "
    rf"(?P<name>{SMALL_WORD}(?: {SMALL_WORD}){{0,3}})"
)
# “hi i'm priya dhillon”, “… thanks, priya dhillon”: a name only if English lacks one of the first two words.
LOWER_WORD = rf"(?![{CAPITAL}])(?!\w+(?:ing|ed)\b){SMALL_WORD}"
SMALL_NAME = rf"(?P<name>{LOWER_WORD}(?: {LOWER_WORD}){{0,3}})"
SMALL_PRESENTED = re.compile(rf"{HANDLES}(?:hi|hello|hey)[,!.]? (?:i['’]?m|i am|this is) {SMALL_NAME}")
SMALL_SIGNED = re.compile(rf"\b(?:thanks|thank you|thx|cheers|regards),? {SMALL_NAME}\s*[.!]?\s*$")
SPEAKING = re.compile(rf"\b(?i:this is|it['’]s|i['’]m|i am) {NAME}(?= (?:here|speaking|again|from|with|calling)\b)")
# “Hi, this is Ann.”, “Hi, Ann here”, “I'm Ann and I …”
PRESENTED = (
    re.compile(rf"{HELLO}(?i:this is) {PROPER}{END}"),
    re.compile(rf"{HELLO}{PROPER}(?= here\b)"),
    re.compile(rf"\b(?i:i['’]m|i am) {PROPER}(?= and (?:i|I|my)\b)"),
)
# Somebody else: a relative, a member of the staff, whoever holds a booking.
SPOKEN_OF = re.compile(
    r"\b(?:(?i:my|our) (?:wife|husband|mother|mum|mom|father|dad|son|daughter|brother|sister|friend|boss|neighbou?r|nan|aunt|uncle),?"
    r"|(?i:agent|colleague|representative|rep|supervisor|manager|attendant|operator|driver|pilot|captain|crew ?member|steward|stewardess"
    r"|concierge|cashier|clerk)(?: named| called|,)?|(?i:somebody|someone|man|woman|lady|guy) (?:named|called)"
    r"|(?i:spoke|spoken|talked|speaking|talking) (?:to|with)|held for|signed(?: for)? by"
    r"|(?:belongs|addressed|registered|made out) to|(?i:booking|booked|reservation|reserved|order|account|ticket)(?: is|['’]s| was)? under)"
    rf" {PROPER}"
)
SIGNED = re.compile(
    rf"(?:\b(?i:thanks|thank you|thx|cheers|regards|best|yours(?: \w+)?|sincerely|love),? |(?:^|\s)[–—-]\s?){NAME}\s*[.!]?\s*$"
)
THANKED = re.compile(rf"\b(?i:thanks|thank you|thx)[.!]+ {PROPER}\s*[.!]?\s*$")
AGENT_SIGNED = re.compile(rf"\s[–—-]\s?{PROPER}\s*$")
GREETED = re.compile(
    rf"{HANDLES}(?i:hi|hello|hey|hiya|dear|good (?:morning|afternoon|evening)|morning|afternoon|evening"
    rf"|thanks|thank you|sorry|no worries|sure|of course|oh no|oh dear|ah)(?: there| again)?,? {NAME}{END}"
)
# “Riley, we …”: no list goes on like that; but for adverbs and “Awww”.
NO_ADVERB = r"(?!\w{2,}(?:ally|tely|tly|dly|ably|ibly|ully|inly|ingly)\b|[AEHNOUWY][aehmow]+\b|Woo|Yi+kes)"
CALLED = re.compile(
    rf"{HANDLES}{NO_ADVERB}{PROPER}(?=,(?: (?i:we|i|you|your|please|thanks|thank|sorry|it|that|this|if|can|could|let|have|do|are|our|the"
    r"|there|what|which|when|where|unfortunately|apologies|my|no|so|not|for|as|oh|hi|hello|hey|yes)(?:['’]\w+)?\b|\s*$))"
)
# “I hope this helps, Riley.”; behind a capital, a place would follow: “Dallas, Texas”.
ADDRESSED = re.compile(rf"\b[a-z’']+, (?P<name>{WORD})(?=\s*(?:[.!?]|$))")
# “…, Riley, and …” after a courtesy.
SORRY_NAME = re.compile(
    r"(?i:sorry|apologi[sz]e|apologies|thanks|thank you|welcome|understand|hear this|hear that)"
    rf"(?: (?:about|for) (?:that|this|it|the \w+))?,? (?P<name>{WORD}(?: {WORD})?){END}"
)

EITHER = (TITLED, INTRODUCED, SMALL, SPEAKING, SPOKEN_OF, *CHINESE)
SAID_BY: dict[Role, tuple[re.Pattern[str], ...]] = {
    CUSTOMER: (*EITHER, *PRESENTED, SIGNED, THANKED),
    AGENT: (*EITHER, GREETED, CALLED, ADDRESSED, SORRY_NAME, AGENT_SIGNED),
}
# Capitalised where a name could stand, and no name.
NO_NAMES = frozenset(
    """
    I It Its We You Your Yes No Not Our My The This That There These Those A An And But Or So If As At In On To For Of From With Please
    Thanks Thank Sorry Hi Hello Hey Dear Good Morning Afternoon Evening Sure All Any Again Also Just Then Now Here Hope Is Are Do Does Did
    Can Could Will Would Should Have Has Had Let He She They What When Where Which Who Why How Best Kind Warm Regards Cheers Team Customer
    Sir Madam Mr Mrs Ms Miss Mx Dr Prof Professor Herr Frau Monday Tuesday Wednesday Thursday Friday Saturday Sunday
    January February March April June July August September October November December
    Christmas Easter English German French Chinese DM OK Okay Twitter Facebook Instagram Wi-Fi PayPal Visa
    Wow Well Enjoy Yikes Done Welcome Oh Ok Hola Aloha Hiya Awesome Anytime Ah Nice Pls However Yay Congrats Congratulations Fantastic
    Right Innovative Understood Understandable Alright Alrighty Remember Goodness Otherwise Uh Yea Yeah Yup Yep Great Correct Phenomenal
    Yummy Oops Many Most Run Phew Gosh Smooth Perfect Shucks Sometimes Discounted Apologies Regrets Bonus Excellent Outstanding Still
    Huge Winner While Um Fitting Granted Naturally Haha Ugh Agreed Teamwork Alas Ouch Hmm Whew Whoa Woohoo Yippee Oof Hush Touche Preach
    Bravo Indeed Luckily Happily Easily Daily Early Only Usually Today Tomorrow Tonight Yesterday Once First Second Third Next Last
    Instead Meanwhile Overnight Besides Depending Since Because After Before Until During Every Each Both Some Either Neither Happy Love
    Worked Waiting Call Lost Service Support Gold Silver Platinum Diamond Bronze Elite Executive Medallion Members Member Passenger
    Guest Airline Airlines Airport Airways Terminal Gate Flight Lounge Manager Agent Sitting Been Everyone Nobody Staff Got
    Unfortunately Supervisor Crew Desk Fabulous Class Captain
    """.split()
)


def names_in(text: str, role: Role) -> Iterator[str]:
    """The names that a turn gives away, each of its words that could stand alone, too: “Ann Lee” is also “Ann” and “Lee”."""
    if role == CUSTOMER:
        yield from _small_names_in(text)
    if not _worth_a_look(text):
        return
    for pattern in SAID_BY[role]:
        for match in pattern.finditer(text):
            found = re.sub(r"['’]s$", "", match["name"])
            words = [word for word in found.split() if not _is_no_name(word)]
            if words and words[0] == found.split()[0] and (len(words[0]) > 1 or HAN.match(words[0])):
                yield " ".join(words)
                yield from (word for word in words if len(word.rstrip(".")) > 2 and word[0].isupper())


def _small_names_in(text: str) -> Iterator[str]:
    """Names all in small letters that a customer gives: such words stand in many other places, too, so only the whole is one."""
    for match in (SMALL_PRESENTED.search(text), SMALL_SIGNED.search(text)):
        if match:
            words = match["name"].split()
            strange = [position for position, word in enumerate(words, start=1) if word not in _english()]
            if strange and strange[0] <= 2:
                particles = [position for position, word in enumerate(words, start=1) if re.fullmatch(PARTICLE, word)]
                yield " ".join(words[: max(strange + particles) + 1])  # the last word may be one of English, too: thiago dos santos


@cache
def _english() -> frozenset[str]:
    """Some 82,000 words, from the dictionary that comes with `symspellpy`."""
    lines = resources.files("symspellpy").joinpath("frequency_dictionary_en_82_765.txt").read_text(encoding="utf-8-sig").splitlines()
    return frozenset(line.split()[0] for line in lines)


def _is_no_name(word: str) -> bool:
    stem = re.split("['’]", word)[0]  # I've, We're
    return not NO_NAMES.isdisjoint((word, word.capitalize(), stem))


def mask_names(text: str, names: Iterable[str]) -> tuple[str, int]:
    """The text with each name replaced by `[name]`, and how many were. Case counts: “Will” is a name, “will” is none."""
    found = sorted(set(names), key=len, reverse=True)
    if not found:
        return text, 0
    return re.subn("|".join(map(_pattern, found)), MASK, text)


def _pattern(name: str) -> str:
    """A Latin name has borders; a Han character has none, so a lone surname must stand before a title."""
    if not HAN.match(name):
        return rf"\b{re.escape(name)}\b"
    return name if len(name) > 1 else f"{name}(?={TITLE})"


def _worth_a_look(text: str) -> bool:
    """A text all in lower case and without Han characters names nobody that these patterns could find, unless it says “name”."""
    return "name" in text or any(char.isupper() or char > "\u3000" for char in text)
