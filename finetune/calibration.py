"""Confidence that means what it says: how likely the first intent is right, for messages that may be about anything.

Five things speak for an intent or against it: its probability after temperature scaling (Guo et al. 2017, “On Calibration
of Modern Neural Networks”, section 4.2), that of the first few together, the lead over the second, the message's
familiarity, which is its likeness to the nearest training examples (Sun et al. 2022, “Out-of-Distribution Detection with
Deep Nearest Neighbors”), and the share of its tokens that the encoder doesn't know. A logistic regression weighs them. It
learns what strange messages look like without being given any: each held-out example is shown a second time as if its own
intent had never been taught. A second regression tells how likely the right intent is among the first few: whether asking
back would help.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

NEIGHBOURS = 3
# Intents that a question back can offer.
READINGS = 3
TEMPERATURES = np.geomspace(0.2, 5.0, 200)


def softmax(logits: Floats) -> Floats:
    """Softmax over the last axis."""
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True), dtype=np.float32)


def fit_temperature(logits: Floats, labels: NDArray[np.int64]) -> float:
    """The temperature that makes held-out labels (N,) likeliest under logits (N, C)."""

    def loss(temperature: float) -> float:
        chosen = softmax(logits / temperature)[np.arange(len(labels)), labels]
        return float(-np.log(np.maximum(chosen, 1e-12)).mean())

    return float(min(TEMPERATURES, key=loss))


def familiarity(sentences: Floats, neighbours: Floats) -> Floats:
    """Mean cosine of sentences (N, D) with their nearest training examples (M, D): (N,)."""
    likeness = sentences @ neighbours.T  # (N, M)
    nearest = min(NEIGHBOURS, likeness.shape[1])
    return np.asarray(np.partition(likeness, -nearest, axis=1)[:, -nearest:].mean(axis=1), dtype=np.float32)


class Read(NamedTuple):
    """What the network gave for N messages, and the share of their tokens that it doesn't know."""

    logits: Floats  # (N, C)
    sentences: Floats  # (N, D)
    unknown: Floats  # (N,)


def evidence(read: Read, neighbours: Floats, temperature: float) -> Floats:
    """What the confidence is made of, with the training part's sentences (M, D) for the familiarity: (N, 5)."""
    logits, sentences, unknown = read
    probabilities = -np.sort(-softmax(logits / temperature), axis=-1)  # (N, C), the likeliest first
    first, few = probabilities[:, 0], probabilities[:, :READINGS].sum(axis=1)
    lead = first - probabilities[:, 1:2].sum(axis=1)
    pieces = [_log_odds(first), _log_odds(few), lead, familiarity(sentences, neighbours), unknown]
    return np.asarray(np.stack(pieces, axis=1), dtype=np.float32)


def _log_odds(probabilities: Floats) -> Floats:
    clipped = probabilities.clip(1e-4, 1 - 1e-4)
    return np.asarray(np.log(clipped / (1 - clipped)), dtype=np.float32)


def confidence(evidence: Floats, weights: list[float]) -> Floats:
    """Calibrated probability (N,), from evidence (N, F) and weights (F + 1,)."""
    *slopes, bias = weights
    return np.asarray(1 / (1 + np.exp(-(evidence @ np.asarray(slopes, dtype=np.float32) + bias))), dtype=np.float32)


def fit_confidence(
    held_out: Read,
    labels: NDArray[np.int64],
    neighbours: Floats,
    neighbour_labels: NDArray[np.int64],
    temperature: float,
    readings: int = 1,
) -> list[float]:
    """Weights by which `confidence` tells how likely the right intent is among the first `readings`.

    Fitted on held-out messages with their labels (N,), beside the training part's sentences (M, D) and labels (M,).
    """
    from sklearn.linear_model import LogisticRegression  # slow to import, and only training needs it

    taught = evidence(held_out, neighbours, temperature)
    right = (np.argsort(-held_out.logits, axis=1)[:, :readings] == labels[:, None]).any(axis=1)
    untaught = []
    for intent in np.unique(labels):
        held = labels == intent
        without = Read(np.delete(held_out.logits[held], intent, axis=1), held_out.sentences[held], held_out.unknown[held])
        untaught.append(evidence(without, neighbours[neighbour_labels != intent], temperature))
    features = np.concatenate([taught, *untaught])
    targets = np.concatenate([right, np.zeros(len(features) - len(taught), dtype=bool)])
    model = LogisticRegression(C=10.0, max_iter=1_000).fit(features, targets)
    return [*map(float, model.coef_[0]), float(model.intercept_[0])]
