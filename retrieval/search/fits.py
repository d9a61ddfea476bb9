"""How well entries fit a question: in meaning, in words, and token by token."""

from collections.abc import Mapping, Sequence

import numpy as np

from retrieval.lexical.bm25 import LexicalIndex
from retrieval.search.entries import Entry, Fit, Query
from retrieval.search.late_interaction import TokenTexts, interactions
from retrieval.search.sections.documents import comparable
from retrieval.vectors.interface import Floats, Ids, VectorIndex, piece_ids

# Neighbouring hits whose answers are compared with a hit's own.
WITNESSES = 3


def fits(
    query: Query, entries: Mapping[int, Entry], questions: VectorIndex, answers: VectorIndex, lexical: LexicalIndex, tokens: TokenTexts
) -> list[Fit]:
    """How well each of some entries, at least one, by their ids, fits a question.

    Args:
        query: the question.
        entries: the likeliest first.
        questions, answers: the vectors of their pieces.
        lexical: knows how rare the question's words are.
        tokens: where their tokens come from.
    """
    asked, first_asked = _pieces(questions, {number: entry.pieces[0] for number, entry in entries.items()})
    said, first_said = _pieces(answers, {number: entry.pieces[1] for number, entry in entries.items()})
    similarities = np.maximum.reduceat(asked @ query.vector, first_asked).tolist()  # (K,)
    answer_similarities = np.maximum.reduceat(said @ query.vector, first_said).tolist()  # (K,)
    agreements = _agreements(said[first_said])
    texts = [entry.text for entry in entries.values()]
    met = interactions(query.reading.states, query.token_weights, tokens.of(texts))
    coverages = [lexical.coverage(query.weights, text) for text in texts]
    return [
        comparable(Fit(similarity, answer_similarity, coverage, agreement, shared, *interaction), entry)
        for similarity, answer_similarity, (coverage, shared), agreement, interaction, entry in zip(
            similarities, answer_similarities, coverages, agreements, met, entries.values()
        )
    ]


def _agreements(answers: Floats) -> Sequence[float]:
    """The mean cosine of each of some answers (K, D) with the first few others."""
    cosines = (answers @ answers.T).tolist()  # (K, K)
    found = []
    for position, row in enumerate(cosines):
        witnesses = [cosine for other, cosine in enumerate(row[: WITNESSES + 1]) if other != position][:WITNESSES]
        found.append(sum(witnesses) / max(1, len(witnesses)))
    return found


def _pieces(index: VectorIndex, counts: Mapping[int, int]) -> tuple[Floats, Ids]:
    """The vectors (P, D) of entries' pieces, of which each has so many, and where each entry's begin (K,)."""
    vectors = index.vectors(np.concatenate([piece_ids(number, count) for number, count in counts.items()]))
    return vectors, np.cumsum([0, *counts.values()])[:-1]
