"""Groups of questions beside intents that are known, when it is given how many groups there are: seeded k-means on the unit sphere.

The known intents' centres begin where their labelled questions are, and these stay theirs; the others begin among the questions that no
known intent is near (Basu, Banerjee & Mooney 2002, “Semi-supervised Clustering by Seeding”, Constrained-KMeans). K-means ends where no
centre can move by a little, often with two groups in one and one in two: such are looked for at the end (Ueda et al. 2000, “SMEM Algorithm
for Mixture Models”).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from finetune.arrays import Floats, Ids

# New centres begin among this share of the unlabelled questions, those farthest from every known intent; the best of so many beginnings.
FARTHEST, BEGINNINGS = 0.35, 10
# K-means takes so many steps, and fewer to see what a move comes to.
STEPS, STEPS_TO_TRY = 30, 6
# So often two groups may become one and another one two; so many of the widest groups and of the nearest pairs are tried each time.
MOVES, WIDEST, NEAREST = 12, 3, 4
# A smaller group is not divided.
FEWEST = 10


def seeded_means(labelled: Floats, intents: Sequence[str], unlabelled: Floats, new: int) -> tuple[Ids, Floats]:
    """The groups of unlabelled questions.

    Args:
        labelled: vectors (L, D) of length 1.
        intents: theirs, L.
        unlabelled: vectors (U, D) of length 1.
        new: how many groups are none of these intents.

    Returns:
        The group of each unlabelled question (U,), the known intents first in the order of their names; and by how much its cosine
        with that group's centre is larger than with any other (U,).
    """
    from sklearn.cluster import KMeans

    names = sorted(set(intents))
    own = np.array([names.index(intent) for intent in intents])
    known = unit(np.stack([labelled[own == place].mean(axis=0) for place in range(len(names))]))
    far = np.argsort((unlabelled @ known.T).max(axis=1), kind="stable")[: max(new, round(FARTHEST * len(unlabelled)))]
    begun = KMeans(new, n_init=BEGINNINGS, random_state=0).fit(unlabelled[far]).cluster_centers_
    means = _Means(np.concatenate([labelled, unlabelled]), own, len(names))
    near = unlabelled @ means.divided_anew(means.moved(np.concatenate([known, unit(begun)]), STEPS)).T
    two = np.partition(near, -2, axis=1)[:, -2:]
    return near.argmax(axis=1), np.asarray(two[:, 1] - two[:, 0], dtype=np.float32)


@dataclass(frozen=True)
class _Means:
    """Questions that are to be grouped around K centres, the first ones those of the known intents.

    Attributes:
        vectors: (L + U, D) of length 1, the labelled ones first.
        own: the groups of the labelled ones (L,).
        known: how many groups are known intents.
    """

    vectors: Floats
    own: Ids
    known: int

    @property
    def unlabelled(self) -> Floats:
        return self.vectors[len(self.own) :]

    def nearest(self, centres: Floats) -> Ids:
        """The group of each unlabelled question (U,)."""
        return np.asarray((self.unlabelled @ centres.T).argmax(axis=1))

    def distance(self, centres: Floats) -> float:
        """How far (1 - cosine) the unlabelled questions are from their centres, all together."""
        return float((1 - (self.unlabelled @ centres.T).max(axis=1)).sum())

    def moved(self, centres: Floats, steps: int) -> Floats:
        """Centres (K, D) after at most so many steps of k-means."""
        for _ in range(steps):
            members = np.zeros((len(self.vectors), len(centres)), dtype=np.float32)
            members[np.arange(len(members)), np.concatenate([self.own, self.nearest(centres)])] = 1
            sums = members.T @ self.vectors
            before, centres = centres, unit(np.where(members.any(axis=0)[:, None], sums, centres))
            if np.allclose(before, centres, atol=1e-6):
                break
        return centres

    def divided_anew(self, centres: Floats) -> Floats:
        """Centres (K, D) after two new groups became one and a third one two, as often as that brought the questions nearer to them."""
        distance = self.distance(centres)
        for _ in range(MOVES):
            better = next((each for each in self._moves(centres) if self.distance(each) < distance), None)
            if better is None:
                break
            centres, distance = better, self.distance(better)
        return self.moved(centres, STEPS)

    def _moves(self, centres: Floats) -> Iterator[Floats]:
        """The centres after each move that is worth trying, moved a little."""
        groups = self.nearest(centres)
        counts = np.bincount(groups, minlength=len(centres)).astype(np.float32)
        first, second = np.triu_indices(len(centres) - self.known, 1)
        first, second = first + self.known, second + self.known
        apart = 1 - (centres[first] * centres[second]).sum(axis=1)
        pairs = np.argsort(apart * counts[first] * counts[second] / np.maximum(counts[first] + counts[second], 1), kind="stable")

        for wide, halves in self._widest(centres, groups):
            for one, other in zip(first[pairs[:NEAREST]].tolist(), second[pairs[:NEAREST]].tolist()):
                if wide not in (one, other):
                    changed = centres.copy()
                    changed[one] = unit((counts[one] * centres[one] + counts[other] * centres[other])[None])[0]
                    changed[other], changed[wide] = halves
                    yield self.moved(changed, STEPS_TO_TRY)

    def _widest(self, centres: Floats, groups: Ids) -> list[tuple[int, Floats]]:
        """The new groups which it would help most to divide, with the centres (2, D) of their halves."""
        from sklearn.cluster import KMeans

        gains = []
        for group in range(self.known, len(centres)):
            inside = self.unlabelled[groups == group]
            if len(inside) >= FEWEST:
                halves = unit(KMeans(2, n_init=2, random_state=0).fit(inside).cluster_centers_)
                gains.append((float(((inside @ halves.T).max(axis=1) - inside @ centres[group]).sum()), group, halves))
        return [(group, halves) for _, group, halves in sorted(gains, key=lambda each: -each[0])[:WIDEST]]


def unit(vectors: Floats) -> Floats:
    """The same vectors (N, D), of length 1."""
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9), dtype=np.float32)
