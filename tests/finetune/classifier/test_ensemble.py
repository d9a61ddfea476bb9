"""The members of the ensemble, and their weights."""

from pathlib import Path

import numpy as np
import pytest

from finetune.classifier.ensemble import EnsembleMembers, combine, fit_members, fit_weights, largest_left_out_logits
from finetune.classifier.logistic import log_softmax

LABELS = np.array([0, 0, 1, 1, 2, 2])
TEXTS = ["late parcel", "parcel late", "refund money", "money refund", "blue tint", "blue shade"]
VECTORS = np.eye(4, dtype=np.float32)[LABELS]


@pytest.fixture(scope="module")
def members() -> EnsembleMembers:
    return fit_members(TEXTS, LABELS, VECTORS, 3, seed=1)


def test_the_member_that_is_right_is_worth_more() -> None:
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 3, 400)
    good = log_softmax(np.eye(3, dtype=np.float32)[labels] * 4 + rng.normal(0, 1, (400, 3)).astype(np.float32))
    bad = log_softmax(rng.normal(0, 1, (400, 3)).astype(np.float32))
    scores = np.stack([bad, good, bad, bad])
    weights = fit_weights(scores, np.zeros(400, dtype=np.float32), labels)
    assert weights[1] > 3 * max(weights[0], weights[2], weights[3])
    combined = combine(scores, np.zeros(400, dtype=np.float32), weights)
    np.testing.assert_allclose(np.exp(combined).sum(1), 1, atol=1e-5)
    assert (combined.argmax(1) == labels).mean() >= (good.argmax(1) == labels).mean() - 0.01


def test_one_held_out_message_moves_the_weights_less_than_many() -> None:
    def network_after(messages: int) -> float:
        scores = np.stack([log_softmax(np.array([[1.0, 0.0]] * messages, dtype=np.float32))] * 4)
        return fit_weights(scores, np.zeros(messages, dtype=np.float32), np.zeros(messages, dtype=np.int64))[0]

    assert 1 <= network_after(1) < network_after(1_000)


def test_each_member_scores_by_what_it_knows(members: EnsembleMembers) -> None:
    like_none = np.eye(4, dtype=np.float32)[[3]]
    logits = np.array([[0, 0, 9]], dtype=np.float32)
    scores = members.log_probabilities(logits, like_none, members.similarities(like_none), ["my parcel is late"])
    assert scores.shape == (4, 1, 3)
    np.testing.assert_allclose(np.exp(scores).sum(axis=2), 1, atol=1e-5)
    assert scores[0, 0].argmax() == 2
    assert scores[3, 0].argmax() == 0


def test_logits_are_small_for_what_is_out_of_scope(members: EnsembleMembers) -> None:
    logits = members.ood_logits(np.eye(4, dtype=np.float32))
    assert logits[:3].max(axis=1).min() > logits[3].max()


def test_a_class_that_is_left_out_gets_smaller_logits(members: EnsembleMembers) -> None:
    left_out = largest_left_out_logits(VECTORS, LABELS, VECTORS, LABELS, 3, seed=1)
    assert (left_out < members.ood_logits(VECTORS).max(axis=1)).all()
    assert not largest_left_out_logits(VECTORS, LABELS % 2, VECTORS, LABELS % 2, 2, seed=1).any()


def test_members_are_the_same_after_a_restart(members: EnsembleMembers, tmp_path: Path) -> None:
    members.save(tmp_path / "ensemble.safetensors")
    again = EnsembleMembers.load(tmp_path / "ensemble.safetensors")
    for one, other in zip(members, again):
        np.testing.assert_array_equal(one, other)
