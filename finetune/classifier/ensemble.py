"""Four readings of one message, and how much each counts: stacked generalization (Wolpert 1992).

The network's own head; a logistic regression over the sentence vector; the nearest examples; and a logistic regression over
the words. The last three cost next to nothing beside the encoder's pass, err elsewhere, and hold up where examples are few
or written in a script that the encoder can't read. Held-out messages decide what each is worth.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file

from finetune.arrays import Floats, Labels
from finetune.classifier.logistic import log_softmax, logistic
from finetune.classifier.ngrams import Sparse, Vocabulary

# How fast an example's say falls with its distance, as a temperature of the cosine.
NEARNESS = 0.05
# So many examples of an intent stand for all of it: they are compared with each message.
KEPT_PER_INTENT = 50
# So many of an intent's examples are its nearest: one may be there by chance, and the farthest are another matter.
NEIGHBOURS = 10
# Less than any cosine.
NOBODY = -2.0
CHUNK = 128
# How little a regression is let go that is to tell strangers, and in how many parts the intents are left out of it to see how.
GENTLE, FOLDS = 1.0, 5
# What network, linear, neighbours and words are worth before held-out messages have spoken, and how many of those outweigh it.
PRIOR = (1.0, 0.5, 0.2, 0.3)
PRIOR_MESSAGES = 50


class Near(NamedTuple):
    """How near N messages are to the examples of each intent."""

    summed: Floats  # (N, C), log of the summed exp(cosine / temperature): what all examples say together
    nearest: Floats  # (N, C, K), the cosines with the nearest few; `NOBODY` fills up


class Experts(NamedTuple):
    """What the three experts beside the network know; all of it goes into safetensors."""

    linear: Floats  # (D + 1, C), the bias last
    gentle: Floats  # (D + 1, C), the bias last: the same, held back so much that strangers get no large logits
    sentences: Floats  # (M, D), the kept examples' sentence vectors
    members: Labels  # (C, K), where each intent's examples stand in `sentences`; -1 fills up
    keys: NDArray[np.uint32]  # (V,)
    rarity: Floats  # (V,)
    words: Floats  # (V + 1, C), the bias last

    def near(self, sentences: Floats) -> Near:
        """How near sentences (N, D) are to each intent's examples."""
        found = [self._near(sentences[start : start + CHUNK]) for start in range(0, len(sentences), CHUNK)]
        return Near(*(np.concatenate(each) for each in zip(*found)))

    def unbent(self, sentences: Floats) -> Floats:
        """Logits (N, C) of sentences (N, D) that keep small for what was never taught."""
        return np.asarray(sentences @ self.gentle[:-1] + self.gentle[-1], dtype=np.float32)

    def read(self, logits: Floats, sentences: Floats, near: Near, texts: Sequence[str]) -> Floats:
        """Log-probabilities (K, N, C) of the intents by each expert, given the network's logits (N, C) and vectors (N, D)."""
        linear = sentences @ self.linear[:-1] + self.linear[-1]
        words = _product(Vocabulary(self.keys, self.rarity).rows(texts), self.words)
        return np.stack([log_softmax(scores) for scores in (logits, linear, near.summed, words)])

    def _near(self, sentences: Floats) -> Near:
        cosines = (sentences @ self.sentences.T)[:, self.members]  # (N, C, all of an intent's)
        cosines[:, self.members < 0] = NOBODY
        most = min(NEIGHBOURS, cosines.shape[2])
        summed = np.log(np.exp((cosines - 1) / NEARNESS).sum(axis=2) + 1e-12)
        return Near(summed, np.partition(cosines, -most, axis=2)[:, :, -most:])

    def save(self, path: Path) -> None:
        save_file({name: np.ascontiguousarray(array) for name, array in self._asdict().items()}, path)

    @classmethod
    def load(cls, path: Path) -> "Experts":
        return cls(**load_file(path))


def fit_experts(texts: Sequence[str], labels: Labels, sentences: Floats, classes: int, seed: int) -> Experts:
    """Learns from N texts with their labels (N,) and sentence vectors (N, D)."""
    vocabulary = Vocabulary.of(texts)
    chance = np.random.default_rng(seed)
    kept = [np.sort(chance.permutation(np.flatnonzero(labels == intent))[:KEPT_PER_INTENT]) for intent in range(classes)]
    members = np.full((classes, max(map(len, kept))), -1, dtype=np.int64)
    ends = np.cumsum([len(rows) for rows in kept])
    for intent, end in enumerate(ends):
        members[intent, : len(kept[intent])] = range(end - len(kept[intent]), end)
    return Experts(
        linear=logistic(sentences, labels, classes),
        gentle=logistic(sentences, labels, classes, strength=GENTLE),
        sentences=sentences[np.concatenate(kept)],
        members=members,
        keys=vocabulary.keys,
        rarity=vocabulary.rarity,
        words=logistic(vocabulary.rows(texts), labels, classes, width=len(vocabulary.keys)),
    )


def largest_if_untaught(sentences: Floats, labels: Labels, asked: Floats, asked_labels: Labels, classes: int, seed: int) -> Floats:
    """The largest gentle logit (N,) of messages (N, D) by regressions over the examples (M, D) that never met their intent."""
    found = np.zeros(len(asked), dtype=np.float32)
    if classes <= 2:  # without one of them, there is nothing to choose between
        return found
    for gone in np.array_split(np.random.default_rng(seed).permutation(classes), min(FOLDS, classes)):
        kept = np.setdiff1d(np.arange(classes), gone)
        met, rows = np.isin(labels, kept), np.isin(asked_labels, gone)
        weights = logistic(sentences[met], np.searchsorted(kept, labels[met]), len(kept), strength=GENTLE)
        if rows.any():
            found[rows] = (asked[rows] @ weights[:-1] + weights[-1]).max(axis=1)
    return found


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
