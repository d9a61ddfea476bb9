"""Fits the mood's weights on labelled messages, with other weights as the prior.

Maximum a posteriori of a multinomial logistic regression under a Gaussian prior (Bishop 2006, “Pattern Recognition and Machine Learning”,
section 4.5): a company with few ratings stays near what is shipped, one with many learns its own.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from finetune.arrays import Doubles, Floats, Labels
from finetune.classifier.ngrams import Vocabulary
from finetune.encoders.reading import Reader
from finetune.encoders.tokenization import clean
from finetune.moods.features import Rows, features, spelt
from finetune.moods.labelled import Labelled
from finetune.moods.mood import MOODS, MoodModel

# How firmly weights are held: inverse variances of the prior, around zero and around other weights.
AROUND_ZERO, AROUND_OTHERS = 1.0, 4.0
MOST_STEPS = 150


def fit(labelled: Sequence[Labelled], reader: Reader, prior: MoodModel | None = None, strength: float | None = None) -> MoodModel:
    """The model that makes the labels likeliest.

    Args:
        labelled: at least one of each mood, unless there is a prior.
        reader: the encoders.
        prior: where the weights start and are held; zero without one. Its encoders are the same; words of the messages are added.
        strength: how firmly.
    """
    readings = reader.read_all([clean(each.text) for each in labelled])
    return fit_read(labelled, readings.english, readings.sentences, reader.hashes, prior, strength)


def fit_read(
    labelled: Sequence[Labelled],
    english: Floats,
    sentences: Floats,
    hashes: tuple[str, str],
    prior: MoodModel | None = None,
    strength: float | None = None,
) -> MoodModel:
    """The same of messages that were read.

    Args:
        labelled, prior, strength: as `fit` takes them.
        english, sentences: what the encoders made of the messages (N, E), (N, D), as `features` takes them.
        hashes: of the encoders, e5's first.
    """
    texts = [each.text for each in labelled]
    words = [spelt(text) for text in texts]
    prior = prior and prior.with_words_of(words)
    vocabulary = prior.vocabulary if prior else Vocabulary.of(words)
    targets = np.array([MOODS.index(each.mood) for each in labelled])
    rows = features(texts, english, sentences, vocabulary)
    return MoodModel(*fitted(rows, targets, len(vocabulary.hashes), prior, strength), vocabulary, hashes)


def fitted(rows: Rows, targets: Labels, size: int, prior: MoodModel | None = None, strength: float | None = None) -> tuple[Floats, Floats]:
    """Weights (F + 1, 3) of dense features, and (V, 3) of n-grams.

    Args:
        rows: N messages.
        targets: the places of their moods (N,).
        size: of the vocabulary, V.
        prior, strength: as `fit` takes them.
    """
    from scipy.optimize import minimize  # slow to import, and only training needs it
    from scipy.sparse import csr_matrix

    dense = np.hstack([rows.dense, np.ones((len(rows.dense), 1), dtype=np.float32)])  # (N, F + 1)
    sparse = csr_matrix((rows.ngrams.values, rows.ngrams.columns, rows.ngrams.starts), shape=(len(dense), size))  # (N, V)
    split = dense.shape[1]
    start = np.zeros((split + size, len(MOODS))) if prior is None else np.vstack([prior.weights, prior.ngrams]).astype(np.float64)
    held = np.full((len(start), 1), float(strength or (AROUND_ZERO if prior is None else AROUND_OTHERS)))
    held[split - 1] *= 0.0 if prior is None else 1.0  # without a prior, the bias is free
    transposed, one = sparse.T.tocsr(), np.arange(len(targets))

    def loss(flat: Doubles) -> tuple[float, Doubles]:
        weights = flat.reshape(start.shape)
        scores = dense @ weights[:split].astype(np.float32) + sparse @ weights[split:].astype(np.float32)  # (N, 3)
        scores -= scores.max(axis=1, keepdims=True)
        logs = scores - np.log(np.exp(scores).sum(axis=1, keepdims=True))
        wrong = np.exp(logs)
        wrong[one, targets] -= 1
        away = weights - start
        value = -float(logs[one, targets].sum()) + float((held * away**2).sum()) / 2
        return value, (np.vstack([dense.T @ wrong, transposed @ wrong]) + held * away).ravel()

    found = minimize(loss, start.ravel(), jac=True, method="L-BFGS-B", options={"maxiter": MOST_STEPS}).x.reshape(start.shape)
    return np.asarray(found[:split], dtype=np.float32), np.asarray(found[split:], dtype=np.float32)
