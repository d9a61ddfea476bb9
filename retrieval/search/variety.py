"""A few of many past replies that together most probably hold what is to be said now.

Each reply that was found is what is to be said with some probability; one that says the same will do as well. Of all choices of k
replies, the one with the highest expected coverage is approached greedily, one reply after the other, which is at most 1/e below the best
(Nemhauser, Wolsey & Fisher 1978, “An analysis of approximations for maximizing submodular set functions”). So what many agents said to such
questions goes before what one said once, and no two suggestions say the same.
"""

import numpy as np

from retrieval.vectors.interface import Floats

# How probably replies of a cosine say the same: a logistic curve, by its middle and its width, fitted on labelled pairs of replies
# (`bench/desk/same_replies.tsv`).
MIDDLE, WIDTH = 0.648, 0.082
# How many times likelier a reply is for each unit of its relevance, as a power of e.
SHARPNESS = 8.0


def varied(relevances: Floats, vectors: Floats, k: int) -> list[tuple[int, float]]:
    """The places of up to k of N replies, the likeliest first, each with how probably it says what the ones before it don't.

    Args:
        relevances: how well each fits what was asked (N,).
        vectors: of the replies (N, D), of length 1.
    """
    if not len(relevances):
        return []
    weights = np.exp(SHARPNESS * (relevances - relevances.max()))
    weights /= weights.sum()
    same = 1 / (1 + np.exp(-(vectors @ vectors.T - MIDDLE) / WIDTH))  # (N, N)
    np.fill_diagonal(same, 1.0)
    covered = np.zeros(len(weights))
    chosen: dict[int, float] = {}
    while len(chosen) < min(k, len(weights)):
        gains = np.maximum(same - covered, 0) @ weights
        gains[list(chosen)] = -1.0
        place = int(gains.argmax())
        chosen[place] = float(gains[place])
        covered = np.maximum(covered, same[place])
    return list(chosen.items())
