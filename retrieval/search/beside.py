"""Texts that an index doesn't hold, as those of a template, beside a question and the passage that was found for it."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from retrieval.search.answer_verifier import OF_TEMPLATES, AnswerVerifier
from retrieval.search.entries import Hit, Query
from retrieval.search.index import PassageIndex
from retrieval.search.late_interaction import TokenText, interactions
from retrieval.vectors.interface import Floats, piece_ids

# Groups of texts whose readings are remembered.
REMEMBERED = 256


class Beside(NamedTuple):
    """How the best of some texts stands beside a question and a passage; zeros where there are no texts.

    Attributes:
        interaction: how its tokens meet those of the question, as `retrieval.search.entries.Fit` has it of the passage.
        similarity: its cosine with the question.
        likeness: its cosine with what the passage says.
    """

    interaction: float = 0.0
    similarity: float = 0.0
    likeness: float = 0.0


NO_TEXTS = Beside()


class OtherTexts:
    """Reads texts with the encoder of an index, which is the same in all that it is asked about; each once."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, ...], tuple[Floats, list[TokenText]]] = {}

    def beside(self, query: Query, hit: Hit, index: PassageIndex, texts: Sequence[str]) -> Beside:
        """How these texts stand beside a question and a passage.

        Args:
            query: the question, from `index.read`.
            hit: the passage, as the index found it for the question.
            index: knows how rare the question's tokens are, and what the passage says.
            texts: what else might be said.
        """
        if not texts:
            return NO_TEXTS
        vectors, tokens = self._reading(tuple(texts), index)  # (N, D)
        met = interactions(query.reading.states, query.token_weights, tokens)
        likeness = vectors @ index.answers.vectors(piece_ids(hit.pair, 1))[0] if hit.pair in index.entries else np.zeros(1)
        return Beside(max(each.interaction for each in met), float((vectors @ query.vector).max()), float(likeness.max()))

    def answers(self, query: Query, texts: Sequence[str], index: PassageIndex) -> list[float]:
        """Log-odds that each of some templates' texts (N) answers a question, from `index.read`; a text says by itself all that it says."""
        tokens = [self._reading((text,), index)[1][0] for text in texts]
        pieces = [(each, each) for each in tokens]
        verifier = AnswerVerifier.load(OF_TEMPLATES)
        return verifier.log_odds(query.text, query.reading.states, query.token_weights, pieces, company_own=True)

    def vectors(self, texts: Sequence[str], index: PassageIndex) -> Floats:
        """The vectors (N, D) of texts, at least one."""
        return self._reading(tuple(texts), index)[0]

    def _reading(self, texts: tuple[str, ...], index: PassageIndex) -> tuple[Floats, list[TokenText]]:
        if texts not in self._known:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            readings = [index.tokens.read(text) for text in texts]
            self._known[texts] = np.stack([reading.sentence for reading in readings]), [TokenText.of(reading) for reading in readings]
        return self._known[texts]
