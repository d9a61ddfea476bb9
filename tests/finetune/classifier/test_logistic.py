"""Multinomial logistic regression."""

import numpy as np

from finetune.classifier.logistic import logistic


def test_a_logistic_regression_has_a_column_for_each_class_even_of_two() -> None:
    features = np.array([[1.0, 0.0], [0.9, 0.1], [0.0, 1.0], [0.1, 0.9]], dtype=np.float32)
    weights = logistic(features, np.array([0, 0, 1, 1]), 2)
    assert weights.shape == (3, 2)
    assert (features @ weights[:-1] + weights[-1]).argmax(1).tolist() == [0, 0, 1, 1]
