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
from data.redaction.name_words import CAPITAL, PARTICLE, Said, is_no_name

MASK = "[name]"
LATIN: dict[Role, tuple[Said, ...]] = {
    CUSTOMER: (*BY_CUSTOMER, *EUROPEAN, *LATIN_NAMES),
    AGENT: (*BY_AGENT, *EUROPEAN, *LATIN_NAMES),
}
HAS_CAPITAL = re.compile(f"[{CAPITAL}]")
GENITIVE = re.compile(r"['’]s$")


def names_in(text: str, role: Role) -> Iterator[str]:
    """The names that a turn gives away, each of its words that could stand alone, too: “Ann Lee” is also “Ann” and “Lee”."""
    if role == CUSTOMER:
        yield from _small_names_in(text)
    for pattern in _worth_trying(text, role):
        for match in pattern.finditer(text):
            yield from _with_words(GENITIVE.sub("", match[match.lastgroup or "name"]))
    if HAS_CAPITAL.search(text):
        for name in known_names_in(text):
            yield from _with_words(name)
    if DEVANAGARI.search(text):
        yield from native_names_in(text)


def _worth_trying(text: str, role: Role) -> Iterator[re.Pattern[str]]:
    """The patterns of the scripts that a text is in; one all in small letters names somebody only where it says “name”."""
    lowered = text.lower()
    said: list[Said] = []
    if HAS_CAPITAL.search(text) or "name" in lowered:
        said += LATIN[role]
    if HAN.search(text):
        said += map(Said, CHINESE)
    if DEVANAGARI.search(text):
        said += NATIVE_NAMES
    for pattern, hints in said:
        if not hints or any(hint in lowered for hint in hints):
            yield pattern


def _with_words(found: str) -> Iterator[str]:
    words = [word for word in found.split() if not is_no_name(word)]
    if words and words[0] == found.split()[0] and (len(words[0]) > 1 or HAN.match(words[0])):
        yield " ".join(words)
        yield from (word for word in words if len(word.rstrip(".")) > 2 and word[0].isupper())


def _small_names_in(text: str) -> Iterator[str]:
    """Names all in small letters that a customer gives: such words stand in many other places, too, so only the whole is one."""
    for match in (SMALL_PRESENTED.search(text), SMALL_SIGNED.search(text)):
        if match:
            words = match["name"].split()
            strange = [position for position, word in enumerate(words, start=1) if word not in english()]
            if strange and strange[0] <= 2:
                particles = [position for position, word in enumerate(words, start=1) if re.fullmatch(PARTICLE, word)]
                yield " ".join(words[: max(strange + particles) + 1])  # the last word may be one of English, too: thiago dos santos


def mask_names(text: str, names: Iterable[str]) -> tuple[str, int]:
    """The text with each name replaced by `[name]`, and how many were. Case counts: “Will” is a name, “will” is none."""
    found = sorted(set(names), key=len, reverse=True)
    if not found:
        return text, 0
    groups: dict[str, list[str]] = {}
    for name in found:
        groups.setdefault(name[0], []).append(_pattern(name))
    # By their first characters: a text with a thousand names isn't compared with each of them at each place.
    return re.subn("|".join(f"(?={re.escape(first)})(?:{'|'.join(group)})" for first, group in groups.items()), MASK, text)


def _pattern(name: str) -> str:
    """A Latin name has borders, and so has one in Devanagari; a Han character has none, so a lone surname must stand before a title."""
    if DEVANAGARI.match(name):
        return rf"(?<![\u0900-\u097f]){re.escape(name)}(?![\u0900-\u097f])"
    if not HAN.match(name):
        return rf"\b{re.escape(name)}\b"
    return re.escape(name) if len(name) > 1 else f"{re.escape(name)}(?={TITLE})"
