"""Confidence that means what it says: how likely the first intent is right, for messages that may be about anything.

The evidence for or against the first intent: its probability, that of the first few together, and the lead over the second; the
largest logit of the network, or without one of the regressions, which needs no other class to be large (Hendrycks et al. 2022,
“Scaling Out-of-Distribution Detection for Real-World Settings”); the similarity to the training examples (Sun et al. 2022,
“Out-of-Distribution Detection with Deep Nearest Neighbors”): to those of the nearest intent, how far behind the next intents
are, and to all; how far the examples of the intent that covers the message best do so; the largest logit of a regularised regression
over both encoders' vectors; and how far the English encoder can't read the message. Logistic regressions weigh it: one for whether
the first intent is right, one for whether the right one is among the first few (whether asking back would help), one for whether the
message is in scope.

They are fitted without any out-of-scope message: each held-out example is shown a second time as if its own intent had no
training examples. For similarities and coverage that is exact, since nothing about them is trained; the regularised regression is fitted
again without the intent. The network has been trained on the intent, though, and can't be trained again for each. So whether
a message is in scope is told without the evidence that comes from what was trained (`TRAINED_FEATURES`).
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from finetune.arrays import Bools, Floats, Labels
from finetune.classifier.similarity import NEIGHBOURS, NO_NEIGHBOUR

# Intents that a question back can offer.
OFFERED = 3
# The nearest intent is compared with so many of the next ones.
OTHERS = 5
# The first columns of the evidence come from what was trained on the intents.
TRAINED_FEATURES = 4
# The weight of a held-out example shown as out of scope, beside 1: a quarter of such messages is more than most companies get.
OUT_OF_SCOPE_WEIGHT = 0.25


class Features(NamedTuple):
    """What the classifier knows of N messages before it computes how sure to be."""

    scores: Floats  # (N, C), the ensemble's log-probabilities
    logits: Floats  # (N, C), the network's own, or else the sum of both regressions'
    ood_logits: Floats  # (N, C), of the regularised regression over the published sentence vectors
    nearest: Floats  # (N, C, K), the cosines with the nearest examples of each intent
    coverage: Floats  # (N, C), how far the examples of each intent cover the message's tokens
    foreign: Floats  # (N,), from 0 to 1: how far the English encoder can't read the message

    def part(self, rows: slice) -> "Features":
        """The features of some of the messages."""
        return Features(*(each[rows] for each in self))


class Calibration(NamedTuple):
    """Weights (F + 1,), the bias last, for three probabilities, and how high the first two must be."""

    right: list[float]
    among_first: list[float]
    in_scope: list[float]
    answer_at: float = 0.5
    clarify_at: float = 0.5


def evidence(features: Features) -> Floats:
    """The evidence (N, F) that the probabilities are computed from, the `TRAINED_FEATURES` columns first."""
    probabilities = -np.sort(-np.exp(features.scores), axis=-1)  # (N, C), the likeliest first
    first, few = probabilities[:, 0], probabilities[:, :OFFERED].sum(axis=1)
    lead = first - probabilities[:, 1:2].sum(axis=1)
    trained = [_log_odds(first), _log_odds(few), lead, features.logits.max(axis=1)]
    untrained = [features.ood_logits.max(axis=1), *_similarity(features.nearest), features.coverage.max(axis=1), features.foreign]
    return np.asarray(np.stack([*trained, *untrained], axis=1), dtype=np.float32)


def probability(evidence: Floats, weights: Sequence[float]) -> Floats:
    """Calibrated probability (N,), from evidence (N, F) and weights (F + 1,)."""
    *slopes, bias = weights
    return np.asarray(1 / (1 + np.exp(-(evidence @ np.asarray(slopes, dtype=np.float32) + bias))), dtype=np.float32)


def fit(held_out: Features, labels: Labels, left_out_logits: Floats, precision: float) -> Calibration:
    """Fits the three probabilities on held-out messages.

    Args:
        held_out: the features of N messages that nothing was trained on.
        labels: their intents (N,).
        left_out_logits: the largest `ood_logits` that each would have if its intent had no training examples (N,).
        precision: the thresholds let as many messages through as they can while at least this share of them is right.
    """
    as_taught = evidence(held_out)
    as_unknown = [evidence(_without(held_out, left_out_logits, labels == intent, intent)) for intent in np.unique(labels)]
    rows = np.concatenate([as_taught, *as_unknown])
    ranks = np.argsort(-held_out.scores, axis=1)
    out_of_scope = np.zeros(len(rows) - len(as_taught), dtype=bool)
    weights = np.concatenate([np.ones(len(as_taught)), np.full(len(out_of_scope), OUT_OF_SCOPE_WEIGHT)])
    targets = [(ranks[:, :among] == labels[:, None]).any(axis=1) for among in (1, OFFERED)] + [np.ones(len(as_taught), dtype=bool)]
    right, among_first, in_scope = (np.concatenate([target, out_of_scope]) for target in targets)
    answer, clarify = _fit(rows, right, weights), _fit(rows, among_first, weights)
    return Calibration(
        right=answer,
        among_first=clarify,
        in_scope=[0.0] * TRAINED_FEATURES + _fit(rows[:, TRAINED_FEATURES:], in_scope, weights),
        answer_at=_lowest_for(precision, probability(rows, answer), right, weights),
        clarify_at=_lowest_for(precision, probability(rows, clarify), among_first, weights),
    )


def _without(features: Features, left_out_logits: Floats, which: Bools, intent: int) -> Features:
    """The features of some of the messages (`which`: (N,)), as if an intent had no training examples."""
    others = np.delete(np.arange(features.scores.shape[1]), intent)
    if len(others) == 1:  # one alone would always be certain, and ahead of nothing; as two, neither is likelier
        others = others.repeat(2)
    of_intents = (features.scores, features.logits, features.nearest, features.coverage)
    scores, logits, nearest, coverage = (each[which][:, others] for each in of_intents)
    return Features(_renormalised(scores), logits, left_out_logits[which, None], nearest, coverage, features.foreign[which])


def _similarity(nearest: Floats) -> tuple[Floats, Floats, Floats]:
    """From the cosines with the nearest examples of each intent (N, C, K), three figures (N,).

    The mean cosine with those of the nearest intent; by how much it exceeds that of the next intents; the mean cosine with the
    nearest examples of all intents.
    """
    exists = nearest > NO_NEIGHBOUR
    intents = -np.sort(-np.where(exists, nearest, 0).sum(axis=2) / exists.sum(axis=2), axis=1)  # (N, C), the nearest first
    lead = intents[:, 0] - intents[:, 1 : 1 + OTHERS].mean(axis=1)
    examples = nearest.reshape(len(nearest), -1)  # (N, C * K)
    few = min(NEIGHBOURS, examples.shape[1])
    return intents[:, 0], lead, np.partition(examples, -few, axis=1)[:, -few:].mean(axis=1)


def _fit(evidence: Floats, targets: Bools, weights: NDArray[np.float64]) -> list[float]:
    from sklearn.linear_model import LogisticRegression  # slow to import, and only training needs it

    model = LogisticRegression(C=10.0, max_iter=1_000).fit(evidence, targets, sample_weight=weights)
    return [round(float(weight), 5) for weight in (*model.coef_[0], model.intercept_[0])]


def _lowest_for(precision: float, probabilities: Floats, right: Bools, weights: NDArray[np.float64]) -> float:
    """The lowest probability from which on the messages (N,) above it are right often enough; 1 if none is."""
    order = np.argsort(-probabilities, kind="stable")
    share = np.cumsum((right * weights)[order]) / np.cumsum(weights[order])
    enough = np.flatnonzero(share >= precision)
    return float(probabilities[order[enough[-1]]]) if len(enough) else 1.0


def _log_odds(probabilities: Floats) -> Floats:
    clipped = probabilities.clip(1e-4, 1 - 1e-4)
    return np.asarray(np.log(clipped / (1 - clipped)), dtype=np.float32)


def _renormalised(scores: Floats) -> Floats:
    """Log-probabilities (N, C) that add up to 1 again after a class was taken out."""
    return np.asarray(scores - np.log(np.exp(scores).sum(axis=1, keepdims=True) + 1e-12), dtype=np.float32)
