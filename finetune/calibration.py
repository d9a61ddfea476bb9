"""Confidence that means what it says: how likely the first intent is right, for messages that may be about anything.

Six things speak for an intent or against it: its probability, that of the first few together, the lead over the second, the
largest logit of the network, which is a cosine with a class and so needs no other class to be large (Hendrycks et al. 2022,
“Scaling Out-of-Distribution Detection for Real-World Settings”), the message's familiarity, which is its likeness to the
nearest training examples (Sun et al. 2022, “Out-of-Distribution Detection with Deep Nearest Neighbors”), and the share of
its tokens that the encoder doesn't know. Logistic regressions weigh them: one tells whether the first intent is right, one
whether the right one is among the first few (whether asking back would help), and one whether the message is about anything
that was taught at all. They learn what strange messages look like without being given any: each held-out example is shown
a second time as if its own intent had never been taught.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Labels = NDArray[np.int64]

NEIGHBOURS = 3
# Intents that a question back can offer.
READINGS = 3
# How many strange messages come for each that was taught something of. Companies differ; a quarter is more than most see.
STRANGE = 0.25


class Read(NamedTuple):
    """What is known of N messages before it is weighed."""

    scores: Floats  # (N, C), log-probabilities
    logits: Floats  # (N, C), the network's own
    sentences: Floats  # (N, D)
    unknown: Floats  # (N,), the share of tokens that the encoder doesn't know


class Calibration(NamedTuple):
    """Weights (F + 1,), the bias last, for three probabilities, and how high the first two must be."""

    right: list[float]
    among_first: list[float]
    in_scope: list[float]
    answer_at: float = 0.5
    clarify_at: float = 0.5


def familiarity(sentences: Floats, examples: Floats) -> Floats:
    """Mean cosine of sentences (N, D) with their nearest training examples (M, D): (N,)."""
    likeness = sentences @ examples.T  # (N, M)
    nearest = min(NEIGHBOURS, likeness.shape[1])
    return np.asarray(np.partition(likeness, -nearest, axis=1)[:, -nearest:].mean(axis=1), dtype=np.float32)


def evidence(read: Read, examples: Floats) -> Floats:
    """What the confidence is made of, beside the training examples' sentence vectors (M, D): (N, 6)."""
    probabilities = -np.sort(-np.exp(read.scores), axis=-1)  # (N, C), the likeliest first
    first, few = probabilities[:, 0], probabilities[:, :READINGS].sum(axis=1)
    lead = first - probabilities[:, 1:2].sum(axis=1)
    largest = read.logits.max(axis=1)
    pieces = [_log_odds(first), _log_odds(few), lead, largest, familiarity(read.sentences, examples), read.unknown]
    return np.asarray(np.stack(pieces, axis=1), dtype=np.float32)


def probability(evidence: Floats, weights: Sequence[float]) -> Floats:
    """Calibrated probability (N,), from evidence (N, F) and weights (F + 1,)."""
    *slopes, bias = weights
    return np.asarray(1 / (1 + np.exp(-(evidence @ np.asarray(slopes, dtype=np.float32) + bias))), dtype=np.float32)


def fit(held_out: Read, labels: Labels, examples: Floats, example_labels: Labels, precision: float) -> Calibration:
    """Fits on held-out messages with their labels (N,), beside the training part's sentences (M, D) and labels (M,).

    The thresholds let as many messages through as they can while a share of at least `precision` of them is right.
    """
    taught = evidence(held_out, examples)
    untaught = []
    for intent in np.unique(labels):
        rows = labels == intent
        others = _renormalised(np.delete(held_out.scores[rows], intent, axis=1))
        without = Read(others, np.delete(held_out.logits[rows], intent, axis=1), held_out.sentences[rows], held_out.unknown[rows])
        untaught.append(evidence(without, examples[example_labels != intent]))
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
        in_scope=_fit(features, in_scope, counts),
        answer_at=_lowest_for(precision, probability(features, answer), right, counts),
        clarify_at=_lowest_for(precision, probability(features, clarify), among_first, counts),
    )


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
