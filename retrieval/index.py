"""The passage index: FAISS over past questions and BM25 over questions and answers, fused, with a probability on each hit."""

from collections.abc import Sequence
from dataclasses import dataclass

import faiss
import numpy as np
from numpy.typing import NDArray

from data.records import Pair
from retrieval import calibration
from retrieval.lexical import LexicalIndex
from retrieval.passages import Passage

Floats = NDArray[np.float32]

# Reciprocal rank fusion (Cormack, Clarke & Büttcher 2009, “Reciprocal Rank Fusion outperforms Condorcet”): 1 / (60 + rank).
FUSION = 60
CANDIDATES = 50


@dataclass(frozen=True)
class Hit:
    """A passage that was found.

    Attributes:
        passage: what was said, and where.
        question: the past question through which it was found.
        score: fused rank score; it orders, and means nothing by itself.
        similarity: cosine of the asked with the past question.
        coverage: how much of what was asked, by rarity of the words, stands in question and answer, in [0, 1].
        probability: calibrated probability that the passage answers.
    """

    passage: Passage
    question: str
    score: float
    similarity: float
    coverage: float
    probability: float


class PassageIndex:
    """An index in memory. `retrieval.building` makes one, `retrieval.storage` keeps it on disk."""

    def __init__(
        self,
        pairs: Sequence[Pair],
        passages: Sequence[Passage],
        passage_of: Sequence[int],
        vectors: faiss.Index,
        lexical: LexicalIndex,
        weights: Sequence[float],
        encoder_hash: str,
    ) -> None:
        self.pairs = pairs
        self.passages = passages
        self.passage_of = passage_of
        self.vectors = vectors
        self.lexical = lexical
        self.weights = weights
        self.encoder_hash = encoder_hash
        self._place = {pair.id: place for place, pair in enumerate(pairs)}

    def search(self, vector: Floats, text: str, k: int = 5, without_dialogue: str | None = None) -> list[Hit]:
        """The passages that answer a question best, the likeliest first.

        Args:
            vector: the question's sentence vector (D,), from the encoder that made the index.
            text: the question.
            k: how many passages at most.
            without_dialogue: leave out what this dialogue says (to ask a log about itself).
        """
        similarities, ids = self.vectors.search(vector[None], CANDIDATES)
        similar = {self._place[int(id)]: float(score) for score, id in zip(similarities[0], ids[0]) if id != -1}
        scores = self.lexical.scores(text)
        top = np.argpartition(-scores, min(CANDIDATES, len(scores) - 1))[:CANDIDATES]
        wordy = [int(place) for place in top[np.argsort(-scores[top], kind="stable")] if scores[place] > 0]
        fused: dict[int, float] = {}
        for ranking in (list(similar), wordy):
            kept = [place for place in ranking if self.pairs[place].dialogue != without_dialogue]
            for rank, place in enumerate(kept):
                fused[place] = fused.get(place, 0.0) + 1 / (FUSION + rank)
        best: dict[int, int] = {}  # passage to its best entry, in order of the fused score
        for place in sorted(fused, key=lambda place: -fused[place]):
            best.setdefault(self.passage_of[place], place)
        hits = [self._hit(place, fused[place], similar.get(place), vector, text) for place in list(best.values())[:k]]
        return sorted(hits, key=lambda hit: -hit.probability)

    def _hit(self, place: int, score: float, similarity: float | None, vector: Floats, text: str) -> Hit:
        pair = self.pairs[place]
        if similarity is None:
            similarity = float(self.vectors.reconstruct(pair.id) @ vector)
        coverage = self.lexical.coverage(text, f"{pair.question} {pair.answer}")
        probability = calibration.probability((similarity, coverage), self.weights)
        return Hit(self.passages[self.passage_of[place]], pair.question, score, similarity, coverage, probability)
