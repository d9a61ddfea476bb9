"""Sections of documents beside what agents said: how the two are compared, and which goes first.

A past question has the words that customers use, a section has a heading, so that what is asked meets it less. What a company has
published outweighs what one of its agents said: where both say the same, the section is quoted, which has a link.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from data.languages import language_of
from retrieval.search.entries import Entry, Fit
from retrieval.search.filters import DOCUMENT, Filter
from retrieval.vectors.interface import Floats, VectorIndex, piece_ids

DOCUMENTS = Filter(source=DOCUMENT)
# Sections, the first by fused rank, whose relevance is looked at closely beside that of as many passages as without any.
COMPARED_SECTIONS = 16
# So much less a section meets what is asked than an answer that is as right; and so much less still where the best answer is in the
# language of the question and the best section isn't. Measured on `bench/documents/development.jsonl` and on the passages of
# `data/questions/`: with more, sections begin to displace right answers that say something else.
HANDICAP = 0.12
OTHER_LANGUAGE = 0.1
# What a section is worth more for each unit of cosine with what is expected to be said.
EXPECTED = 0.15
# A section and an answer with this cosine say the same.
SAME_ANSWER = 0.55


def in_order(
    asked: str,
    found: Mapping[int, Fit],
    entries: Mapping[int, Entry],
    own: Iterable[int],
    answers: VectorIndex,
    expected: Floats | None = None,
) -> dict[int, Fit]:
    """How entries fit, the most relevant first; a section that says what some answer says fits as well as that, and goes before it.

    Args:
        asked: the question.
        found: how each fits.
        entries: by their ids.
        own: those to the very same question, which come before all others.
        answers: the vectors of what they say.
        expected: vectors (N, D) of what is likely to be said, each times how likely (`Query.expected`).
    """
    own = set(own)
    sections = [number for number in found if entries[number].pair.document]
    said = [number for number in found if not entries[number].pair.document]
    handicap = _handicap(asked, [_best(each, found, entries) for each in (sections, said) if each])
    worth = {number: fit.relevance + (handicap if entries[number].pair.document else 0.0) for number, fit in found.items()}
    for number, more in _as_expected(expected, sections, answers):
        worth[number] += more
    fits = dict(found)
    for section, answer in _saying_the_same(sections, said, found, answers):
        fits[section], worth[section] = _better(found[section], found[answer]), max(worth[section], worth[answer])
    before = sorted(found, key=lambda number: (number not in own, -worth[number], entries[number].pair.document is None))
    return {number: fits[number] for number in before}


def is_section(entry: Entry | None) -> bool:
    """Whether an entry, if it is there, stands in a document."""
    return entry is not None and entry.pair.document is not None


def comparable(fit: Fit, entry: Entry) -> Fit:
    """How an entry fits, in numbers that mean the same for both: a section has no past question, so that what it says counts for that."""
    if entry.pair.document is None:
        return fit
    nearest = max(fit.similarity, fit.answer_similarity)
    return fit._replace(similarity=nearest)


def _better(one: Fit, other: Fit) -> Fit:
    """What speaks for either of two that say the same."""
    best = Fit(*(max(each) for each in zip(one, other)))
    return best._replace(gap=min(one.gap, other.gap))


def _as_expected(expected: Floats | None, sections: Sequence[int], answers: VectorIndex) -> Iterator[tuple[int, float]]:
    """What sections are worth more since they say what is expected: the company's own words for a thing stand in its templates, too."""
    if expected is not None and sections:
        vectors = answers.vectors(np.concatenate([piece_ids(number, 1) for number in sections]))  # (S, D)
        likeness = (vectors @ expected.T).max(axis=1)  # (S,)
        yield from zip(sections, (EXPECTED * np.maximum(likeness, 0.0)).tolist())


def _handicap(asked: str, best: Sequence[Entry]) -> float:
    """What makes up for how little sections meet a question.

    Args:
        asked: the question.
        best: the section and the answer that meet it best; without both, there is nothing to compare.
    """
    if len(best) < 2:
        return 0.0
    language = language_of(asked)
    of_section, of_answer = (language_of(entry.pair.answer) for entry in best)
    return HANDICAP + (OTHER_LANGUAGE if of_section != language == of_answer else 0.0)


def _best(numbers: Sequence[int], found: Mapping[int, Fit], entries: Mapping[int, Entry]) -> Entry:
    return entries[max(numbers, key=lambda number: found[number].relevance)]


def _saying_the_same(
    sections: Sequence[int], said: Sequence[int], found: Mapping[int, Fit], answers: VectorIndex
) -> Iterator[tuple[int, int]]:
    """The sections that say what some answer says, each with the one of these answers that fits best."""
    if not sections or not said:
        return
    first, other = (answers.vectors(np.concatenate([piece_ids(number, 1) for number in each])) for each in (sections, said))
    for section, alike in zip(sections, first @ other.T >= SAME_ANSWER):
        same = [number for number, like in zip(said, alike.tolist()) if like]
        if same:
            yield section, max(same, key=lambda number: found[number].relevance)
