"""The passage index: FAISS over past questions and answers, BM25 over their words, fused, with a probability on each hit."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import faiss
import numpy as np
from numpy.typing import NDArray

from data.records import Pair
from data.script import language_of
from retrieval import calibration
from retrieval.lexical import LexicalIndex
from retrieval.passages import Passage
from retrieval.pieces import piece_id, pieces

Floats = NDArray[np.float32]

# Reciprocal rank fusion (Cormack, Clarke & Büttcher 2009, “Reciprocal Rank Fusion outperforms Condorcet”): 1 / (60 + rank).
FUSION = 60
CANDIDATES = 50


# Neighbouring hits whose answers are compared with a hit's own.
WITNESSES = 3


@dataclass(frozen=True)
class Hit:
    """A passage that was found, and how much speaks for it.

    Attributes:
        passage: what was said, and where.
        question: the past question through which it was found.
        score: fused rank score; it orders, and means nothing by itself.
        similarity: cosine of the asked with the nearest piece of the past question.
        answer_similarity: cosine of the asked with the nearest piece of the answer.
        coverage: how much of what was asked, by rarity of the words, stands in question and answer, in [0, 1].
        agreement: mean cosine of the answer with those of the other hits: what several agents said is surer.
        shared: the rarity of the words that were asked and stand there, in nats; little, if they are common ones.
        probability: calibrated probability that the passage answers.
    """

    passage: Passage
    question: str
    score: float
    similarity: float
    answer_similarity: float
    coverage: float
    agreement: float
    shared: float
    probability: float = 0.0

    @property
    def features(self) -> tuple[float, ...]:
        """What the probability is made of (F,)."""
        return (self.similarity, self.answer_similarity, self.coverage, self.agreement, math.log1p(self.shared))


class PassageIndex:
    """An index in memory. `retrieval.building` makes one, `retrieval.storage` keeps it on disk."""

    def __init__(
        self,
        pairs: Sequence[Pair],
        passages: Sequence[Passage],
        passage_of: Sequence[int],
        questions: faiss.Index,
        answers: faiss.Index,
        lexical: LexicalIndex,
        weights: calibration.Weights,
        encoder_hash: str,
    ) -> None:
        self.pairs = pairs
        self.passages = passages
        self.passage_of = passage_of
        self.questions = questions
        self.answers = answers
        self.lexical = lexical
        self.weights = weights
        self.encoder_hash = encoder_hash
        self._owner = {number: place for place, pair in enumerate(pairs) for number in (*question_ids(pair), *answer_ids(pair))}

    def search(self, vector: Floats, text: str, k: int = 5, without_dialogue: str | None = None) -> list[Hit]:
        """The passages that answer a question best, the likeliest first.

        Args:
            vector: the question's sentence vector (D,), from the encoder that made the index.
            text: the question.
            k: how many passages at most.
            without_dialogue: leave out what this dialogue says (to ask a log about itself).
        """
        fused = self._fuse(self._near(vector), self._wordy(text), without_dialogue)
        best: dict[int, int] = {}  # passage to its best entry, in order of the fused score
        for place in sorted(fused, key=lambda place: -fused[place]):
            best.setdefault(self.passage_of[place], place)
        places = list(best.values())[: max(k, WITNESSES + 1)]
        if not places:
            return []
        answers = [self._vectors(self.answers, answer_ids(self.pairs[place])) for place in places]  # of (P, D)
        wholes = np.stack([vectors[0] for vectors in answers])  # (K, D)
        agreements = wholes @ wholes.T  # (K, K)
        weights = self.weights.get(language_of(text), calibration.PRIOR_WEIGHTS)
        hits = []
        for row, place in enumerate(places[:k]):
            pair = self.pairs[place]
            witnesses = [agreements[row, other] for other in range(len(places)) if other != row][:WITNESSES]
            coverage, shared = self.lexical.coverage(text, f"{pair.question} {pair.answer}")
            hit = Hit(
                passage=self.passages[self.passage_of[place]],
                question=pair.question,
                score=fused[place],
                similarity=float((self._vectors(self.questions, question_ids(pair)) @ vector).max()),
                answer_similarity=float((answers[row] @ vector).max()),
                coverage=coverage,
                agreement=float(np.mean(witnesses)) if witnesses else 0.0,
                shared=shared,
            )
            hits.append(replace(hit, probability=calibration.probability(hit.features, weights)))
        return sorted(hits, key=lambda hit: -hit.probability)

    def _near(self, vector: Floats) -> list[int]:
        """Entries with a piece of question or answer near to the vector, the nearest first."""
        found: dict[int, float] = {}
        for index in (self.questions, self.answers):
            similarities, ids = index.search(vector[None], CANDIDATES)
            for similarity, number in zip(similarities[0], ids[0]):
                if number != -1:
                    place = self._owner[int(number)]
                    found[place] = max(found.get(place, -1.0), float(similarity))
        return sorted(found, key=lambda place: -found[place])

    def _wordy(self, text: str) -> list[int]:
        """Entries that share words with the text, by BM25, the best first."""
        scores = self.lexical.scores(text)  # (N,)
        top = np.argpartition(-scores, min(CANDIDATES, len(scores) - 1))[:CANDIDATES]
        return [int(place) for place in top[np.argsort(-scores[top], kind="stable")] if scores[place] > 0]

    def _fuse(self, near: list[int], wordy: list[int], without_dialogue: str | None) -> dict[int, float]:
        """Reciprocal rank fusion of two rankings: entry to score."""
        fused: dict[int, float] = {}
        for ranking in (near, wordy):
            kept = [place for place in ranking if self.pairs[place].dialogue != without_dialogue]
            for rank, place in enumerate(kept):
                fused[place] = fused.get(place, 0.0) + 1 / (FUSION + rank)
        return fused

    def _vectors(self, index: faiss.Index, numbers: Sequence[int]) -> Floats:
        return np.stack([index.reconstruct(number) for number in numbers])


def question_ids(pair: Pair) -> list[int]:
    """The ids of the vectors of a pair's question, that of the whole first."""
    return [piece_id(pair.id, piece) for piece in pieces(pair.question)]


def answer_ids(pair: Pair) -> list[int]:
    """The ids of the vectors of a pair's answer, that of the whole first."""
    return [piece_id(pair.id, piece) for piece in pieces(pair.answer)]
