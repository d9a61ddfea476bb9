import numpy as np

from finetune.classifier import calibration
from finetune.classifier.calibration import Read
from finetune.classifier.ensemble import fit_experts, largest_if_untaught
from finetune.classifier.logistic import log_softmax


def test_a_stranger_is_told_from_what_was_taught_though_none_was_shown() -> None:
    chance = np.random.default_rng(0)
    centres = np.linalg.qr(chance.normal(0, 1, (64, 64)))[0][:12].astype(np.float32)  # ten intents, and two that are never taught

    def drawn(intents: np.ndarray) -> np.ndarray:
        vectors = centres[intents] + chance.normal(0, 0.08, (len(intents), 64))
        return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)

    def read(vectors: np.ndarray) -> Read:
        logits = 16 * vectors @ centres[:10].T
        unknown = np.zeros(len(vectors), dtype=np.float32)
        return Read(log_softmax(logits), logits, experts.unbent(vectors), experts.near(vectors).nearest, unknown)

    taught, labels = np.repeat(np.arange(10), 20), np.repeat(np.arange(10), 15)
    examples, held_out = drawn(taught), drawn(labels)
    experts = fit_experts(["words"] * len(taught), taught, examples, 10, seed=1)
    untaught = largest_if_untaught(examples, taught, held_out, labels, 10, seed=1)
    fitted = calibration.fit(read(held_out), labels, untaught, precision=0.9)
    known = calibration.probability(calibration.evidence(read(drawn(labels))), fitted.in_scope)
    strange = calibration.probability(calibration.evidence(read(drawn(np.repeat([10, 11], 50)))), fitted.in_scope)
    assert (known > 0.5).mean() > 0.9
    assert (strange < 0.5).mean() > 0.9


def test_what_training_bends_does_not_tell_strangers() -> None:
    chance = np.random.default_rng(1)
    nearest = chance.uniform(0, 1, (40, 4, 3)).astype(np.float32)
    scores = log_softmax(chance.normal(0, 1, (40, 4)).astype(np.float32))
    labels = scores.argmax(axis=1)
    unbent, untaught, unknown = np.zeros((40, 4), dtype=np.float32), np.zeros(40, dtype=np.float32), np.zeros(40, dtype=np.float32)
    one, other = (calibration.fit(Read(scores, size * scores, unbent, nearest, unknown), labels, untaught, 0.9) for size in (1, 5))
    assert one.in_scope == other.in_scope
    assert one.right != other.right
