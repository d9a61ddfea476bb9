"""Groups of questions of one kind, among those that no intent surely fits.

Ward's linkage (Ward 1963) over both encoders' vectors, beside which stand the square roots of the intents' probabilities: what may
belong to an intent is drawn to it, and what belongs to none stays where its words put it. Where the tree is cut is told by the
questions that do belong to an intent with some confidence: at the cut, they should come out together. Questions at a group's rim,
as near to another group or to an intent, are left out: the next classifier, which knows the group, reads them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from bot.retraining.suggestions.reading import Reading
from finetune.arrays import Bools, Floats, Ids

# What the probabilities' part counts beside the vectors' 1.
PROBABILITIES = 0.5
# A question belongs to its group if it is nearer (cosine) to the group's centre than to any other by at least this.
MARGIN = 0.05
# Fewer questions are no group; a group has so many on average at least, and so many at most, where the cut is sought.
FEWEST, SMALLEST_MEAN, LARGEST_MEAN = 5, 15, 120
# The mean cosine between a group's questions, below which they have nothing in common but that they are like nothing else.
ALIKE = 0.3
# Of fewer questions than this, groups may be smaller on average, by the square root of how many fewer they are; for that, so many cuts
# are tried besides.
MANY, FINER_CUTS = 4_000, 6
# Cuts that are tried, and how near to the best one (adjusted Rand index) a coarser one must come to be taken.
CUTS, NEARLY = 12, 0.95
# So probable must an intent be for a question to say where to cut, and so many such questions there must be.
SAYS, FEWEST_SAYING = 0.5, 50
# Questions that silhouettes are computed of, where no intent says where to cut.
SAMPLE = 1_500
# A tree of more questions would take minutes, and more memory than a small server has: the rest is joined to the groups afterwards.
MOST = 6_000


@dataclass(frozen=True)
class Rows:
    """A group: its questions by their row, the most typical first, and in which of its two halves each is."""

    rows: Ids
    halves: Ids


def grouped(reading: Reading, rows: Ids, known: Floats) -> list[Rows]:
    """The groups among some questions, the largest first; none among a few. The arguments are those of `Tree`."""
    if len(rows) < max(2 * FEWEST, 3):
        return []
    tree = Tree(reading, rows, known)
    return tree.groups(_best_cut(tree.links, reading, tree.taken))


class Tree:
    """Some questions, joined step by step into one."""

    def __init__(self, reading: Reading, rows: Ids, known: Floats) -> None:
        """
        Args:
            reading: of N questions.
            rows: which of them to group, two at least.
            known: vectors (K, E + D) of length 1 of what is known already: a centre for each intent.
        """
        from scipy.cluster.hierarchy import linkage  # scipy takes a moment to import

        self._vectors, self._rows, self._known = reading.vectors, rows, known
        self.taken = rows if len(rows) <= MOST else np.sort(np.random.default_rng(0).choice(rows, MOST, replace=False))
        self.links: Floats = linkage(side_by_side(reading.vectors[self.taken], reading.probabilities[self.taken]), "ward")

    def groups(self, count: int) -> list[Rows]:
        """The groups, the largest first, where the tree is cut into so many; those with a few questions, or with questions that aren't
        alike, are left out."""
        from scipy.cluster.hierarchy import fcluster

        labels = fcluster(self.links, count, "maxclust")
        finer = fcluster(self.links, min(len(self.taken), 3 * count), "maxclust")
        rows = np.concatenate([self.taken, np.setdiff1d(self._rows, self.taken, assume_unique=True)])
        near = self._vectors[rows] @ _centres(self._vectors[self.taken], labels).T  # (R, G)
        clearly, nearest = _nearest(near, (self._vectors[rows] @ self._known.T).max(axis=1, initial=-1.0))
        clearly[: len(labels)] &= nearest[: len(labels)] == labels - 1  # what stands in the tree belongs where it stands, or nowhere
        groups = []
        for place in range(near.shape[1]):
            chosen = np.flatnonzero(clearly & (nearest == place))
            if len(chosen) >= FEWEST and _alike(self._vectors[rows[chosen]]) >= ALIKE:
                chosen = rows[chosen[np.argsort(-near[chosen, place], kind="stable")]]
                groups.append(Rows(chosen, _halves(chosen, self.taken, finer, self._vectors)))
        return sorted(groups, key=lambda group: -len(group.rows))


def side_by_side(vectors: Floats, probabilities: Floats) -> Floats:
    """What questions are grouped by (N, E + D + C): vectors (N, E + D) of length 1, beside what their intents' probabilities (N, C) say."""
    return np.asarray(np.concatenate([vectors, PROBABILITIES * np.sqrt(probabilities)], axis=1), dtype=np.float32)


