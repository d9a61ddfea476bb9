"""Confidence that means what it says: how likely the first intent is right, for messages that may be about anything.

These speak for an intent or against it: its probability, that of the first few together, the lead over the second; the
largest logit of the network, which is a cosine with a class and so needs no other class to be large (Hendrycks et al. 2022,
“Scaling Out-of-Distribution Detection for Real-World Settings”); how near the message is to the training examples (Sun et al.
2022, “Out-of-Distribution Detection with Deep Nearest Neighbors”): to those of the nearest intent, how far behind the next
intents are, and to all; the largest logit of a gentle regression over the published sentence vectors; and the share of
tokens that the encoder doesn't know. Logistic regressions weigh them: one tells whether the first intent is right, one whether
the right one is among the first few (whether asking back would help), and one whether the message is about anything that was
taught at all.

They learn what strange messages look like without being given any: each held-out example is shown a second time as if its
own intent had never been taught. For nearness that is exactly so, since nothing about it is trained, and for the gentle regression
it is made so, by fitting it again without the intent. The network, though, has seen the intent and bent itself after it, and a
network can't be trained again for each. So whether a message is about anything taught is told by the former alone.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from finetune.classifier.ensemble import NEIGHBOURS, NOBODY

Floats = NDArray[np.float32]
Labels = NDArray[np.int64]

# Intents that a question back can offer.
READINGS = 3
# The next intents that the nearest one is compared with.
OTHERS = 5
# So many of the pieces of evidence, the first ones, come from what was trained.
BENT = 4
# How many strange messages come for each that was taught something of. Companies differ; a quarter is more than most see.
STRANGE = 0.25


class Read(NamedTuple):
    """What is known of N messages before it is weighed."""

    scores: Floats  # (N, C), log-probabilities
    logits: Floats  # (N, C), the network's own
    unbent: Floats  # (N, C), logits of a gentle regression over the published sentence vectors
    nearest: Floats  # (N, C, K), the cosines with the nearest examples of each intent
    unknown: Floats  # (N,), the share of tokens that the encoder doesn't know


class Calibration(NamedTuple):
    """Weights (F + 1,), the bias last, for three probabilities, and how high the first two must be."""

    right: list[float]
    among_first: list[float]
    in_scope: list[float]
    answer_at: float = 0.5
    clarify_at: float = 0.5


def evidence(read: Read) -> Floats:
    """What the confidence is made of, what training bends first (N, F)."""
    probabilities = -np.sort(-np.exp(read.scores), axis=-1)  # (N, C), the likeliest first
    first, few = probabilities[:, 0], probabilities[:, :READINGS].sum(axis=1)
    lead = first - probabilities[:, 1:2].sum(axis=1)
    bent = [_log_odds(first), _log_odds(few), lead, read.logits.max(axis=1)]
    return np.asarray(np.stack([*bent, read.unbent.max(axis=1), *_nearness(read.nearest), read.unknown], axis=1), dtype=np.float32)


def probability(evidence: Floats, weights: Sequence[float]) -> Floats:
    """Calibrated probability (N,), from evidence (N, F) and weights (F + 1,)."""
    *slopes, bias = weights
    return np.asarray(1 / (1 + np.exp(-(evidence @ np.asarray(slopes, dtype=np.float32) + bias))), dtype=np.float32)


def fit(held_out: Read, labels: Labels, largest_if_untaught: Floats, precision: float) -> Calibration:
    """Fits on held-out messages with their labels (N,), and the largest `unbent` logit that each has if its intent is not taught (N,).

    The thresholds let as many messages through as they can while a share of at least `precision` of them is right.
    """
    taught = evidence(held_out)
    untaught = [evidence(_without(held_out, largest_if_untaught, labels == intent, intent)) for intent in np.unique(labels)]
    features = np.concatenate([taught, *untaught])
    ranks = np.argsort(-held_out.scores, axis=1)
    strange = np.zeros(len(features) - len(taught), dtype=bool)
    counts = np.concatenate([np.ones(len(taught)), np.full(len(strange), STRANGE)])
    targets = [(ranks[:, :among] == labels[:, None]).any(axis=1) for among in (1, READINGS)] + [np.ones(len(taught), dtype=bool)]
    right, among_first, in_scope = (np.concatenate([target, strange]) for target in targets)
    answer, clarify = _fit(features, right, counts), _fit(features, among_first, counts)
    return Calibration(
        right=answer,
        among_first=clarify,
        in_scope=[0.0] * BENT + _fit(features[:, BENT:], in_scope, counts),
        answer_at=_lowest_for(precision, probability(features, answer), right, counts),
        clarify_at=_lowest_for(precision, probability(features, clarify), among_first, counts),
    )


def _without(read: Read, largest_if_untaught: Floats, rows: NDArray[np.bool_], intent: int) -> Read:
    """Some of the messages, as if an intent had never been taught."""
    scores, logits, nearest = (np.delete(each[rows], intent, axis=1) for each in (read.scores, read.logits, read.nearest))
    return Read(_renormalised(scores), logits, largest_if_untaught[rows, None], nearest, read.unknown[rows])


def _nearness(nearest: Floats) -> tuple[Floats, Floats, Floats]:
    """From cosines with each intent's examples (N, C, K): with the nearest intent's, how far the next intents are behind, with all (N,)."""
    there = nearest > NOBODY
    intents = -np.sort(-np.where(there, nearest, 0).sum(axis=2) / there.sum(axis=2), axis=1)  # (N, C), the nearest first
    apart = intents[:, 0] - intents[:, 1 : 1 + OTHERS].mean(axis=1)
    examples = nearest.reshape(len(nearest), -1)  # (N, C * K)
    few = min(NEIGHBOURS, examples.shape[1])
    return intents[:, 0], apart, np.partition(examples, -few, axis=1)[:, -few:].mean(axis=1)


def _fit(features: Floats, targets: NDArray[np.bool_], counts: NDArray[np.float64]) -> list[float]:
    from sklearn.linear_model import LogisticRegression  # slow to import, and only training needs it

    model = LogisticRegression(C=10.0, max_iter=1_000).fit(features, targets, sample_weight=counts)
    return [round(float(weight), 5) for weight in (*model.coef_[0], model.intercept_[0])]


def _lowest_for(precision: float, probabilities: Floats, right: NDArray[np.bool_], counts: NDArray[np.float64]) -> float:
    """The lowest probability from which on the messages (N,) above it are right often enough; 1 if none is."""
    order = np.argsort(-probabilities, kind="stable")
    share = np.cumsum((right * counts)[order]) / np.cumsum(counts[order])
    enough = np.flatnonzero(share >= precision)
    return float(probabilities[order[enough[-1]]]) if len(enough) else 1.0


def _log_odds(probabilities: Floats) -> Floats:
    clipped = probabilities.clip(1e-4, 1 - 1e-4)
    return np.asarray(np.log(clipped / (1 - clipped)), dtype=np.float32)


def _renormalised(scores: Floats) -> Floats:
    """Log-probabilities (N, C) that add up to 1 again after a class was taken out."""
    return np.asarray(scores - np.log(np.exp(scores).sum(axis=1, keepdims=True) + 1e-12), dtype=np.float32)
