"""Multinomial logistic regression."""

import numpy as np

from finetune.classifier.logistic import logistic


def test_a_logistic_regression_has_a_column_for_each_class_even_of_two() -> None:
    features = np.array([[1.0, 0.0], [0.9, 0.1], [0.0, 1.0], [0.1, 0.9]], dtype=np.float32)
    weights = logistic(features, np.array([0, 0, 1, 1]), 2)
    assert weights.shape == (3, 2)
    assert (features @ weights[:-1] + weights[-1]).argmax(1).tolist() == [0, 0, 1, 1]


def test_a_regression_of_two_hundred_classes_is_fitted_whole_though_each_has_little_slope() -> None:
    chance = np.random.default_rng(0)
    centres = chance.normal(size=(200, 768))
    features = np.repeat(centres, 5, axis=0) + chance.normal(0, 0.5, (1_000, 768))
    features = np.asarray(features / np.linalg.norm(features, axis=1, keepdims=True), dtype=np.float32)
    labels = np.repeat(np.arange(200), 5)
    for strength in (1.0, 20.0):
        weights = logistic(features, labels, 200, strength=strength)
        assert (features @ weights[:-1] + weights[-1]).argmax(1).tolist() == labels.tolist()
