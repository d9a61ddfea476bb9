"""Reciprocal rank fusion (Cormack, Clarke & Büttcher 2009, “Reciprocal Rank Fusion outperforms Condorcet”)."""

from collections.abc import Iterable

# What the paper chose: an entry scores 1 / (60 + rank) in each ranking, the first rank being 0.
FUSION = 60


def fuse(rankings: Iterable[Iterable[int]]) -> dict[int, float]:
    """Scores by entry, from rankings of entries, the best first; they order, and mean nothing by themselves."""
    scores: dict[int, float] = {}
    for ranking in rankings:
        for rank, number in enumerate(ranking):
            scores[number] = scores.get(number, 0.0) + 1 / (FUSION + rank)
    return scores
