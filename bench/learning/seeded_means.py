"""Groups of questions beside intents that are known, when it is given how many groups there are: seeded k-means on the unit sphere.

The known intents' centres begin where their labelled questions are, and these stay theirs; the others begin among the questions that no
known intent is near (Basu, Banerjee & Mooney 2002, “Semi-supervised Clustering by Seeding”, Constrained-KMeans).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from finetune.arrays import Floats, Ids

# New centres begin among this share of the unlabelled questions, those farthest from every known intent; the best of so many beginnings.
FARTHEST, BEGINNINGS = 0.35, 10
STEPS = 30


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
    known = _unit(np.stack([labelled[own == place].mean(axis=0) for place in range(len(names))]))
    far = np.argsort((unlabelled @ known.T).max(axis=1), kind="stable")[: max(new, round(FARTHEST * len(unlabelled)))]
    begun = KMeans(new, n_init=BEGINNINGS, random_state=0).fit(unlabelled[far]).cluster_centers_
    centres = _unit(np.concatenate([known, begun.astype(np.float32)]))
    every = np.concatenate([labelled, unlabelled])
    for _ in range(STEPS):
        nearest = (unlabelled @ centres.T).argmax(axis=1)
        groups = np.concatenate([own, nearest])
        moved = [every[groups == place].mean(axis=0) if (groups == place).any() else centres[place] for place in range(len(centres))]
        before, centres = centres, _unit(np.stack(moved))
        if np.allclose(before, centres, atol=1e-6):
            break
    near = unlabelled @ centres.T
    two = np.partition(near, -2, axis=1)[:, -2:]
    return near.argmax(axis=1), np.asarray(two[:, 1] - two[:, 0], dtype=np.float32)


def _unit(vectors: Floats) -> Floats:
    return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9), dtype=np.float32)
