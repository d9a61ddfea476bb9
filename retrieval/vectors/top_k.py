"""Picks the best of many by score, where only some may be found."""

import numpy as np

from retrieval.vectors.interface import Allowed, Floats, Ids


def best(ids: Ids, scores: Floats, k: int, allowed: Allowed | None = None, above: float = -np.inf) -> tuple[Ids, Floats]:
    """Of ids (N,) with scores (N,) the best k, the best first, that are allowed and score more than `above`.

    Asks about few ids, the likeliest first, since asking costs more than scoring.
    """
    asked = k
    while len(scores):
        asked = min(4 * asked, len(scores))
        top = np.argpartition(-scores, asked - 1)[:asked]
        top = top[scores[top] > above]
        kept = top if allowed is None else top[allowed(ids[top])]
        if len(kept) >= k or len(top) < asked or asked == len(scores):
            kept = kept[np.lexsort((ids[kept], -scores[kept]))][:k]
            return ids[kept], scores[kept]
    return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
