"""Vectors of texts that were read, so that what tells which sentences may be quoted and what is indexed of them is read once."""

from collections.abc import Callable, Sequence

import numpy as np

from retrieval.vectors.interface import Floats

# Texts that are remembered, 1.5 kB each; of a larger log, those that come first.
MOST = 50_000


class RememberedVectors:
    """An encoder's `embed` that keeps what it has read.

    Attributes:
        known: the vector (D,) of each text.
    """

    def __init__(self, embed: Callable[[Sequence[str]], Floats]) -> None:
        self._embed = embed
        self.known: dict[str, Floats] = {}

    def __call__(self, texts: Sequence[str]) -> Floats:
        """Vectors (N, D) of N texts, at least one."""
        fresh = [text for text in dict.fromkeys(texts) if text not in self.known]
        read = dict(zip(fresh, self._embed(fresh))) if fresh else {}
        vectors: Floats = np.stack([read[text] if text in read else self.known[text] for text in texts])
        room = max(0, MOST - len(self.known))
        self.known |= dict(list(read.items())[:room])
        return vectors
