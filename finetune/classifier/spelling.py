"""Corrects typing errors: letters swapped, left out, doubled or mistaken, blanks that are missing or misplaced.

A noisy channel (Mays, Damerau & Mercer 1991, “Context based spelling correction”): of all texts that could have been meant, the
likeliest, where each typing error has a cost, and a language model scores how the words go together. Word pieces make of one
swapped letter four tokens that no question has; to learn that a network would need each word in each misspelling.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import islice, pairwise
from typing import NamedTuple

from symspellpy import SymSpell, Verbosity

from finetune.classifier.language_model import START, WORD, LanguageModel

# What a typing error costs, as a log-probability; one that makes a word of another word is rarer than the rare word was.
ERROR, REAL_WORD_ERROR = 7.0, 11.0
# Words of fewer letters are a letter away from too many others, those of more are no words.
SHORTEST, LONGEST = 3, 24
# Candidates for a word, candidates for each half of a split word, and the width of the beam.
CANDIDATES, HALF_CANDIDATES, BEAM = 5, 2, 6
# Words whose candidates are cached.
MOST_CACHED = 50_000


class Change(NamedTuple):
    """A stretch of text that was corrected: its span in what was typed, and its span in the corrected text."""

    start: int
    end: int
    corrected_start: int
    corrected_end: int


class Corrected(NamedTuple):
    """A text without typing errors, and where it differs from what was typed."""

    text: str
    changes: Sequence[Change] = ()

    def typed(self, start: int, end: int) -> tuple[int, int]:
        """The span in what was typed of a span of `text`; for a part of a changed word, the span of the whole word."""
        shift = 0
        for change in self.changes:
            if start >= change.corrected_end:
                shift = change.end - change.corrected_end
            elif end > change.corrected_start:
                return change.start, change.end
        return start + shift, end + shift


class Hypothesis(NamedTuple):
    """What the next typed words may have been meant to be."""

    typed: int  # how many typed words it explains
    words: tuple[str, ...]
    cost: float  # a negative log-probability


class Step(NamedTuple):
    """The likeliest way to a word: its score, the word before, and the hypothesis that led here."""

    score: float
    before: str = START
    hypothesis: Hypothesis = Hypothesis(0, (), 0.0)


class Speller:
    """Corrects texts by a language model of the training examples' words and the encoder's vocabulary."""

    def __init__(self, language_model: LanguageModel) -> None:
        self.language_model = language_model
        known = language_model.vocabulary
        dictionaries = (_shared_dictionary(known), _dictionary(islice(language_model.probabilities, len(known), None)))
        # No method of this object: a cycle would keep all of it until the collector comes by.
        self._candidates = lru_cache(MOST_CACHED)(partial(_look_up, dictionaries, language_model))

    def correct(self, text: str) -> Corrected:
        """Corrects a clean text; one whose words are all in the training examples stays as it is."""
        found = list(WORD.finditer(text))
        typed = [match[0].lower() for match in found]
        if all(word in self.language_model.words for word in typed):
            return Corrected(text)
        parts: list[str] = []
        changes: list[Change] = []
        index = at = length = 0
        for hypothesis in self._likeliest(typed, [text[one.end() : other.start()] == " " for one, other in pairwise(found)]):
            start, end = found[index].start(), found[index + hypothesis.typed - 1].end()
            index += hypothesis.typed
            if (meant := " ".join(hypothesis.words)) != text[start:end].lower():
                length += start - at
                changes.append(Change(start, end, length, length + len(meant)))
                parts += [text[at:start], meant]
                at, length = end, length + len(meant)
        return Corrected("".join(parts) + text[at:], changes)

    def _likeliest(self, typed: Sequence[str], joined: Sequence[bool]) -> list[Hypothesis]:
        """The hypotheses that explain the typed words best (Viterbi 1967); `joined`: whether a blank alone parts a word from the next."""
        steps: list[dict[str, Step]] = [{} for _ in range(len(typed) + 1)]  # for each position, by the last word
        steps[0][START] = Step(0.0)
        for index, word in enumerate(typed):
            following = typed[index + 1] if index < len(joined) and joined[index] else ""
            hypotheses = [*self._alone(word), *self._with_next(word, following)]
            for before, step in sorted(steps[index].items(), key=lambda item: -item[1].score)[:BEAM]:
                for hypothesis in hypotheses:
                    score, last = step.score - hypothesis.cost, before
                    for meant in hypothesis.words:
                        score, last = score + self.language_model.log_probability(meant, last), meant
                    there = steps[index + hypothesis.typed]
                    if last not in there or score > there[last].score:
                        there[last] = Step(score, before, hypothesis)
        chosen: list[Hypothesis] = []
        index, last = len(typed), max(steps[-1], key=lambda word: steps[-1][word].score)
        while index:
            step = steps[index][last]
            chosen.append(step.hypothesis)
            index, last = index - step.hypothesis.typed, step.before
        return chosen[::-1]

    def _alone(self, word: str) -> Iterator[Hypothesis]:
        """A word as it is, as one a typing error away, and, if it is in no vocabulary, as two that stand without a blank."""
        for meant, cost in self._candidates(word):
            yield Hypothesis(1, (meant,), cost)
        if word not in self.language_model.probabilities and SHORTEST <= len(word) <= LONGEST:
            for split in range(1, len(word)):
                yield from self._pair(1, word[:split], word[split:])

    def _with_next(self, word: str, following: str) -> Iterator[Hypothesis]:
        """Two words with a blank too many, or with a letter on its wrong side."""
        taught = self.language_model.words
        if not following or (word in taught and following in taught) or len(word) + len(following) > LONGEST:
            return
        for meant, cost in self._known(word + following):
            yield Hypothesis(2, (meant,), cost + ERROR)
        if len(word) > 1:
            yield from self._pair(2, word[:-1], word[-1] + following)
        if len(following) > 1:
            yield from self._pair(2, word + following[0], following[1:])

    def _pair(self, typed: int, one: str, other: str) -> Iterator[Hypothesis]:
        for first, cost in self._known(one):
            for second, more in self._known(other):
                yield Hypothesis(typed, (first, second), cost + more + ERROR)

    def _known(self, word: str) -> list[tuple[str, float]]:
        return [(meant, cost) for meant, cost in self._candidates(word)[:HALF_CANDIDATES] if meant in self.language_model.probabilities]


def _dictionary(words: Iterable[str]) -> SymSpell:
    """Finds words that are a letter away from a given one."""
    found = SymSpell(max_dictionary_edit_distance=1, prefix_length=10)
    for word in words:
        found.create_dictionary_entry(word, 1)
    parts: dict[str, Sequence[str]] = found.deletes
    for part, whole in parts.items():  # 140,000 lists, all of which the garbage collector looks through; at tuples of texts it doesn't
        parts[part] = tuple(whole)
    return found


# The encoder's vocabulary, which the models of a process share as a rule: a server that changes from one to the other finds it prepared.
_shared_dictionary = lru_cache(1)(_dictionary)


def _look_up(dictionaries: Sequence[SymSpell], language_model: LanguageModel, word: str) -> list[tuple[str, float]]:
    """A word, then the likeliest words that one typing error could have made it of, each with what the error costs."""
    known = word in language_model.probabilities
    if word in language_model.words or not (2 if known else SHORTEST) <= len(word) <= LONGEST:
        return [(word, 0.0)]
    cost = REAL_WORD_ERROR if known else ERROR
    near = [each.term for words in dictionaries for each in words.lookup(word, Verbosity.ALL, max_edit_distance=1) if each.distance]
    near.sort(key=lambda meant: -language_model.probabilities[meant])
    return [(word, 0.0), *((meant, cost) for meant in near[: CANDIDATES - 1])]
