"""The members of the ensemble that are fitted in seconds on frozen vectors: regressions, and examples to compare with."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file

from finetune.arrays import Bools, Floats, Ids, Labels
from finetune.classifier.logistic import STRENGTH, logistic
from finetune.classifier.ngrams import Vocabulary
from finetune.classifier.similarity import Similarities, choose_examples, largest, similarities
from finetune.encoders.reading import Readings

# scikit-learn's `C` of the regularised regression (`Members.regularised`).
REGULARISED = 1.0
# Into how many parts the classes are divided when each is to be left out of that regression once.
FOLDS = 5


class Regressions(NamedTuple):
    """The members that are fitted; `Members` says what they are, and adds the examples that messages are compared with."""

    linear: Floats
    english_linear: Floats
    regularised: Floats
    vocabulary: Vocabulary
    ngrams: Floats

    @classmethod
    def fit(cls, texts: Sequence[str], labels: Labels, readings: Readings, classes: int, strength: float) -> "Regressions":
        """Fits them on N texts with their labels (N,), regularised by `strength` as `logistic` takes it."""
        vocabulary = Vocabulary.of(texts)
        return cls(
            linear=logistic(readings.sentences, labels, classes, strength=strength),
            english_linear=logistic(readings.english, labels, classes, strength=strength),
            regularised=logistic(readings.joined, labels, classes, strength=REGULARISED),
            vocabulary=vocabulary,
            ngrams=logistic(vocabulary.tf_idf(texts), labels, classes, len(vocabulary.hashes), strength),
        )


class Members(NamedTuple):
    """Weights and examples, as they are saved in a safetensors file.

    C is the number of classes, D the width of e5's vectors and E that of the English encoder's, M the number of kept examples, K the
    most that a class has of them, V the number of n-grams. The bias is the last row of each matrix of weights.
    """

    linear: Floats  # (D + 1, C), regression over e5's vector
    english_linear: Floats  # (E + 1, C), regression over the English encoder's
    regularised: Floats  # (E + D + 1, C), over both side by side, regularised more: its logits stay small for what is out of scope
    sentences: Floats  # (M, D), the kept examples' vectors by e5
    english: Floats  # (M, E), and by the English encoder
    examples: Ids  # (C, K), positions of each class's examples in `sentences`; -1 where it has fewer
    hashes: NDArray[np.uint32]  # (V,), of the n-grams
    idf: Floats  # (V,), their inverse document frequencies
    ngrams: Floats  # (V + 1, C), regression over the n-grams

    @classmethod
    def of(cls, regressions: Regressions, readings: Readings, kept: Ids, examples: Ids) -> "Members":
        """Puts regressions and the kept of all examples together; `kept` (M,) and `examples` (C, K) are those of `choose_examples`."""
        linear, english_linear, regularised, vocabulary, ngrams = regressions
        sentences, english = readings.sentences[kept], readings.english[kept]
        return cls(linear, english_linear, regularised, sentences, english, examples, vocabulary.hashes, vocabulary.idf, ngrams)

    def logits(self, readings: Readings) -> tuple[Floats, Floats]:
        """Logits (N, C) of the regression over e5's vector, and of that over the English encoder's."""
        return _scores(readings.sentences, self.linear), _scores(readings.english, self.english_linear)

    def ood_logits(self, readings: Readings) -> Floats:
        """Logits (N, C) of the regularised regression: all small where a message is out of scope."""
        return _scores(readings.joined, self.regularised)

    def ngram_logits(self, texts: Sequence[str]) -> Floats:
        """Logits (N, C) of the regression over n-grams."""
        rows = Vocabulary(self.hashes, self.idf).tf_idf(texts)
        product = np.empty((len(texts), self.ngrams.shape[1]), dtype=np.float32)
        for row, (start, end) in enumerate(zip(rows.starts, rows.starts[1:])):
            product[row] = rows.values[start:end] @ self.ngrams[rows.columns[start:end]] + self.ngrams[-1]
        return product

    def similarities(self, readings: Readings, without: Bools | None = None) -> Similarities:
        """How similar N messages are to the kept examples of each class, by e5; `without` (N, M) says with which not to compare."""
        return similarities(readings.sentences, self.sentences, self.examples, without)

    def nearest_english(self, readings: Readings, wanted: Bools, without: Bools | None = None) -> Floats:
        """How similar they are to the nearest kept example of each class that one of them wants (N, C), by the English encoder: each
        cosine times the probabilities that both texts are English; the arguments are those of `largest`.
        """
        return largest(readings.english, self.english, self.examples, wanted, without)

    def save(self, path: Path) -> None:
        save_file({name: np.ascontiguousarray(array) for name, array in self._asdict().items()}, path)

    @classmethod
    def load(cls, path: Path) -> "Members":
        # In memory of NumPy's own, which has huge pages: 20 MB that each message is compared with are read in five sixths of the time.
        return cls(**{name: array.copy() for name, array in load_file(path).items()})


def fit_members(texts: Sequence[str], labels: Labels, readings: Readings, classes: int, seed: int, strength: float = STRENGTH) -> Members:
    """Fits regressions and keeps examples, of N texts with their labels (N,).

    Args:
        classes: how many there are; each has an example at least.
        seed: chooses the examples that are kept of a class that has many.
        strength: as `logistic` takes it.
    """
    kept, examples = choose_examples(labels, classes, seed)
    return Members.of(Regressions.fit(texts, labels, readings, classes, strength), readings, kept, examples)


def largest_left_out_logits(readings: Readings, labels: Labels, asked: Readings, asked_labels: Labels, classes: int, seed: int) -> Floats:
    """The largest logit that the regularised regression would give each message if its class had no training examples.

    Args:
        readings: of M training examples.
        labels: their classes (M,).
        asked: of N messages.
        asked_labels: their classes (N,).
        classes: how many there are. With two, all results are 0: one alone can't be told from nothing.
        seed: divides the classes into `FOLDS` parts; a regression is fitted without each part.

    Returns:
        (N,).
    """
    largest = np.zeros(len(asked_labels), dtype=np.float32)
    if classes <= 2:
        return largest
    for left_out in np.array_split(np.random.default_rng(seed).permutation(classes), min(FOLDS, classes)):
        kept = np.setdiff1d(np.arange(classes), left_out)
        training, messages = np.isin(labels, kept), np.isin(asked_labels, left_out)
        own = np.searchsorted(kept, labels[training])
        weights = logistic(readings.joined[training], own, len(kept), strength=REGULARISED)
        if messages.any():
            largest[messages] = _scores(asked.joined[messages], weights).max(axis=1)
    return largest


def _scores(rows: Floats, weights: Floats) -> Floats:
    return np.asarray(rows @ weights[:-1] + weights[-1], dtype=np.float32)
