"""Sections of documents beside what agents said: how the two are compared, and which goes first.

A past question has the words that customers use, a section has a heading, so that what is asked meets it less. What a company has
published outweighs what one of its agents said: where both say the same, the section is quoted, which has a link.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import lru_cache

import numpy as np

from data.languages import language_of
from retrieval.search.entries import Entry, Fit, Standing
from retrieval.search.filters import DOCUMENT, Filter
from retrieval.vectors.interface import Floats, VectorIndex, piece_ids

DOCUMENTS = Filter(source=DOCUMENT)
# Sections, the first by fused rank, whose relevance is looked at closely beside that of as many passages as without any.
COMPARED_SECTIONS = 24
# So much less a section meets what is asked than an answer that is as right; and so much less still where the best answer is in the
# language of the question and the best section isn't. Measured on `bench/documents/development.jsonl` and on the passages of
# `data/questions/`: with more, sections begin to displace right answers that say something else.
HANDICAP = 0.12
OTHER_LANGUAGE = 0.1
# What a section is worth more for each unit of cosine with what is expected to be said, and for each unit by which a past answer that says
# the same meets the question better; and less if it is one of few in the language of the question, whose words meet their own language's
# better, and for each unit by which it meets questions at large better than the other sections that were found do (`Hubness`). Fitted on
# the questions over the help centre of `bench/documents`, without its test questions.
EXPECTED, LIFT, FEW_IN_LANGUAGE, HUBNESS = 0.2, 0.2, 0.03, 0.5
# A section and an answer with this cosine say the same.
SAME_ANSWER = 0.55


def in_order(
    asked: str,
    found: Mapping[int, Fit],
    entries: Mapping[int, Entry],
    own: Iterable[int],
    answers: VectorIndex,
    expected: Floats | None = None,
    hubness: Callable[[Sequence[str]], Floats] | None = None,
) -> tuple[list[int], dict[int, Standing]]:
    """Entries, the most relevant first, and how the first section stands; where it says what some answer says, it goes before that.

    Args:
        asked: the question.
        found: how each fits.
        entries: by their ids.
        own: those to the very same question, which come before all others.
        answers: the vectors of what they say.
        expected: vectors (N, D) of what is likely to be said, each times how likely (`Query.expected`).
        hubness: how well texts (N,) meet questions at large; without it, that counts nothing.
    """
    own = set(own)
    said = sorted((number for number in found if not entries[number].pair.document), key=lambda number: -found[number].relevance)
    unordered = [number for number in found if entries[number].pair.document]
    sections, standing = _sections(asked, unordered, said, found, entries, own, answers, expected, hubness)
    first = next(iter(sections), None)
    handicap = _handicap(asked, [_best(each, found, entries) for each in (unordered, said) if each])
    worth = {number: found[number].relevance for number in said} | {number: mine + handicap for number, mine in sections.items()}
    if first is not None:
        worth[first] = max(worth[first], found[first].relevance + standing[first].lift)
    before = sorted(found, key=lambda number: (number not in own, -round(worth[number], 6), entries[number].pair.document is None))
    return before, standing


def both_kinds(ordered: Sequence[int], k: int, entries: Mapping[int, Entry]) -> list[int]:
    """The first k entries; the best past answer and the best section are always among them, if there are two places."""
    chosen = list(ordered[:k])
    for document in (True, False):
        best = next((number for number in ordered if is_section(entries[number]) == document), None)
        if best is not None and best not in chosen and k > 1:
            chosen[-1] = best
    return chosen


def is_section(entry: Entry | None) -> bool:
    """Whether an entry, if it is there, stands in a document."""
    return entry is not None and entry.pair.document is not None


def comparable(fit: Fit, entry: Entry) -> Fit:
    """How an entry fits, in numbers that mean the same for both: a section has no past question, so that what it says counts for that."""
    if entry.pair.document is None:
        return fit
    nearest = max(fit.similarity, fit.answer_similarity)
    return fit._replace(similarity=nearest)


def _sections(
    asked: str,
    sections: Sequence[int],
    said: Sequence[int],
    found: Mapping[int, Fit],
    entries: Mapping[int, Entry],
    own: Collection[int],
    answers: VectorIndex,
    expected: Floats | None,
    hubness: Callable[[Sequence[str]], Floats] | None,
) -> tuple[dict[int, float], dict[int, Standing]]:
    """What sections are worth beside each other, and how the first one stands: those to the very same question, then the best."""
    if not sections:
        return {}, {}
    vectors = _answers(answers, sections)  # (S, D)
    like_said = vectors @ _answers(answers, said).T if said else np.zeros((len(sections), 0), dtype=np.float32)  # (S, P)
    relevances = np.array([found[number].relevance for number in sections])  # (S,)
    met = np.array([found[number].relevance for number in said])  # (P,)
    lifts = np.maximum(np.where(like_said >= SAME_ANSWER, met - relevances[:, None], 0.0).max(axis=1, initial=0.0), 0.0)  # (S,)
    likeness = np.maximum((vectors @ expected.T).max(axis=1), 0.0) if expected is not None else 0.0
    language = language_of(asked)
    same = np.array([_language(entries[number].pair.answer) == language for number in sections])
    few = same & (2 * same.sum() < len(same))
    at_large = hubness([entries[number].text for number in sections]) if hubness else np.zeros(len(sections))  # (S,)
    worth = relevances + LIFT * lifts + EXPECTED * likeness - FEW_IN_LANGUAGE * few - HUBNESS * (at_large - at_large.mean())
    others = np.array([number not in own for number in sections])
    order = np.lexsort((-worth, others))
    first = order[0]
    lead = max(float(worth[first] - worth[order[1]]), 0.0) if len(order) > 1 else 0.0
    standing = Standing(float(lifts[first]), lead, float(like_said[first, 0]) if said else 0.0, bool(same[first]))
    return {sections[place]: float(worth[place]) for place in order}, {sections[first]: standing}


@lru_cache(maxsize=20_000)
def _language(text: str) -> str:
    """The language of a section, remembered: telling it takes longer than all the rest."""
    return language_of(text)


def _answers(answers: VectorIndex, numbers: Sequence[int]) -> Floats:
    return answers.vectors(np.concatenate([piece_ids(number, 1) for number in numbers]))


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
