"""The ensemble: several classifiers score the same message, and their log-probabilities are added with learned weights.

They are late interaction with the examples' tokens; two logistic regressions, over e5's vector and over the English encoder's; the
similarity to the examples; a logistic regression over word and character n-grams; and a fine-tuned network's head, where there is one.
Each makes other mistakes. The weights are learned on messages that no member has seen: stacked generalization (Wolpert 1992). They
depend on how far a message is in a language that the English encoder can't read.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from finetune.arrays import Floats, Labels
from finetune.classifier.logistic import log_softmax

# So many messages outweigh the weights that the members have before any is seen.
PRIOR_MESSAGES = 100
# How much harder than the others the weights of foreign messages are to move: those that are seen are in the examples' languages, but
# customers write in more.
FOREIGN_STIFFNESS = 20.0


class Prior(NamedTuple):
    """A member's weight before messages are seen: for one in English, and by how much it grows for a foreign one."""

    english: float
    foreign: float


# In the order of the members: late interaction, e5's regression, the English one, similarity, n-grams; then the network.
WITHOUT_NETWORK = (Prior(0.5, 1.0), Prior(0.5, 0.0), Prior(0.5, -0.5), Prior(0.1, 0.0), Prior(0.15, -0.15))
WITH_NETWORK = (Prior(0.5, 1.0), Prior(0.25, 0.25), Prior(0.25, -0.25), *WITHOUT_NETWORK[3:], Prior(1.0, -1.0))


def prior(members: int) -> list[float]:
    """The weights (2E,) that `combine` takes before messages are seen, of so many members."""
    each = WITH_NETWORK if members == len(WITH_NETWORK) else WITHOUT_NETWORK[:members]
    return [weight for part in zip(*each) for weight in part]


def combine(log_probabilities: Floats, foreign: Floats, weights: Sequence[float]) -> Floats:
    """The ensemble's log-probabilities (N, C).

    Args:
        log_probabilities: the E members' (E, N, C).
        foreign: how far the English encoder can't read each message (N,), from 0 to 1.
        weights: (2E,), each member's weight where `foreign` is 0, then by how much it grows where it is 1.
    """
    return log_softmax(np.einsum("en,enc->nc", _weights_for(foreign, np.asarray(weights, dtype=np.float32)), log_probabilities))


def fit_weights(log_probabilities: Floats, foreign: Floats, labels: Labels) -> list[float]:
    """The weights for `combine` (2E,) that make the labels (N,) of N unseen messages likeliest, held near `prior` by an L2 penalty.

    `log_probabilities` (E, N, C) and `foreign` (N,) are as `combine` takes them.
    """
    from scipy.optimize import minimize  # only training needs it

    members, messages, _ = log_probabilities.shape
    before = np.array(prior(members))
    strength = 0.1 * PRIOR_MESSAGES / (PRIOR_MESSAGES + messages) * np.repeat([1.0, FOREIGN_STIFFNESS], members)  # (2E,)

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        each = _weights_for(foreign, weights.astype(np.float32))  # (E, N)
        scores = log_softmax(np.einsum("en,enc->nc", each, log_probabilities))  # (N, C)
        residual = np.exp(scores)
        residual[np.arange(messages), labels] -= 1
        slope = np.einsum("nc,enc->en", residual, log_probabilities)  # (E, N)
        gradient = np.concatenate([slope.mean(1), (slope * foreign).mean(1)])
        away = weights - before
        value = -float(scores[np.arange(messages), labels].mean()) + float(away @ (strength * away))
        return value, gradient.astype(np.float64) + 2 * strength * away

    bounds = [(0.0, 10.0)] * members + [(-10.0, 10.0)] * members
    found = minimize(loss, before, jac=True, method="L-BFGS-B", bounds=bounds)
    return [round(float(weight), 5) for weight in found.x]


def _weights_for(foreign: Floats, weights: Floats) -> Floats:
    """Each member's weight for each message: (E, N)."""
    fixed, by_foreign = np.split(weights, 2)
    return np.asarray(np.maximum(fixed[:, None] + by_foreign[:, None] * foreign, 0.0), dtype=np.float32)
