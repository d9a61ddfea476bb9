"""Builds a passage index from mined pairs."""

import random
from collections.abc import Callable, Sequence

import faiss
import numpy as np

from data.errors import DataError
from data.records import Pair
from retrieval import calibration
from retrieval.encoder import Encoder
from retrieval.index import Floats, PassageIndex
from retrieval.lexical import LexicalIndex
from retrieval.passages import fold, passage_of

# Texts encoded between two reports of progress.
CHUNK = 256
# Past questions that are asked again to calibrate, and how alike two answers must be to count as the same.
TRIALS = 800
SAME_ANSWER = 0.6


def build(pairs: Sequence[Pair], encoder: Encoder, report: Callable[[int, int], None] = lambda done, total: None) -> PassageIndex:
    """Folds, encodes, indexes and calibrates.

    Args:
        pairs: mined pairs; the same pair twice counts once.
        encoder: makes the vectors; only an index built with the same encoder can be searched with it.
        report: is called with the texts encoded so far and all there are.

    Raises:
        DataError: there are no pairs.
    """
    pairs = list({pair.id: pair for pair in pairs}.values())
    if not pairs:
        raise DataError("there are no question/answer pairs to index; the logs need dialogues in which an agent answers a customer")
    groups = fold(pairs)
    group_of = {place: number for number, group in enumerate(groups) for place in group}
    embed = _Reporting(encoder, report, total=2 * len(pairs))
    questions, answers = embed([pair.question for pair in pairs]), embed([pair.answer for pair in pairs])  # (N, D)
    index = PassageIndex(
        pairs=pairs,
        passages=[passage_of([pairs[place] for place in group]) for group in groups],
        passage_of=[group_of[place] for place in range(len(pairs))],
        questions=_faiss(pairs, questions),
        answers=_faiss(pairs, answers),
        lexical=LexicalIndex.build([f"{pair.question} {pair.answer}" for pair in pairs]),
        weights=calibration.PRIOR_WEIGHTS,
        encoder_hash=encoder.encoder_hash,
    )
    index.weights = calibration.fit(_trials(index, questions, answers))
    return index


def _faiss(pairs: Sequence[Pair], vectors: Floats) -> faiss.Index:
    """An exact index of vectors (N, D) by inner product, which for vectors of length 1 is their cosine, by the pairs' ids."""
    index = faiss.IndexIDMap2(faiss.IndexFlatIP(vectors.shape[1]))
    index.add_with_ids(vectors, np.array([pair.id for pair in pairs], dtype=np.int64))
    return index


class _Reporting:
    """An encoder that reports how far it is."""

    def __init__(self, encoder: Encoder, report: Callable[[int, int], None], total: int) -> None:
        self.encoder, self.report, self.total, self.done = encoder, report, total, 0

    def __call__(self, texts: Sequence[str]) -> Floats:
        vectors = np.zeros((len(texts), self.encoder.width), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        for start in range(0, len(texts), CHUNK):
            rows = order[start : start + CHUNK]
            vectors[rows] = self.encoder.embed([texts[row] for row in rows])
            self.done += len(rows)
            self.report(self.done, self.total)
        return vectors


def _trials(index: PassageIndex, questions: Floats, answers: Floats) -> list[calibration.Trial]:
    """Asks past questions again, each without its own dialogue; all hits count, not only the first."""
    place_of = {pair.answer: place for place, pair in enumerate(index.pairs)}
    trials = []
    for place in random.Random(0).sample(range(len(index.pairs)), min(TRIALS, len(index.pairs))):
        pair = index.pairs[place]
        for hit in index.search(questions[place], pair.question, k=3, without_dialogue=pair.dialogue):
            likeness = float(answers[place] @ answers[place_of[hit.passage.text]])
            trials.append(calibration.Trial(hit.features, likeness >= SAME_ANSWER))
    return trials
