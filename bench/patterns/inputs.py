"""Texts that a regular expression finds hard: its own pieces again and again, behind its own beginning, with an end on which it fails."""

import re
import sre_constants as sre
import sre_parse
from collections.abc import Iterator
from random import Random
from typing import Any

FAILING = ("", "\x00", "!", " ", "\n", "@", "_", "0", "a", "A", "的", "]", ".", ",,")
# Of each category of `re`, some signs.
CATEGORY = {
    sre.CATEGORY_DIGIT: "0159٣",
    sre.CATEGORY_NOT_DIGIT: "aZ ,的",
    sre.CATEGORY_SPACE: " \t\n\u00a0",
    sre.CATEGORY_NOT_SPACE: "a0.,的",
    sre.CATEGORY_WORD: "aZ0_é的",
    sre.CATEGORY_NOT_WORD: " .,-@'’",
}
ANY = "aZ0 .-_的"
MOST_REPEATS = 3


def texts(pattern: re.Pattern[str], random: Random, length: int) -> Iterator[str]:
    """Without end: texts of about so many characters."""
    tree = sre_parse.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    parts = list(_parts(tree))
    while True:
        beginning = "" if random.random() < 0.4 else _example(tree, random)[: random.randrange(1, 60)]
        unit = "".join(_example([random.choice(parts)], random) for _ in range(random.choice((1, 1, 1, 2, 3)))) if parts else ""
        unit = (unit if random.random() < 0.6 else unit[:1]) or random.choice(ANY)
        text = beginning + unit * (length // len(unit) + 1)
        yield text[:length] + random.choice(FAILING)


def _parts(tree: Any) -> Iterator[Any]:
    """Each node of a pattern that takes characters."""
    for node in tree:
        kind, value = node
        if kind in (sre.LITERAL, sre.NOT_LITERAL, sre.IN, sre.ANY):
            yield node
        elif kind in (sre.MAX_REPEAT, sre.MIN_REPEAT):
            yield node
            yield from _parts(value[2])
        elif kind is sre.BRANCH:
            yield node
            for branch in value[1]:
                yield from _parts(branch)
        elif kind is sre.SUBPATTERN:
            yield node
            yield from _parts(value[3])
        elif kind in (sre.ASSERT, sre.ASSERT_NOT):
            yield from _parts(value[1])


def _example(tree: Any, random: Random) -> str:
    """A text that a tree would take, but for its assertions."""
    return "".join(_one(kind, value, random) for kind, value in tree)


def _one(kind: Any, value: Any, random: Random) -> str:
    if kind is sre.LITERAL:
        return chr(value)
    if kind is sre.NOT_LITERAL or kind is sre.ANY:
        return random.choice([sign for sign in ANY if kind is sre.ANY or ord(sign) != value])
    if kind is sre.IN:
        return _member(value, random)
    if kind in (sre.MAX_REPEAT, sre.MIN_REPEAT):
        least, most, tree = value
        times = random.randint(least, max(least, min(int(most), least + MOST_REPEATS)))
        return "".join(_example(tree, random) for _ in range(times))
    if kind is sre.BRANCH:
        return _example(random.choice(value[1]), random)
    if kind is sre.SUBPATTERN:
        return _example(value[3], random)
    return ""


def _member(members: Any, random: Random) -> str:
    if members[0][0] is sre.NEGATE:
        free = [sign for sign in ANY if not any(_takes(kind, value, sign) for kind, value in members[1:])]
        return random.choice(free) if free else "~"
    kind, value = random.choice(members)
    if kind is sre.RANGE:
        return chr(random.randint(value[0], value[1]))
    return random.choice(CATEGORY[value]) if kind is sre.CATEGORY else chr(value)


def _takes(kind: Any, value: Any, sign: str) -> bool:
    if kind is sre.RANGE:
        return bool(value[0] <= ord(sign) <= value[1])
    return sign in CATEGORY[value] if kind is sre.CATEGORY else ord(sign) == value
