"""The ensemble: four classifiers score the same message, and their log-probabilities are added with learned weights.

Its members are the network's head; a logistic regression over the sentence vector; the similarity to the training examples; and
a logistic regression over word and character n-grams. The last three cost next to nothing beside the encoder's pass, make other
mistakes, and hold up where examples are few or in a script that the encoder's vocabulary lacks. The weights are learned on
held-out messages: stacked generalization (Wolpert 1992).
"""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file

from finetune.arrays import Floats, Ids, Labels
from finetune.classifier.logistic import log_softmax, logistic
from finetune.classifier.ngrams import Sparse, Vocabulary
from finetune.classifier.similarity import Similarities, choose_examples, similarities

# scikit-learn's `C` of the regularised regression (`EnsembleMembers.regularised`).
REGULARISED = 1.0
# Into how many parts the classes are divided when each is to be left out of that regression once.
FOLDS = 5
# The members' weights (network, linear, similarity, n-grams) before held-out messages are seen, and how many messages outweigh them.
PRIOR = (1.0, 0.5, 0.2, 0.3)
PRIOR_MESSAGES = 50


class EnsembleMembers(NamedTuple):
    """The weights and examples of the three members beside the network, as they are saved in a safetensors file.

    C is the number of classes, D the width of the sentence vectors, M the number of kept examples, K the most that a class
    has of them, V the number of n-grams. The bias is the last row of each matrix of weights.
    """

    linear: Floats  # (D + 1, C), regression over the sentence vector
    regularised: Floats  # (D + 1, C), the same, regularised more: its logits stay small for what is out of scope
    sentences: Floats  # (M, D), the kept examples' sentence vectors
    examples: Ids  # (C, K), positions of each class's examples in `sentences`; -1 where it has fewer
    hashes: NDArray[np.uint32]  # (V,), of the n-grams
    idf: Floats  # (V,), their inverse document frequencies
    ngrams: Floats  # (V + 1, C), regression over the n-grams

    def similarities(self, sentences: Floats) -> Similarities:
        """How similar messages with these sentence vectors (N, D) are to the examples of each class."""
        return similarities(sentences, self.sentences, self.examples)

    def ood_logits(self, sentences: Floats) -> Floats:
        """Logits (N, C) of the regularised regression for sentence vectors (N, D): all small where a message is out of scope."""
        return np.asarray(sentences @ self.regularised[:-1] + self.regularised[-1], dtype=np.float32)

    def log_probabilities(self, logits: Floats, sentences: Floats, similar: Similarities, texts: Sequence[str]) -> Floats:
        """Each member's log-probabilities of the classes for N messages.

        Args:
            logits: the network's (N, C).
            sentences: the messages' sentence vectors (N, D).
            similar: what `similarities` gives for these vectors.
            texts: the N messages, without typing errors.

        Returns:
            (4, N, C), in the order network, linear, similarity, n-grams.
        """
        linear = sentences @ self.linear[:-1] + self.linear[-1]
        ngrams = _product(Vocabulary(self.hashes, self.idf).tf_idf(texts), self.ngrams)
        return np.stack([log_softmax(scores) for scores in (logits, linear, similar.summed, ngrams)])

    def save(self, path: Path) -> None:
        save_file({name: np.ascontiguousarray(array) for name, array in self._asdict().items()}, path)

    @classmethod
    def load(cls, path: Path) -> "EnsembleMembers":
        return cls(**load_file(path))


def fit_members(texts: Sequence[str], labels: Labels, sentences: Floats, classes: int, seed: int) -> EnsembleMembers:
    """Fits the three members beside the network on N texts with their labels (N,) and sentence vectors (N, D).

    Args:
        classes: how many there are; each has an example at least.
        seed: chooses the examples that are kept of a class that has many.
    """
    vocabulary = Vocabulary.of(texts)
    kept, examples = choose_examples(labels, classes, seed)
    return EnsembleMembers(
        linear=logistic(sentences, labels, classes),
        regularised=logistic(sentences, labels, classes, strength=REGULARISED),
        sentences=sentences[kept],
        examples=examples,
        hashes=vocabulary.hashes,
        idf=vocabulary.idf,
        ngrams=logistic(vocabulary.tf_idf(texts), labels, classes, width=len(vocabulary.hashes)),
    )


