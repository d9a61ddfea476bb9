"""Finds the names of people in a dialogue, so that they can be taken out of all of it.

No list of names is complete, and no list tells “May” from May. So a name is known by how it is said: it follows a title or
“my name is”, a customer signs with it, an agent addresses with it; and a first name by the family name behind it. Once found,
it goes wherever it stands in the dialogue.
"""

import re
from collections.abc import Iterable, Iterator

from data.languages import HAN
from data.records import AGENT, CUSTOMER, Role
from data.redaction.chinese_names import CHINESE, TITLE
from data.redaction.english_names import BY_AGENT, BY_CUSTOMER, SMALL_PRESENTED, SMALL_SIGNED
from data.redaction.european_names import EUROPEAN
from data.redaction.indian_names import DEVANAGARI, LATIN_NAMES, NATIVE_NAMES
from data.redaction.known_names import english, known_names_in, native_names_in
from data.redaction.name_words import CAPITAL, PARTICLE, is_no_name
from data.redaction.prefilter import Prefilter, is_of_word

MASK = "[name]"
LATIN: dict[Role, Prefilter[re.Pattern[str]]] = {
    CUSTOMER: Prefilter((*BY_CUSTOMER, *EUROPEAN, *LATIN_NAMES)),
    AGENT: Prefilter((*BY_AGENT, *EUROPEAN, *LATIN_NAMES)),
}
HAS_CAPITAL = re.compile(f"[{CAPITAL}]")
BEFORE_TITLE = re.compile(TITLE)
GENITIVE = re.compile(r"['’]s$")


def names_in(text: str, role: Role) -> Iterator[str]:
    """The names that a turn gives away, each of its words that could stand alone, too: “Ann Lee” is also “Ann” and “Lee”."""
    if role == CUSTOMER:
        yield from _small_names_in(text)
    capital = HAS_CAPITAL.search(text) is not None
    if capital or "name" in text.lower():  # one all in small letters names somebody only where it says “name”
        yield from _said_in(text, LATIN[role].listed(LATIN[role].worth_trying(text)))
    if capital:
        for name in known_names_in(text):
            yield from _with_words(name)
    if text.isascii():
        return
    if HAN.search(text):
        yield from _said_in(text, CHINESE)
    if DEVANAGARI.search(text):
        yield from _said_in(text, NATIVE_NAMES)
        yield from native_names_in(text)


def _said_in(text: str, patterns: Iterable[re.Pattern[str]]) -> Iterator[str]:
    for pattern in patterns:
        for match in pattern.finditer(text):
            yield from _with_words(GENITIVE.sub("", match[match.lastgroup or "name"]))


def _with_words(found: str) -> Iterator[str]:
    words = [word for word in found.split() if not is_no_name(word)]
    if words and words[0] == found.split()[0] and (len(words[0]) > 1 or HAN.match(words[0])):
        yield " ".join(words)
        yield from (word for word in words if len(word.rstrip(".")) > 2 and word[0].isupper())


def _small_names_in(text: str) -> Iterator[str]:
    """Names all in small letters that a customer gives: such words stand in many other places, too, so only the whole is one."""
    signed = SMALL_SIGNED.search(text) if any(word in text for word in ("thank", "thx", "cheers", "regards")) else None
    for match in (SMALL_PRESENTED.match(text), signed):
        if match:
            words = match["name"].split()
            strange = [position for position, word in enumerate(words, start=1) if word not in english()]
            if strange and strange[0] <= 2:
                particles = [position for position, word in enumerate(words, start=1) if re.fullmatch(PARTICLE, word)]
                yield " ".join(words[: max(strange + particles) + 1])  # the last word may be one of English, too: thiago dos santos


def mask_names(text: str, names: Iterable[str]) -> tuple[str, int]:
    """The text with each name replaced by `[name]`, and how many were. Case counts: “Will” is a name, “will” is none."""
    places = [(start, -end) for name in set(names) if name in text for start, end in _places(text, name)]
    if not places:
        return text, 0
    pieces: list[str] = []
    last = 0
    for start, end in sorted(places):  # of names that begin at one place the longest
        if start >= last:
            pieces += (text[last:start], MASK)
            last = -end
    return "".join((*pieces, text[last:])), len(pieces) // 2


def _places(text: str, name: str) -> Iterator[tuple[int, int]]:
    """Where a name stands, from its first character to behind its last."""
    start = text.find(name)
    while start >= 0:
        if _stands_alone(text, start, start + len(name)):
            yield start, start + len(name)
        start = text.find(name, start + 1)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """A Latin name has borders, and so has one in Devanagari; a Han character has none, so a lone surname must stand before a title."""
    first = text[start]
    if DEVANAGARI.match(first):
        return not DEVANAGARI.match(text[max(0, start - 1) : start]) and not DEVANAGARI.match(text, end)
    if not HAN.match(first):
        return _is_border(text, start) and _is_border(text, end)
    return end - start > 1 or BEFORE_TITLE.match(text, end) is not None


def _is_border(text: str, place: int) -> bool:
    """Whether a word begins or ends here."""
    return is_of_word(text[max(0, place - 1) : place]) != is_of_word(text[place : place + 1])
