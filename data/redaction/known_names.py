"""Names that are known as such: a first name with a family name behind it, wherever it stands, and a first name where people say theirs.

The lists are those of Faker (MIT licence) for 38 countries, one name a line: made by `python -m bench.redaction.known_names`.
Names that are oftener a word of English (`names_that_are_words.txt`) are none by this alone: “Rose Garden”, “Park Lane”.
"""

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from itertools import pairwise
from pathlib import Path

from data.redaction.indian_names import BORDER
from data.redaction.name_words import CAPITAL, PARTICLE, WORD, is_no_name

FOLDER = Path(__file__).parent
CAPITALISED = re.compile(rf"[{CAPITAL}][^\W\d_]{{1,30}}")
TWO = re.compile(rf"[{CAPITAL}][\w'’-]{{0,170}} (?:{PARTICLE} ){{0,2}}(?:[dD]['’]|al-|el-)?[{CAPITAL}]")
PAIR = re.compile(rf"(?<!\w){WORD}(?: (?:{PARTICLE} ){{0,2}}{WORD}){{1,4}}")
NATIVE = re.compile(f"{BORDER}[\u0900-\u0963\u0970-\u097f]{{2,20}}(?: [\u0900-\u0963\u0970-\u097f]{{2,20}})+")
# What a first name alone stands behind, and what goes on after one that doesn't stand alone.
SAID = re.compile(
    r"\b(?i:this is|i am|i['’]?m|is|it['’]s|with|agent|named|called|ich bin|hier ist|mit|sou|soy|aqui é|com|con|je suis|sono|main"
    r"|hello|hi|hallo|olá|oi|hola|dear) \Z"
)
LONGEST_SAID = 9
GOES_ON = re.compile(rf"[\w'’]| [{CAPITAL}]")
SHORTEST, LONGEST = 3, 21
# Places, months and firms that are first names somewhere.
NO_PERSONS = frozenset(
    """
    Paris Austin Sydney Victoria Florence Charlotte Dallas Savannah Madison Jackson Lima Milan Adelaide Chelsea Brooklyn Carolina
    Georgia Virginia Sofia
    London Berlin Vienna Verona Siena Roma Asia India Ireland Israel Jordan Kenya China America Boston Denver Houston Orlando Phoenix
    Trenton Lincoln
    Washington Santiago Barcelona Valencia Cordoba Mercedes Alexa Siri Amazon Delta Virgin Alaska Dakota Montana Nevada Cairo Salvador
    Vera Cruz Santa San
    Juan Saint Francisco Jose Diego Antonio Angeles Barbara York Heathrow Kingston Wellington Melbourne Brisbane Perth Memphis Nashville
    Tampa Raleigh
    El Los Las La Mardi Gras New North South East West Fort Port Lake Mount Mt Jet Heigh Ho Lcpl Sgt Canal Main
    World Vietnam Chrome Safari Android Karte Konto Marke
    Anker Bosch Miele Samsung Apple Klarna Visa Mastercard Philips Kindle Prime Air Lines
    Airlines Airways
    """.split()
)


# Firms, brands and figures that are called like somebody.
NO_PAIRS = frozenset(
    pair.strip()
    for pair in """
    Calvin Klein, Hugo Boss, Michael Kors, Tommy Hilfiger, Ralph Lauren, Jack Daniels, Mary Kay, Elizabeth Arden, Paul Smith, Jack Jones,
    Johnnie Walker, Levi Strauss, Marc Jacobs, Laura Ashley, Harry Potter, Santa Claus, Peter Pan, Tom Ford, Jo Malone, Christian Dior,
    Giorgio Armani, Emporio Armani, Louis Vuitton, Kate Spade, Tory Burch, Vera Wang, Paco Rabanne, Carolina Herrera, Bobbi Brown,
    Max Factor,
    Helena Rubinstein, Saint Laurent, Oliver Bonas, Ted Baker, Alexander McQueen, Stella McCartney, Vivienne Westwood, Russell Hobbs,
    Morphy Richards, Philipp Plein, Karl Lagerfeld, Jil Sander, Tom Tailor, Peter Hahn, Jean Paul, Villeroy Boch, Thomas Cook
    """.split(",")
)


