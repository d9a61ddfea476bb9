"""The company's things that are known by a name, and what each of them is: “the Fjord kettle” is a kettle."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from data.languages import HAN, HAN_RANGE
from retrieval.lexical.particulars import capitalised, learned_names

# A name of a thing, which agents write with an article: “the Bolle”. “The Play Store” is part of a longer name.
WITH_ARTICLE = re.compile(r"\b(?i:the|an?|your|our|new|each) ([A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]+)(?! [A-Z])\b")
# The least share of the places in which a name stands where it has an article: towns and payment methods have one now and then.
LEAST = 0.4
# “The Chinese site”, “a Norwegian sheep”.
OF_A_COUNTRY = re.compile(r"(?:ese|ish|[ie]an)$")
# What follows a name up to the next word that is none of what it is: “Saga linen duvet cover”, “Vind balcony chair”.
AFTER = rf"(?:[ ]+[a-zà-öø-ÿ]{{3,}}){{1,3}}|[{HAN_RANGE}]{{2,6}}"
# So often a word follows a name at least.
RECURS = 2
FUNCTION_WORDS = frozenset(
    "and are but can comes for from goes got had has have how into isn its make may not off onto out should since takes that the then they"
    " this too was were what when which while will with without you your does did don doesn still just all any one ones two".split()
)


def things_named(answers: Sequence[str]) -> frozenset[str]:
    """The company's things, folded: of the names that recur in answers those that are written with an article."""
    articles = Counter(name.casefold() for answer in answers for name in WITH_ARTICLE.findall(answer))
    places = Counter(name for answer in answers for name in capitalised(answer))
    return frozenset(name for name in learned_names(answers) if articles[name] >= LEAST * places[name] and not OF_A_COUNTRY.search(name))


def kinds_of(texts: Sequence[str], things: frozenset[str]) -> Mapping[str, frozenset[str]]:
    """What things are, by the words that follow their names: “kettle”, and of Chinese each two characters (`水壶`).

    Args:
        texts: what customers and agents said.
        things: by name, folded.

    Returns:
        The words, singular as far as an “s” tells, for those of the things of which any are known.
    """
    if not things:
        return {}
    named = re.compile(rf"(?<![a-zà-öø-ÿ])({'|'.join(sorted(things))})({AFTER})")
    counted: dict[str, Counter[str]] = {}
    for text in texts:
        for name, after in named.findall(text.casefold()):
            counted.setdefault(name, Counter()).update(set(words_of(after)))
    found = {name: frozenset(word for word, count in words.items() if count >= RECURS) for name, words in counted.items()}
    return {name: words for name, words in found.items() if words}


def words_of(text: str) -> list[str]:
    """The words of a text that may say what a thing is, in their order; of Chinese each two neighbouring characters."""
    found = []
    for word in re.findall(rf"[{HAN_RANGE}]+|[a-zà-öø-ÿ]{{3,}}", text.casefold()):
        if HAN.match(word):
            found += ["".join(pair) for pair in pairwise(word)]
        elif word not in FUNCTION_WORDS:
            found.append(word.removesuffix("s"))
    return found
