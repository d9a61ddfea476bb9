"""Four readings of one message, and how much each counts: stacked generalization (Wolpert 1992).

The network's own head; a logistic regression over the sentence vector; the nearest examples; and a logistic regression over
the words. The last three cost next to nothing beside the encoder's pass, err elsewhere, and hold up where examples are few
or written in a script that the encoder can't read. Held-out messages decide what each is worth.
"""

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file

from finetune.wording import Sparse, Vocabulary

Floats = NDArray[np.float32]
Labels = NDArray[np.int64]

# How fast an example's say falls with its distance, as a temperature of the cosine.
NEARNESS = 0.05
# So many examples of an intent stand for all of it: they are compared with each message.
KEPT_PER_INTENT = 50
# What network, linear, neighbours and words are worth before held-out messages have spoken, and how many of those outweigh it.
PRIOR = (1.0, 0.5, 0.2, 0.3)
PRIOR_MESSAGES = 50


class Experts(NamedTuple):
    """What the three experts beside the network know; all of it goes into safetensors."""

    linear: Floats  # (D + 1, C), the bias last
    sentences: Floats  # (M, D), the kept examples' sentence vectors
    labels: Labels  # (M,)
    keys: NDArray[np.uint32]  # (V,)
    rarity: Floats  # (V,)
    words: Floats  # (V + 1, C), the bias last

    def read(self, logits: Floats, sentences: Floats, texts: Sequence[str]) -> Floats:
        """Log-probabilities (K, N, C) of the intents by each expert, given the network's logits (N, C) and vectors (N, D)."""
        linear = sentences @ self.linear[:-1] + self.linear[-1]
        words = _product(Vocabulary(self.keys, self.rarity).rows(texts), self.words)
        return np.stack([log_softmax(scores) for scores in (logits, linear, self._nearness(sentences), words)])

    def _nearness(self, sentences: Floats) -> Floats:
        """How near each intent's examples are: log of the summed exp(cosine / temperature), (N, C)."""
        near = np.exp((sentences @ self.sentences.T - 1) / NEARNESS)  # (N, M)
        classes = self.words.shape[1]
        summed = np.zeros((len(sentences), classes), dtype=np.float32)
        for row in range(len(sentences)):
            summed[row] = np.bincount(self.labels, weights=near[row], minlength=classes)
        return np.asarray(np.log(summed + 1e-12), dtype=np.float32)

    def save(self, path: Path) -> None:
        save_file({name: np.ascontiguousarray(array) for name, array in self._asdict().items()}, path)

    @classmethod
    def load(cls, path: Path) -> "Experts":
        return cls(**load_file(path))


def fit_experts(texts: Sequence[str], labels: Labels, sentences: Floats, classes: int, seed: int) -> Experts:
    """Learns from N texts with their labels (N,) and sentence vectors (N, D)."""
    vocabulary = Vocabulary.of(texts)
    chance = np.random.default_rng(seed)
    kept = np.sort(np.concatenate([chance.permutation(np.flatnonzero(labels == intent))[:KEPT_PER_INTENT] for intent in range(classes)]))
    return Experts(
        linear=logistic(sentences, labels, classes),
        sentences=sentences[kept],
        labels=labels[kept],
        keys=vocabulary.keys,
        rarity=vocabulary.rarity,
        words=logistic(vocabulary.rows(texts), labels, classes, width=len(vocabulary.keys)),
    )


def combine(readings: Floats, unknown: Floats, weights: Sequence[float]) -> Floats:
    """Log-probabilities (N, C), from the experts' (K, N, C), the share of unknown tokens (N,) and weights (2K,).

    An expert's weight changes with the share of tokens that the encoder doesn't know.
    """
    return log_softmax(np.einsum("kn,knc->nc", _weights_for(unknown, np.asarray(weights, dtype=np.float32)), readings))


def fit_weights(readings: Floats, unknown: Floats, labels: Labels) -> list[float]:
    """The weights (2K,) that make held-out labels (N,) likeliest."""
    from scipy.optimize import minimize  # only training needs it

    experts, messages, _ = readings.shape
    prior = np.concatenate([PRIOR, np.zeros(experts)])
    strength = PRIOR_MESSAGES / (PRIOR_MESSAGES + messages)

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        each = _weights_for(unknown, weights.astype(np.float32))  # (K, N)
        scores = log_softmax(np.einsum("kn,knc->nc", each, readings))  # (N, C)
        wrong = np.exp(scores)
        wrong[np.arange(messages), labels] -= 1
        pull = np.einsum("nc,knc->kn", wrong, readings)  # (K, N)
        gradient = np.concatenate([pull.mean(1), (pull * unknown).mean(1)])
        away = weights - prior
        value = -float(scores[np.arange(messages), labels].mean()) + 0.1 * strength * float(away @ away)
        return value, gradient.astype(np.float64) + 0.2 * strength * away

    bounds = [(0.0, 10.0)] * experts + [(-10.0, 10.0)] * experts
    found = minimize(loss, prior, jac=True, method="L-BFGS-B", bounds=bounds)
    return [round(float(weight), 5) for weight in found.x]


def log_softmax(scores: Floats) -> Floats:
    """Log-probabilities over the last axis."""
    shifted = scores - scores.max(axis=-1, keepdims=True)
    return np.asarray(shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True)), dtype=np.float32)


def _weights_for(unknown: Floats, weights: Floats) -> Floats:
    """Each expert's weight for each message: (K, N)."""
    fixed, by_unknown = np.split(weights, 2)
    return np.asarray(np.maximum(fixed[:, None] + by_unknown[:, None] * unknown, 0.0), dtype=np.float32)


def _product(rows: Sparse, weights: Floats) -> Floats:
    """Sparse rows times weights (V + 1, C), plus the bias: (N, C)."""
    product = np.empty((len(rows.starts) - 1, weights.shape[1]), dtype=np.float32)
    for row, (start, end) in enumerate(zip(rows.starts, rows.starts[1:])):
        product[row] = rows.values[start:end] @ weights[rows.places[start:end]] + weights[-1]
    return product


def logistic(features: Floats | Sparse, labels: Labels, classes: int, width: int = 0) -> Floats:
    """Weights of a multinomial logistic regression, the bias last."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression  # slow to import, and only training needs it

    if isinstance(features, Sparse):
        features = csr_matrix((features.values, features.places, features.starts), shape=(len(labels), width))
    model = LogisticRegression(C=20.0, max_iter=40, tol=1e-3)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # forty steps are enough, whether or not the last one still moved
        model.fit(features, labels)
    weights = np.concatenate([model.coef_, model.intercept_[:, None]], axis=1).T  # (F + 1, C), or one column for two classes
    if classes == 2:
        weights = np.concatenate([-weights, weights], axis=1) / 2
    return np.asarray(weights, dtype=np.float32)
