import numpy as np

from finetune.classifier import calibration
from finetune.classifier.calibration import Features
from finetune.classifier.logistic import log_softmax
from finetune.classifier.members import fit_members, largest_left_out_logits
from tests.finetune.classifier.made_readings import made


def test_out_of_scope_messages_are_told_though_none_was_shown() -> None:
    rng = np.random.default_rng(0)
    centres = np.linalg.qr(rng.normal(0, 1, (64, 64)))[0][:12].astype(np.float32)  # ten intents, and two that are never taught

    def messages_of(intents: np.ndarray) -> np.ndarray:
        vectors = centres[intents] + rng.normal(0, 0.08, (len(intents), 64))
        return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)

    def features(vectors: np.ndarray) -> Features:
        logits = 16 * vectors @ centres[:10].T
        read = made(vectors)
        nearest = members.similarities(read).nearest
        return Features(log_softmax(logits), logits, members.ood_logits(read), nearest, vectors @ centres[:10].T, read.foreign)

    taught, labels = np.repeat(np.arange(10), 20), np.repeat(np.arange(10), 15)
    examples, held_out = messages_of(taught), messages_of(labels)
    members = fit_members(["words"] * len(taught), taught, made(examples), 10, seed=1)
    left_out = largest_left_out_logits(made(examples), taught, made(held_out), labels, 10, seed=1)
    fitted = calibration.fit(features(held_out), labels, left_out, precision=0.9)
    known = calibration.probability(calibration.evidence(features(messages_of(labels))), fitted.in_scope)
    unknown = calibration.probability(calibration.evidence(features(messages_of(np.repeat([10, 11], 50)))), fitted.in_scope)
    assert (known > 0.5).mean() > 0.9
    assert (unknown < 0.5).mean() > 0.9


def test_what_was_trained_does_not_tell_what_is_in_scope() -> None:
    rng = np.random.default_rng(1)
    nearest = rng.uniform(0, 1, (40, 4, 3)).astype(np.float32)
    scores = log_softmax(rng.normal(0, 1, (40, 4)).astype(np.float32))
    labels = scores.argmax(axis=1)
    nothing, none = np.zeros((40, 4), dtype=np.float32), np.zeros(40, dtype=np.float32)
    features = (Features(scores, size * scores, nothing, nearest, nothing, none) for size in (1, 5))
    one, other = (calibration.fit(each, labels, none, 0.9) for each in features)
    assert one.in_scope == other.in_scope
    assert one.right != other.right


def test_with_two_intents_what_is_about_neither_is_no_surer_than_either() -> None:
    rng = np.random.default_rng(2)
    labels = np.repeat([0, 1], 30)
    own = np.eye(2, dtype=np.float32)[labels]
    noise = [rng.normal(0, 0.2, (60, 2)).astype(np.float32) for _ in range(3)]
    features = Features(
        scores=log_softmax(4 * own + noise[0]),
        logits=4 * own + noise[1],
        ood_logits=2 * own,
        nearest=np.repeat((0.5 + 0.4 * own)[:, :, None], 3, axis=2),
        coverage=0.5 + 0.4 * own + 0.1 * noise[2],
        foreign=np.zeros(60, dtype=np.float32),
    )
    fitted = calibration.fit(features, labels, np.zeros(60, dtype=np.float32), precision=0.9)
    assert np.isfinite([*fitted.right, *fitted.among_first, *fitted.in_scope]).all()
    neither = features._replace(
        scores=log_softmax(noise[0]), logits=noise[1], ood_logits=0 * own, nearest=0 * features.nearest + 0.5, coverage=0.5 + 0.1 * noise[2]
    )
    assert (calibration.probability(calibration.evidence(features), fitted.right) > 0.7).all()
    assert (calibration.probability(calibration.evidence(neither), fitted.right) < 0.3).all()
