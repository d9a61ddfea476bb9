"""An encoder that needs no model, so that it is the index that is measured and tested."""

import zlib
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from retrieval.vectors.interface import Floats


class Words(NamedTuple):
    """A text's words as tokens (`retrieval.encoder.TokenStates`)."""

    ids: NDArray[np.int64]
    states: Floats
    sentence: Floats


class WordVectors:
    """An encoder without a model: random directions of a text's words, added up."""

    encoder_hash = "word-vectors"

    def __init__(self, width: int) -> None:
        self.width = width
        self._directions: dict[str, Floats] = {}

    def embed(self, texts: Sequence[str]) -> Floats:
        vectors = np.stack([sum(map(self._direction, text.lower().split()), np.full(self.width, 1e-6)) for text in texts])
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)

    def read_all(self, texts: Sequence[str]) -> Iterator[Words]:
        for text, sentence in zip(texts, self.embed(texts)):
            words = text.lower().split()
            states = np.array([self._direction(word) for word in words], dtype=np.float32).reshape(len(words), self.width)
            states /= np.linalg.norm(states, axis=1, keepdims=True)
            yield Words(np.array([zlib.crc32(word.encode()) >> 1 for word in words], dtype=np.int64), states, sentence)

    def _direction(self, word: str) -> Floats:
        if word not in self._directions:
            self._directions[word] = np.random.default_rng(list(word.encode())).standard_normal(self.width, dtype=np.float32)
        return self._directions[word]
