"""Names for groups of questions, from the words that tell each group from the others.

A word's weight in a group is how often it stands there, times how rare it is elsewhere: c-TF-IDF (Grootendorst 2022, “BERTopic: Neural
topic modeling with a class-based TF-IDF procedure”, section 3.3), over single words and pairs of neighbours.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import islice, pairwise

from data.languages import HAN
from retrieval.lexical.words import STOP_WORDS

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
# Addresses, handles, and what stands in place of personal data or of a name, as [order] or __company__.
NO_WORDS = re.compile(r"https?://\S{1,500}|@\w{1,50}|\[\w{1,30}\]|__[a-z]{1,30}__")
# Words that are kept of a group, and those of them that its name is made of.
WORDS, NAMED = 6, 2
# A word that stands in a smaller share of a group's questions doesn't name it.
OFTEN = 0.15
# They stand in questions about anything.
EMPTY = STOP_WORDS | frozenset(
    """
    get got need want know tell give make go going much many any some there than then not no don't can't now about into all one out let
    us am he she his her him who's what's where's yes ok okay hi there's every so too very also only even still again really someone
    """.split()
)


def words_of(groups: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    """The words and pairs of words that tell each group of texts from the others, the most telling first; six at most."""
    stand = [Counter(term for text in texts for term in set(_terms(text))) for texts in groups]
    everywhere = Counter[str]()
    for counted in stand:
        everywhere.update(counted)
    mean = sum(everywhere.values()) / max(1, len(groups))
    return [tuple(_best(counted, len(texts), everywhere, mean)) for counted, texts in zip(stand, groups)]


def names_of(words: Sequence[Sequence[str]], taken: Collection[str]) -> list[str]:
    """A name for each group, of its most telling words, different from all others and from those that are taken."""
    used = set(taken)
    names = []
    for telling in words:
        name = "_".join(islice((part for term in telling for part in term.split()), NAMED)) or "questions"
        name = re.sub(r"[^\w]", "", name)
        unique = next(each for each in (name, *(f"{name}_{number}" for number in range(2, 10_000))) if each not in used)
        used.add(unique)
        names.append(unique)
    return names


def _best(counted: Counter[str], size: int, everywhere: Counter[str], mean: float) -> list[str]:
    weights = {
        term: count / size * math.log(1 + mean / everywhere[term]) * (1.2 if " " in term else 1.0)
        for term, count in counted.items()
        if count >= max(2, OFTEN * size) or size <= 2
    }
    chosen: list[str] = []
    for term in sorted(weights, key=lambda term: (-weights[term], term)):
        # “track order” says what “track” says.
        if not any(set(term.split()) & set(other.split()) for other in chosen):
            chosen.append(term)
    return chosen[:WORDS]


def _terms(text: str) -> list[str]:
    text = NO_WORDS.sub(" ", text)
    if HAN.search(text):
        from retrieval.lexical.words import words  # jieba loads its dictionary

        return [word for word in words(text) if not word.isdigit()]
    single = [word for word in WORD.findall(text.casefold().replace("’", "'")) if not word.isdigit()]
    pairs = [f"{one} {other}" for one, other in pairwise(single) if one not in EMPTY and other not in EMPTY]
    return [word for word in single if word not in EMPTY and len(word) > 1] + pairs
