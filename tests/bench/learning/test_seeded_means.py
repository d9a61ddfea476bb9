"""Seeded k-means with groups that become one, and two."""

import numpy as np

from bench.learning.seeded_means import seeded_means
from finetune.arrays import Floats


def _around(centres: Floats, count: int, seed: int) -> Floats:
    chance = np.random.default_rng(seed)
    vectors = np.repeat(centres, count, axis=0) + chance.normal(0, 0.1, (len(centres) * count, centres.shape[1]))
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)


def test_known_intents_keep_their_places_and_each_new_one_gets_a_group_of_its_own() -> None:
    centres = np.eye(8, dtype=np.float32)
    labelled = _around(centres[:3], 4, seed=1)
    unlabelled = _around(centres, 30, seed=2)
    groups, margins = seeded_means(labelled, [name for name in "abc" for _ in range(4)], unlabelled, 5)
    assert groups[:90].tolist() == [place for place in range(3) for _ in range(30)]
    of_new = [set(groups[at : at + 30].tolist()) for at in range(90, 240, 30)]
    assert all(len(each) == 1 for each in of_new)
    assert set.union(*of_new) == {3, 4, 5, 6, 7}
    assert (margins > 0).all()


def test_groups_that_began_as_one_come_apart() -> None:
    # Of forty groups the best of ten beginnings has some two in one, and one in two.
    centres = np.eye(42, dtype=np.float32)
    labelled = _around(centres[:2], 4, seed=1)
    unlabelled = _around(centres, 15, seed=2)
    groups, _ = seeded_means(labelled, [name for name in "ab" for _ in range(4)], unlabelled, 40)
    most = [np.bincount(groups[at : at + 15]).max() for at in range(0, 630, 15)]
    assert len(set(groups.tolist())) == 42
    assert min(most) >= 14
