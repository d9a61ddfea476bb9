"""Names for groups of questions, from the words that tell each group from the others.

A word's weight in a group is how often it stands there, times how rare it is elsewhere: c-TF-IDF (Grootendorst 2022, “BERTopic: Neural
topic modeling with a class-based TF-IDF procedure”, section 3.3), over single words and pairs of neighbours.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence

from bot.retraining.suggestions.terms import PARTICLES, terms
from bot.reviews.records import Asked

# Words that are kept of a group, and those of them that its name is made of.
WORDS, NAMED = 6, 2
# A word that stands in a smaller share of a group's questions doesn't name it, unless no other does.
OFTEN = 0.15
# A pair of neighbours says more than each of its words.
PAIR = 1.4


def words_of(groups: Sequence[Sequence[Asked]]) -> list[tuple[str, ...]]:
    """The words and pairs of words that tell each group of questions from the others, six at most.

    The most telling come first; the first two, if they are words, in the order in which customers say them.
    """
    counted = [_Counted.of(questions) for questions in groups]
    everywhere = Counter[str]()
    for each in counted:
        everywhere.update(each.stands)
    mean = sum(everywhere.values()) / max(1, len(groups))
    return [tuple(each.best(everywhere, mean)) for each in counted]


def names_of(words: Sequence[Sequence[str]], taken: Collection[str]) -> list[str]:
    """A name for each group, of its most telling words, different from all others and from those that are taken.

    Two groups with the same words at first are told apart by their next ones.
    """
    used = set(taken)
    names = []
    for telling in words:
        name = next(each for each in _names(telling) if each not in used)
        used.add(name)
        names.append(name)
    return names


def _names(telling: Sequence[str]) -> Iterator[str]:
    parts: list[str] = []
    for word in (re.sub(r"\W", "", part) for term in telling for part in term.split()):
        if parts and word in PARTICLES:
            parts[-1] += f"_{word}"
        else:
            parts.append(word)
    parts = parts or ["questions"]
    first = "_".join(parts[:NAMED])
    yield first
    yield from (f"{first}_{part}" for part in parts[NAMED:])
    yield from (f"{first}_{number}" for number in range(2, 10_000))


class _Counted:
    """Which of a group's questions each term stands in and where, by its stem, and as it is written there."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.questions: dict[str, dict[int, int]] = defaultdict(dict)
        self.written: dict[str, Counter[str]] = defaultdict(Counter)

    @classmethod
    def of(cls, questions: Sequence[Asked]) -> _Counted:
        counted = cls(len(questions))
        for number, question in enumerate(questions):
            for place, (stem, word) in enumerate(dict(terms(question.text, question.language)).items()):
                counted.questions[stem][number] = place
                counted.written[stem][word] += 1
        return counted

    @property
    def stands(self) -> Counter[str]:
        """In how many questions each term stands."""
        return Counter({term: len(found) for term, found in self.questions.items()})

    def best(self, everywhere: Counter[str], mean: float) -> list[str]:
        """The most telling terms, as they are written most: one, and those that stand beside it, “bags” with “waiting”."""
        chosen: list[str] = []
        for least in (max(2.0, OFTEN * self.size), 2.0, 1.0):
            weights = {
                term: len(found) / self.size * math.log(1 + mean / everywhere[term]) * (PAIR if " " in term else 1.0)
                for term, found in self.questions.items()
                if len(found) >= least
            }
            first = chosen[0] if chosen else max(sorted(weights), key=lambda term: weights[term], default="")
            for term in sorted(weights, key=lambda term: (term != first, -weights[term] * self._beside(term, first), term)):
                # “track order” says what “track” says.
                if not any(set(term.split()) & set(other.split()) for other in chosen):
                    chosen.append(term)
            if len(" ".join(chosen).split()) >= NAMED:
                break
        if not any(" " in term for term in chosen[:NAMED]):
            chosen[:NAMED] = sorted(chosen[:NAMED], key=lambda term: self._late(term, chosen[:NAMED]))
        return [self.written[term].most_common(1)[0][0] for term in chosen[:WORDS]]

    def _late(self, term: str, both: Sequence[str]) -> int:
        """How much more often a term comes after the other of two than before it."""
        return sum(
            1 if place > self.questions[other].get(number, place) else -1
            for other in both
            if other != term
            for number, place in self.questions[term].items()
            if number in self.questions[other]
        )

    def _beside(self, term: str, first: str) -> float:
        """How often a term stands beside the first one, of the times that it could."""
        return len(self.questions[term].keys() & self.questions[first].keys()) / min(len(self.questions[term]), len(self.questions[first]))