def _alike(vectors: Floats) -> float:
    """The mean cosine between different ones of some vectors (N, E + D) of length 1, two at least."""
    count = len(vectors)
    return float((np.square(vectors.sum(axis=0)).sum() - count) / (count * (count - 1)))


def _centres(vectors: Floats, labels: Ids) -> Floats:
    """The groups' centres (G, E + D), of length 1, in the order of their labels, which count from 1."""
    centres = np.stack([vectors[labels == name].mean(axis=0) for name in range(1, int(labels.max()) + 1)])
    return np.asarray(centres / np.maximum(np.linalg.norm(centres, axis=1, keepdims=True), 1e-9), dtype=np.float32)


def _nearest(near: Floats, known: Floats) -> tuple[Bools, Ids]:
    """Which group each question is nearest to (R,), and whether clearly: nearer than to any other, and than to what is known (R,).

    Args:
        near: cosines with the groups' centres (R, G).
        known: with the nearest of what is known (R,).
    """
    nearest = near.argmax(axis=1)
    own = near[np.arange(len(near)), nearest]
    others = np.partition(near, -2, axis=1)[:, -2] if near.shape[1] > 1 else np.full(len(near), -1.0)
    return own - np.maximum(others, known) > MARGIN, nearest


def _halves(chosen: Ids, taken: Ids, finer: Ids, vectors: Floats) -> Ids:
    """In which half of a group each question is: that of the branch below with most of them, or the others'."""
    if len(chosen) < 2:
        return np.zeros(len(chosen), dtype=np.int64)
    branch_of = dict(zip(taken.tolist(), finer.tolist()))
    branches = np.array([branch_of.get(row, -1) for row in chosen.tolist()])
    names, counts = np.unique(branches[branches >= 0], return_counts=True)
    if len(names) < 2:
        return np.zeros(len(chosen), dtype=np.int64)
    largest = branches == names[counts.argmax()]
    inside, outside = vectors[chosen[largest]].mean(axis=0), vectors[chosen[~largest & (branches >= 0)]].mean(axis=0)
    nearer = vectors[chosen] @ inside >= vectors[chosen] @ outside
    return np.where(branches < 0, ~nearer, ~largest).astype(np.int64)


def _best_cut(tree: Floats, reading: Reading, taken: Ids) -> int:
    """Into how many groups to cut: as few as nearly bring out what is known best; without that, by silhouettes."""
    from scipy.cluster.hierarchy import fcluster
    from sklearn.metrics import adjusted_rand_score, silhouette_score

    least, most = max(2, len(taken) // LARGEST_MEAN), max(3, len(taken) // SMALLEST_MEAN)
    smallest = max(FEWEST + 1, SMALLEST_MEAN * min(1.0, math.sqrt(len(taken) / MANY)))
    finest = max(most, int(len(taken) / smallest))
    tried = [*np.geomspace(least, most, CUTS).tolist(), *np.geomspace(most, finest, FINER_CUTS).tolist()]
    counts = sorted({round(count) for count in tried})
    saying = reading.right[taken] >= SAYS
    likeliest = reading.probabilities[taken].argmax(axis=1) if reading.intents else np.zeros(len(taken), dtype=np.int64)
    known = saying.sum() >= FEWEST_SAYING and len(np.unique(likeliest[saying])) > 1
    scores: list[float] = []
    for count in counts:
        labels = fcluster(tree, count, "maxclust")
        if known:
            scores.append(float(adjusted_rand_score(likeliest[saying], labels[saying])))
        else:
            sample = min(SAMPLE, len(taken))
            scores.append(float(silhouette_score(reading.vectors[taken], labels, metric="cosine", sample_size=sample, random_state=0)))
    enough = max(scores) - (1 - NEARLY) * abs(max(scores))  # silhouettes of a log in which much is like nothing else are below 0
    best: int = next(count for count, score in zip(counts, scores) if score >= enough)
    return best
