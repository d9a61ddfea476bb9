"""How similar messages are to the training examples."""

import numpy as np

from finetune.classifier.similarity import KEPT_PER_CLASS, NO_NEIGHBOUR, choose_examples, similarities


def test_each_class_is_compared_by_its_own_examples() -> None:
    vectors = np.eye(4, dtype=np.float32)[[0, 0, 1, 2, 2, 2]]
    kept, positions = choose_examples(np.array([0, 0, 1, 2, 2, 2]), 3, seed=1)
    similar = similarities(np.eye(4, dtype=np.float32)[[2, 3]], vectors[kept], positions)
    assert similar.nearest.shape == (2, 3, 3)
    assert similar.nearest[0].max(axis=1).tolist() == [0, 0, 1]
    assert (similar.nearest[0] > NO_NEIGHBOUR).sum(axis=1).tolist() == [2, 1, 3]
    assert similar.summed[0].argmax() == 2
    assert similar.nearest[1].max() == 0


def test_a_message_is_not_compared_with_what_is_left_out() -> None:
    vectors = np.eye(2, dtype=np.float32)[[0, 1, 1]]
    kept, positions = choose_examples(np.array([0, 1, 1]), 2, seed=1)
    similar = similarities(vectors[[0]], vectors[kept], positions, np.array([[True, False, False]]))
    assert similar.nearest.max(axis=2).tolist() == [[NO_NEIGHBOUR, 0]]


def test_of_a_large_class_a_part_is_kept() -> None:
    labels = np.repeat([0, 1], [KEPT_PER_CLASS + 20, 3])
    kept, positions = choose_examples(labels, 2, seed=1)
    assert len(set(kept.tolist())) == len(kept) == KEPT_PER_CLASS + 3
    assert labels[kept[positions[0]]].tolist() == [0] * KEPT_PER_CLASS
    assert labels[kept[positions[1, :3]]].tolist() == [1] * 3
    assert set(positions[1, 3:].tolist()) == {-1}
