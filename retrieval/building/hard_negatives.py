"""Hard negatives for fine-tuning: answers that share a question's words and were given to another one."""

from collections.abc import Sequence

import numpy as np

from data.records import Pair
from retrieval.building.deduplication import same_answer
from retrieval.lexical.bm25 import LexicalIndex

# Best answers that are looked through for one that says something else.
LOOKED_AT = 10


def hard_negatives(pairs: Sequence[Pair]) -> list[str]:
    """For each pair the answer of another one that BM25 finds best for its question and that says something else.

    Where there is none, it is the next pair's answer, which is as good as any in the batch.
    """
    positions = np.arange(len(pairs), dtype=np.int64)
    answers = LexicalIndex.build(positions, [pair.answer for pair in pairs])
    found = []
    for position, pair in enumerate(pairs):
        best = answers.search(answers.weigh(pair.question), LOOKED_AT, lambda ids: np.ones(len(ids), dtype=np.bool_))
        others = (pairs[other].answer for other in best if not same_answer(pairs[other].answer, pair.answer))
        found.append(next(others, pairs[(position + 1) % len(pairs)].answer))
    return found
