"""Sections of documents beside what agents said: how the two are compared, and which goes first.

A past question has the words that customers use, a section has a heading, so that what is asked meets it less. What a company has
published outweighs what one of its agents said: where both say the same, the section is quoted, which has a link.
"""

from collections.abc import Iterable, Mapping

import numpy as np

from retrieval.search.entries import Entry, Fit
from retrieval.search.filters import DOCUMENT, Filter
from retrieval.vectors.interface import VectorIndex, piece_ids

DOCUMENTS = Filter(source=DOCUMENT)
# Sections, the first by fused rank, whose relevance is looked at closely beside that of as many passages as without any.
COMPARED_SECTIONS = 16
# So much less a section meets what is asked than an answer that is as right. Measured on `bench/documents/development.jsonl` and on the
# passages of `data/questions/`: with more, sections begin to displace right answers that they don't give.
HANDICAP = 0.08
# A section and an answer with this cosine say the same.
SAME_ANSWER = 0.6


def in_order(found: Mapping[int, Fit], entries: Mapping[int, Entry], own: Iterable[int], answers: VectorIndex) -> dict[int, Fit]:
    """How entries fit, the most relevant first; a section that says what the best answer says goes before it, and fits as well as it does.

    Args:
        found: how each fits.
        entries: by their ids.
        own: those to the very same question, which come before all others.
        answers: the vectors of what they say.
    """
    own = set(own)
    ordered = sorted(found, key=lambda number: (number not in own, -_worth(entries[number], found[number])))
    section = next((number for number in ordered if entries[number].pair.document), None)
    if section is None or section == ordered[0] or ordered[0] in own:
        return {number: found[number] for number in ordered}
    first, other = answers.vectors(np.concatenate([piece_ids(ordered[0], 1), piece_ids(section, 1)]))  # (D,) each
    if float(first @ other) < SAME_ANSWER:
        return {number: found[number] for number in ordered}
    return {section: _better(found[section], found[ordered[0]]), **{number: found[number] for number in ordered if number != section}}


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


def _worth(entry: Entry, fit: Fit) -> float:
    return fit.relevance + (HANDICAP if entry.pair.document else 0.0)
