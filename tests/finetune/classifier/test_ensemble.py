import numpy as np
import pytest

from finetune.classifier.ensemble import NOBODY, combine, fit_experts, fit_weights
from finetune.classifier.logistic import log_softmax, logistic
from finetune.classifier.ngrams import Vocabulary


def test_a_vocabulary_finds_words_whatever_the_script() -> None:
    vocabulary = Vocabulary.of(["我的订单", "我的包裹", "refund please", "refund now"])
    rows = vocabulary.rows(["REFUND", "我的", "xyzzy"])
    lengths = np.diff(rows.starts)
    assert lengths[0] > 0
    assert lengths[1] > 0
    assert lengths[2] == 0
    first = rows.values[rows.starts[0] : rows.starts[1]]
    assert np.linalg.norm(first) == pytest.approx(1)


def test_a_logistic_regression_has_a_column_for_each_class_even_of_two() -> None:
    features = np.array([[1.0, 0.0], [0.9, 0.1], [0.0, 1.0], [0.1, 0.9]], dtype=np.float32)
    weights = logistic(features, np.array([0, 0, 1, 1]), 2)
    assert weights.shape == (3, 2)
    assert (features @ weights[:-1] + weights[-1]).argmax(1).tolist() == [0, 0, 1, 1]


def test_the_expert_that_is_right_is_worth_more() -> None:
    chance = np.random.default_rng(0)
    labels = chance.integers(0, 3, 400)
    good = log_softmax(np.eye(3, dtype=np.float32)[labels] * 4 + chance.normal(0, 1, (400, 3)).astype(np.float32))
    bad = log_softmax(chance.normal(0, 1, (400, 3)).astype(np.float32))
    readings = np.stack([bad, good, bad, bad])
    weights = fit_weights(readings, np.zeros(400, dtype=np.float32), labels)
    assert weights[1] > 3 * max(weights[0], weights[2], weights[3])
    combined = combine(readings, np.zeros(400, dtype=np.float32), weights)
    np.testing.assert_allclose(np.exp(combined).sum(1), 1, atol=1e-5)
    assert (combined.argmax(1) == labels).mean() >= (good.argmax(1) == labels).mean() - 0.01


def test_one_held_out_message_moves_the_weights_less_than_many() -> None:
    def network_after(messages: int) -> float:
        readings = np.stack([log_softmax(np.array([[1.0, 0.0]] * messages, dtype=np.float32))] * 4)
        return fit_weights(readings, np.zeros(messages, dtype=np.float32), np.zeros(messages, dtype=np.int64))[0]

    assert 1 <= network_after(1) < network_after(1_000)


def test_nearness_is_told_for_each_intent_by_its_own_examples() -> None:
    vectors = np.eye(4, dtype=np.float32)[[0, 0, 1, 2, 2, 2]]
    texts = ["late parcel", "parcel late", "refund money", "blue colour", "blue tint", "blue shade"]
    experts = fit_experts(texts, np.array([0, 0, 1, 2, 2, 2]), vectors, 3, seed=1)
    near = experts.near(np.eye(4, dtype=np.float32)[[2, 3]])
    assert near.nearest.shape == (2, 3, 3)
    assert near.nearest[0].max(axis=1).tolist() == [0, 0, 1]
    assert (near.nearest[0] > NOBODY).sum(axis=1).tolist() == [2, 1, 3]
    assert near.summed[0].argmax() == 2
    assert near.nearest[1].max() == 0
