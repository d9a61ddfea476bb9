"""Multinomial logistic regression, and the log-probabilities that it gives."""

import warnings

import numpy as np

from finetune.arrays import Floats, Labels
from finetune.classifier.ngrams import Sparse

# scikit-learn's `C`, where nothing else is said.
STRENGTH = 20.0
# The steepest slope at which fitting ends; of many classes, this over their number squared: each of N classes has some 1/N of the messages,
# and is told from N others. A bound that suits some dozen classes ends the fit of a hundred before its first step.
SLOPE, OF_MANY = 1e-3, 1.3


def log_softmax(scores: Floats) -> Floats:
    """Log-probabilities over the last axis."""
    shifted = scores - scores.max(axis=-1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True)), dtype=np.float32)


def logistic(features: Floats | Sparse, labels: Labels, classes: int, width: int = 0, strength: float = STRENGTH) -> Floats:
    """Weights (F + 1, C) of a multinomial logistic regression, the bias last.

    Args:
        features: one row of F features a message (N, F); if sparse, `width` is F.
        labels: the messages' classes (N,).
        classes: how many there are, C.
        width: F, for sparse features only.
        strength: scikit-learn's `C`: the smaller, the more the weights are regularised.
    """
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression  # slow to import, and only training needs it

    if isinstance(features, Sparse):
        features = csr_matrix((features.values, features.columns, features.starts), shape=(len(labels), width))
    model = LogisticRegression(C=strength, max_iter=40, tol=min(SLOPE, OF_MANY / classes**2))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # forty steps are enough, whether or not the last one still moved
        model.fit(features, labels)
    weights = np.concatenate([model.coef_, model.intercept_[:, None]], axis=1).T  # (F + 1, C), or one column for two classes
    if classes == 2:
        weights = np.concatenate([-weights, weights], axis=1) / 2
    return np.asarray(weights, dtype=np.float32)
