"""Reads what was typed as what was meant: letters swapped, left out, doubled or mistaken, blanks that are missing or misplaced.

A noisy channel (Mays, Damerau & Mercer 1991, “Context based spelling correction”): of all ways to have meant what was typed, the
likeliest, where each typing error costs, and the words must go together. Word pieces make of one swapped letter four tokens
that no question has; to learn that a network would need each word in each misspelling.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from symspellpy import SymSpell, Verbosity

from finetune.classifier.language_model import START, WORD, Usage

# What a typing error costs, as a log-probability; one that makes a word of another word is rarer than the rare word was.
ERROR, REAL_WORD_ERROR = 7.0, 11.0
# Words of fewer letters are a letter away from too many others, those of more are no words.
SHORTEST, LONGEST = 3, 24
# Readings of a word that are looked at, those of a part of it, and sentences that are kept in mind.
WORDS, PARTS, SENTENCES = 5, 2, 6
# Words whose readings are remembered.
REMEMBERED = 50_000


class Change(NamedTuple):
    """A stretch of text that was meant otherwise: where it stands in what was typed, and in what was meant."""

    start: int
    end: int
    meant_start: int
    meant_end: int


class Meant(NamedTuple):
    """A text as it was meant."""

    text: str
    changes: Sequence[Change] = ()

    def typed(self, start: int, end: int) -> tuple[int, int]:
        """Where in what was typed a stretch of the text stands; a changed word is one stretch."""
        shift = 0
        for change in self.changes:
            if start >= change.meant_end:
                shift = change.end - change.meant_end
            elif end > change.meant_start:
                return change.start, change.end
        return start + shift, end + shift


class Reading(NamedTuple):
    """A way to read the next typed words."""

    typed: int  # how many
    words: tuple[str, ...]
    cost: float


class Step(NamedTuple):
    """The likeliest way to a word: its score, and where it came from."""

    score: float
    before: str = START
    reading: Reading = Reading(0, (), 0.0)


class Speller:
    """Knows the words of the training examples and of the encoder, and reads others as one of them if that is likelier."""

    def __init__(self, usage: Usage) -> None:
        self.usage = usage
        self._words = SymSpell(max_dictionary_edit_distance=1, prefix_length=10)
        for word, probability in usage.probabilities.items():
            self._words.create_dictionary_entry(word, max(1, int(probability * 1e9)))
        self._near = lru_cache(REMEMBERED)(self._look_up)

    def read(self, text: str) -> Meant:
        """A clean text as it was meant; one in which all is known stays as it is."""
        found = list(WORD.finditer(text))
        typed = [match[0].lower() for match in found]
        if all(word in self.usage.words for word in typed):
            return Meant(text)
        parts: list[str] = []
        changes: list[Change] = []
        place = at = length = 0
        for reading in self._likeliest(typed, [text[one.end() : other.start()] == " " for one, other in pairwise(found)]):
            start, end = found[place].start(), found[place + reading.typed - 1].end()
            place += reading.typed
            if (meant := " ".join(reading.words)) != text[start:end].lower():
                length += start - at
                changes.append(Change(start, end, length, length + len(meant)))
                parts += [text[at:start], meant]
                at, length = end, length + len(meant)
        return Meant("".join(parts) + text[at:], changes)

    def _likeliest(self, typed: Sequence[str], joined: Sequence[bool]) -> list[Reading]:
        """The readings that explain the typed words best (Viterbi 1967); `joined`: whether a blank alone parts a word from the next."""
        steps: list[dict[str, Step]] = [{} for _ in range(len(typed) + 1)]  # for each place, by the last word
        steps[0][START] = Step(0.0)
        for place, word in enumerate(typed):
            following = typed[place + 1] if place < len(joined) and joined[place] else ""
            readings = [*self._alone(word), *self._with_next(word, following)]
            for before, step in sorted(steps[place].items(), key=lambda item: -item[1].score)[:SENTENCES]:
                for reading in readings:
                    score, last = step.score - reading.cost, before
                    for meant in reading.words:
                        score, last = score + self.usage.log_probability(meant, last), meant
                    there = steps[place + reading.typed]
                    if last not in there or score > there[last].score:
                        there[last] = Step(score, before, reading)
        chosen: list[Reading] = []
        place, last = len(typed), max(steps[-1], key=lambda word: steps[-1][word].score)
        while place:
            step = steps[place][last]
            chosen.append(step.reading)
            place, last = place - step.reading.typed, step.before
        return chosen[::-1]

    def _alone(self, word: str) -> Iterator[Reading]:
        """A word as it is, as a near one, and, if nobody knows it, as two that stand without a blank."""
        for meant, cost in self._near(word):
            yield Reading(1, (meant,), cost)
        if word not in self.usage.probabilities and SHORTEST <= len(word) <= LONGEST:
            for place in range(1, len(word)):
                yield from self._pair(1, word[:place], word[place:])

    def _with_next(self, word: str, following: str) -> Iterator[Reading]:
        """Two words with a blank too many, or with a letter on its wrong side."""
        taught = self.usage.words
        if not following or (word in taught and following in taught) or len(word) + len(following) > LONGEST:
            return
        for meant, cost in self._known(word + following):
            yield Reading(2, (meant,), cost + ERROR)
        if len(word) > 1:
            yield from self._pair(2, word[:-1], word[-1] + following)
        if len(following) > 1:
            yield from self._pair(2, word + following[0], following[1:])

    def _pair(self, typed: int, one: str, other: str) -> Iterator[Reading]:
        for first, cost in self._known(one):
            for second, more in self._known(other):
                yield Reading(typed, (first, second), cost + more + ERROR)

    def _known(self, word: str) -> list[tuple[str, float]]:
        return [(meant, cost) for meant, cost in self._near(word)[:PARTS] if meant in self.usage.probabilities]

    def _look_up(self, word: str) -> list[tuple[str, float]]:
        """A word, then the likeliest words that one typing error could have made it of, each with what the error costs."""
        known = word in self.usage.probabilities
        if word in self.usage.words or not (2 if known else SHORTEST) <= len(word) <= LONGEST:
            return [(word, 0.0)]
        cost = REAL_WORD_ERROR if known else ERROR
        near = (found for found in self._words.lookup(word, Verbosity.ALL, max_edit_distance=1) if found.distance)
        return [(word, 0.0), *((found.term, cost) for found in list(near)[: WORDS - 1])]
