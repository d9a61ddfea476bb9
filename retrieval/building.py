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
SAME_ANSWER = 0.75


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
    passages = [passage_of([pairs[place] for place in group]) for group in groups]
    group_of = {place: number for number, group in enumerate(groups) for place in group}
    tried = random.Random(0).sample(range(len(pairs)), min(TRIALS, len(pairs)))
    total = len(pairs) + 2 * len(tried)  # each question, and for each trial what was said and what was found

    embed = _Reporting(encoder, report, total)
    vectors = faiss.IndexIDMap2(faiss.IndexFlatIP(encoder.width))
    questions = embed([pair.question for pair in pairs])
    vectors.add_with_ids(questions, np.array([pair.id for pair in pairs], dtype=np.int64))
    lexical = LexicalIndex.build([f"{pair.question} {pair.answer}" for pair in pairs])
    index = PassageIndex(
        pairs, passages, [group_of[place] for place in range(len(pairs))], vectors, lexical, calibration.PRIOR_WEIGHTS, encoder.encoder_hash
    )
    index.weights = calibration.fit(_trials(index, tried, questions, embed))
    report(total, total)
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


def _trials(
    index: PassageIndex, tried: Sequence[int], questions: Floats, embed: Callable[[Sequence[str]], Floats]
) -> list[calibration.Trial]:
    """Asks past questions again, each without its own dialogue."""
    answers = dict(zip(tried, embed([index.pairs[place].answer for place in tried])))
    found: list[tuple[int, tuple[float, float], str]] = []
    for place in tried:
        pair = index.pairs[place]
        hits = index.search(questions[place], pair.question, without_dialogue=pair.dialogue)
        if hits:
            found.append((place, (hits[0].similarity, hits[0].coverage), hits[0].passage.text))
    said = embed([text for *_, text in found])
    return [calibration.Trial(features, bool(answers[place] @ vector >= SAME_ANSWER)) for (place, features, _), vector in zip(found, said)]