# What makes a place or a firm of a name before it: John Wayne Airport, Hunter Mountain.
PLACE = re.compile(
    r",? (?:Airport|Street|St|Avenue|Ave|Road|Rd|Lane|Drive|Boulevard|Blvd|Park|Square|Bridge|Station|Center|Centre|Hotel|Mall|Mountain"
    r"|Island|Beach"
    r"|University|College|School|Hospital|Stadium|Museum|Airlines|Airways|Inc|Ltd|LLC|GmbH|AG|Ltda|Collection|Edition|Series|Set|Sofa"
    r"|Lamp)\b"
)


def known_names_in(text: str) -> Iterator[str]:
    """The known names of a text."""
    words = CAPITALISED.findall(text)
    first_names = given_names().intersection(words)
    if not first_names and family_names().isdisjoint(words):
        return
    for match in PAIR.finditer(text) if TWO.search(text) else ():
        words = match.group().split()
        yield from (name for name in _pairs(words) if not PLACE.match(text, match.start() + match.group().find(name) + len(name)))
    for match in CAPITALISED.finditer(text) if first_names else ():
        word = match.group()
        if word in first_names and _is_said(text, match) and not (is_no_name(word) or word in NO_PERSONS or is_word(word)):
            yield word


def _is_said(text: str, word: re.Match[str]) -> bool:
    """Whether a first name stands alone where people say theirs."""
    start, end = word.span()
    return (
        SHORTEST <= end - start <= LONGEST
        and not GOES_ON.match(text, end)
        and SAID.search(text, max(0, start - LONGEST_SAID), start) is not None
    )


def native_names_in(text: str) -> Iterator[str]:
    """The known names in Devanagari: a first name and a family name."""
    for match in NATIVE.finditer(text):
        words = match.group().split()
        yield from (
            f"{first} {last}"
            for first, last in pairwise(words)
            if first in given_names() and last in family_names() and not is_no_name(first)
        )


def _pairs(words: list[str]) -> Iterator[str]:
    """Each first name of a run of capitalised words, with the words that go with it."""
    at = 0
    while at < len(words) - 1:
        end = at + 1
        while end < len(words) - 1 and words[end].islower():
            end += 1
        if _are_name(words[at], words[end]):
            while end + 1 < len(words) and words[end + 1] in family_names() and not is_no_name(words[end + 1]):
                end += 1
            yield " ".join(words[at : end + 1])
            at = end
        at += 1


def _are_name(first: str, last: str) -> bool:
    if (
        f"{first} {last}" in NO_PAIRS
        or is_no_name(first)
        or is_no_name(last)
        or {first, last} & NO_PERSONS
        or last.islower()
        or not _is_written_like_one(first, last)
    ):
        return False
    if first in given_names() and last in family_names():
        return not (is_word(first) and is_word(last))
    return (first in given_names() or last in family_names()) and not (is_word(first) or is_word(last))


def _is_written_like_one(first: str, last: str) -> bool:
    """What SHOUTS is no name."""
    return not (first.isupper() or last.isupper())


@cache
def given_names() -> frozenset[str]:
    """Some 12,000 first names."""
    return frozenset((FOLDER / "given_names.txt").read_text(encoding="utf-8").splitlines())


@cache
def family_names() -> frozenset[str]:
    """Some 15,000 family names."""
    return frozenset((FOLDER / "family_names.txt").read_text(encoding="utf-8").splitlines())


@cache
def _names_that_are_words() -> frozenset[str]:
    """Names that are oftener a word of English: Rose, Park."""
    return frozenset((FOLDER / "names_that_are_words.txt").read_text(encoding="utf-8").splitlines())


def is_word(word: str) -> bool:
    """Whether English has the word, and it isn't oftener a name."""
    if word in given_names() or word in family_names():
        return word in _names_that_are_words()
    return word.lower() in english()


@cache
def english() -> frozenset[str]:
    """Some 82,000 words, from the dictionary that comes with `symspellpy`."""
    lines = resources.files("symspellpy").joinpath("frequency_dictionary_en_82_765.txt").read_text(encoding="utf-8-sig")
    return frozenset(re.findall(r"^\S+", lines, re.MULTILINE))