def largest_left_out_logits(sentences: Floats, labels: Labels, asked: Floats, asked_labels: Labels, classes: int, seed: int) -> Floats:
    """The largest logit that the regularised regression would give each message if its class had no training examples.

    Args:
        sentences: the training examples' sentence vectors (M, D).
        labels: their classes (M,).
        asked: the messages' sentence vectors (N, D).
        asked_labels: their classes (N,).
        classes: how many there are. With two, all results are 0: one alone can't be told from nothing.
        seed: divides the classes into `FOLDS` parts; a regression is fitted without each part.

    Returns:
        (N,).
    """
    largest = np.zeros(len(asked), dtype=np.float32)
    if classes <= 2:
        return largest
    for left_out in np.array_split(np.random.default_rng(seed).permutation(classes), min(FOLDS, classes)):
        kept = np.setdiff1d(np.arange(classes), left_out)
        training, messages = np.isin(labels, kept), np.isin(asked_labels, left_out)
        weights = logistic(sentences[training], np.searchsorted(kept, labels[training]), len(kept), strength=REGULARISED)
        if messages.any():
            largest[messages] = (asked[messages] @ weights[:-1] + weights[-1]).max(axis=1)
    return largest


def combine(log_probabilities: Floats, unknown: Floats, weights: Sequence[float]) -> Floats:
    """The ensemble's log-probabilities (N, C).

    Args:
        log_probabilities: the E members' (E, N, C).
        unknown: the share of each message's tokens that the encoder's vocabulary lacks (N,).
        weights: (2E,), each member's weight where `unknown` is 0, then by how much it grows where it is 1.
    """
    return log_softmax(np.einsum("en,enc->nc", _weights_for(unknown, np.asarray(weights, dtype=np.float32)), log_probabilities))


def fit_weights(log_probabilities: Floats, unknown: Floats, labels: Labels) -> list[float]:
    """The weights for `combine` (2E,) that make the labels (N,) of N held-out messages likeliest, held near `PRIOR` by an L2 penalty.

    `log_probabilities` (E, N, C) and `unknown` (N,) are as `combine` takes them.
    """
    from scipy.optimize import minimize  # only training needs it

    members, messages, _ = log_probabilities.shape
    prior = np.concatenate([PRIOR, np.zeros(members)])
    strength = PRIOR_MESSAGES / (PRIOR_MESSAGES + messages)

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        each = _weights_for(unknown, weights.astype(np.float32))  # (E, N)
        scores = log_softmax(np.einsum("en,enc->nc", each, log_probabilities))  # (N, C)
        residual = np.exp(scores)
        residual[np.arange(messages), labels] -= 1
        slope = np.einsum("nc,enc->en", residual, log_probabilities)  # (E, N)
        gradient = np.concatenate([slope.mean(1), (slope * unknown).mean(1)])
        away = weights - prior
        value = -float(scores[np.arange(messages), labels].mean()) + 0.1 * strength * float(away @ away)
        return value, gradient.astype(np.float64) + 0.2 * strength * away

    bounds = [(0.0, 10.0)] * members + [(-10.0, 10.0)] * members
    found = minimize(loss, prior, jac=True, method="L-BFGS-B", bounds=bounds)
    return [round(float(weight), 5) for weight in found.x]


def _weights_for(unknown: Floats, weights: Floats) -> Floats:
    """Each member's weight for each message: (E, N)."""
    fixed, by_unknown = np.split(weights, 2)
    return np.asarray(np.maximum(fixed[:, None] + by_unknown[:, None] * unknown, 0.0), dtype=np.float32)


def _product(rows: Sparse, weights: Floats) -> Floats:
    """Sparse rows times weights (V + 1, C), plus the bias: (N, C)."""
    product = np.empty((len(rows.starts) - 1, weights.shape[1]), dtype=np.float32)
    for row, (start, end) in enumerate(zip(rows.starts, rows.starts[1:])):
        product[row] = rows.values[start:end] @ weights[rows.columns[start:end]] + weights[-1]
    return product
