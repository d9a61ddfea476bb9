"""An encoder that needs no model, so that it is the index that is measured and tested."""

from collections.abc import Sequence

import numpy as np

from retrieval.vectors.interface import Floats


class WordVectors:
    """An encoder without a model: random directions of a text's words, added up."""

    encoder_hash = "word-vectors"

    def __init__(self, width: int) -> None:
        self.width = width
        self._directions: dict[str, Floats] = {}

    def embed(self, texts: Sequence[str]) -> Floats:
        vectors = np.stack([sum(map(self._direction, text.lower().split()), np.full(self.width, 1e-6)) for text in texts])
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)

    def _direction(self, word: str) -> Floats:
        if word not in self._directions:
            self._directions[word] = np.random.default_rng(list(word.encode())).standard_normal(self.width, dtype=np.float32)
        return self._directions[word]
