"""What a message's mood is told by: a multinomial logistic regression over what the encoders have made of it, and over its wording."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, get_args

import numpy as np
from safetensors import safe_open
from safetensors.numpy import save_file

from data.errors import ModelError
from finetune.arrays import Floats
from finetune.classifier.logistic import log_softmax
from finetune.classifier.ngrams import Sparse, Vocabulary
from finetune.moods.features import Rows

Mood = Literal["negative", "neutral", "positive"]
MOODS: tuple[Mood, ...] = get_args(Mood)
# What is shipped, and what a model's own is called in its classifier's folder.
SHIPPED = Path(__file__).with_name("moods.safetensors")
NAME = "moods.safetensors"


@dataclass(frozen=True)
class MoodModel:
    """What was fitted.

    Attributes:
        weights: of each dense feature for each mood, the bias last (F + 1, 3).
        ngrams: of each n-gram for each mood (V, 3).
        vocabulary: of the n-grams.
        hashes: of the encoders whose vectors it reads: e5's, and the English one's.
    """

    weights: Floats
    ngrams: Floats
    vocabulary: Vocabulary
    hashes: tuple[str, str]

    def probabilities(self, rows: Rows) -> Floats:
        """Of each mood (N, 3), of N messages."""
        scores = rows.dense @ self.weights[:-1] + self.weights[-1] + _product(rows.ngrams, self.ngrams)
        return np.asarray(np.exp(log_softmax(scores)), dtype=np.float32)

    def with_words_of(self, texts: Sequence[str]) -> MoodModel:
        """The same model, with the n-grams of other texts, as `features.spelt` gives them, beside its own; they speak for no mood yet."""
        own = Vocabulary.of(texts)
        new = ~np.isin(own.hashes, self.vocabulary.hashes)
        hashes = np.concatenate([self.vocabulary.hashes, own.hashes[new]])
        order = np.argsort(hashes)
        idf = np.concatenate([self.vocabulary.idf, own.idf[new]])
        ngrams = np.vstack([self.ngrams, np.zeros((int(new.sum()), len(MOODS)), dtype=np.float32)])
        return replace(self, ngrams=ngrams[order], vocabulary=Vocabulary(hashes[order], idf[order]))

    @classmethod
    def load(cls, file: Path = SHIPPED) -> MoodModel:
        """Reads what `save` wrote.

        Raises:
            ModelError: the file is missing or damaged.
        """
        try:
            opened: Any = safe_open(file, framework="np")
            about = opened.metadata()
            weights, ngrams, idf = (opened.get_tensor(name).astype(np.float32) for name in ("weights", "ngrams", "idf"))
            return cls(weights, ngrams, Vocabulary(opened.get_tensor("hashes"), idf), (about["e5"], about["english"]))
        except Exception as error:  # safetensors has its own errors; all mean that a file is missing or damaged
            remedy = "train anew, or `python -m bench.moods.fitting` for what is shipped"
            raise ModelError(f"{file} is missing or damaged ({error}); {remedy}") from error

    def save(self, file: Path = SHIPPED) -> None:
        """Writes it, the n-grams' numbers in half precision."""
        halves = {"ngrams": self.ngrams.astype(np.float16), "idf": self.vocabulary.idf.astype(np.float16)}
        save_file(
            {"weights": self.weights, "hashes": self.vocabulary.hashes, **halves}, file, {"e5": self.hashes[0], "english": self.hashes[1]}
        )


def _product(sparse: Sparse, weights: Floats) -> Floats:
    """Sparse rows (N, V) times weights (V, 3)."""
    rows = [slice(start, end) for start, end in zip(sparse.starts[:-1], sparse.starts[1:])]
    return np.stack([sparse.values[row] @ weights[sparse.columns[row]] for row in rows])
