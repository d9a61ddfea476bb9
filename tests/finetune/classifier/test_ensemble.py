"""The weights of the ensemble's members."""

import numpy as np
import pytest

from finetune.classifier.ensemble import combine, fit_weights, prior
from finetune.classifier.logistic import log_softmax

ENGLISH, FOREIGN = np.zeros(400, dtype=np.float32), np.ones(400, dtype=np.float32)


def test_the_member_that_is_right_is_worth_more() -> None:
    rng = np.random.default_rng(0)
    labels = rng.integers(0, 3, 400)
    good = log_softmax(np.eye(3, dtype=np.float32)[labels] * 4 + rng.normal(0, 1, (400, 3)).astype(np.float32))
    bad = log_softmax(rng.normal(0, 1, (400, 3)).astype(np.float32))
    scores = np.stack([bad, good, bad, bad, bad])
    weights = fit_weights(scores, ENGLISH, labels)
    assert weights[1] > 3 * max(weights[0], *weights[2:5])
    combined = combine(scores, ENGLISH, weights)
    np.testing.assert_allclose(np.exp(combined).sum(1), 1, atol=1e-5)
    assert (combined.argmax(1) == labels).mean() >= (good.argmax(1) == labels).mean() - 0.01


def test_one_message_moves_the_weights_less_than_many() -> None:
    def after(messages: int) -> float:
        scores = np.stack([log_softmax(np.array([[1.0, 0.0]] * messages, dtype=np.float32))] * 5)
        return fit_weights(scores, np.zeros(messages, dtype=np.float32), np.zeros(messages, dtype=np.int64))[0]

    assert 1 <= after(1) < after(1_000)


@pytest.mark.parametrize("members", [5, 6])
def test_what_reads_english_only_has_no_say_in_a_foreign_message(members: int) -> None:
    scores = np.stack([log_softmax(np.array([[0.0, 1.0]], dtype=np.float32))] * members)
    for reads_english in (2, 4, 5)[: members - 3]:
        changed = scores.copy()
        changed[reads_english] = log_softmax(np.array([[9.0, 0.0]], dtype=np.float32))
        foreign, english = (combine(changed, far[:1], prior(members)) for far in (FOREIGN, ENGLISH))
        np.testing.assert_allclose(foreign, combine(scores, FOREIGN[:1], prior(members)), atol=1e-5)
        assert abs(english - foreign).max() > 0.1
