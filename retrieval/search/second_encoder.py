"""Texts as a second encoder reads them, whose vectors no index keeps: it knows fewer languages than the index's own, and those better."""

from collections.abc import Callable, Sequence
from threading import Lock
from typing import NamedTuple

import numpy as np

from retrieval.vectors.interface import Floats

# Texts whose vectors are remembered, about 1.5 KB each; then the one that was read first is forgotten.
REMEMBERED = 20_000


class SecondEncoder:
    """Reads each text once. Any number of threads may ask."""

    def __init__(self, read: Callable[[str], Floats]) -> None:
        """`read` turns a text into a vector (E,) of length 1; shorter, down to 0, the less surely it is in a language that it knows."""
        self._read = read
        self._known: dict[str, Floats] = {}
        self._changing = Lock()

    def vectors(self, texts: Sequence[str]) -> Floats:
        """The vectors (N, E) of texts, at least one."""
        distinct = dict.fromkeys(texts)
        found = {text: vector for text in distinct if (vector := self._known.get(text)) is not None}
        new = {text: self._read(text) for text in distinct if text not in found}
        if new:
            self._remember(new)
        found |= new
        return np.stack([found[text] for text in texts])

    def _remember(self, new: dict[str, Floats]) -> None:
        with self._changing:  # two threads must not forget the same
            self._known |= new
            while len(self._known) > REMEMBERED:
                del self._known[next(iter(self._known))]


class SecondReading(NamedTuple):
    """A question as a second encoder reads it.

    Attributes:
        vector: of the question (E,), as `SecondEncoder` has it of texts.
        encoder: reads what the question is compared with.
    """

    vector: Floats
    encoder: SecondEncoder

    def cosines(self, texts: Sequence[str]) -> Floats:
        """Of texts (N,), at least one, with the question; 0 where either isn't in a language that the encoder knows."""
        if not self.vector.any():
            return np.zeros(len(texts), dtype=np.float32)
        return np.asarray(self.encoder.vectors(texts) @ self.vector, dtype=np.float32)
