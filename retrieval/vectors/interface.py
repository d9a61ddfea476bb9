"""The narrow face of a vector index, and the numbering of what it holds.

Two things stand behind it: FAISS in this process (`retrieval.vectors.faiss_index`) and a Milvus server (`retrieval.vectors.milvus_index`).
"""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ids = NDArray[np.int64]
Bools = NDArray[np.bool_]

# Given ids (N,), which of them may be found (N,).
Allowed = Callable[[Ids], Bools]

# The last five bits of a pair's id number its pieces: 0 is the whole, the others are its sentences.
PIECE_BITS = 5
MOST_PIECES = 1 << PIECE_BITS


class VectorIndex(Protocol):
    """Vectors of length 1 under stable 64-bit ids, found by inner product, which for them is the cosine."""

    @property
    def width(self) -> int:
        """Dimensions of a vector."""

    def __len__(self) -> int:
        """How many vectors there are, without the removed ones."""

    def add(self, ids: Ids, vectors: Floats) -> None:
        """Adds vectors (N, D) under ids (N,); an id that is there already gets the new vector."""

    def remove(self, ids: Ids) -> int:
        """Removes ids (N,), and returns how many of them there were."""

    def search(self, vector: Floats, k: int, allowed: Allowed | None = None) -> tuple[Floats, Ids]:
        """The similarities (K,) and ids (K,) of the k nearest to a vector (D,), the nearest first; fewer if there are fewer."""

    def vectors(self, ids: Ids) -> Floats:
        """The vectors (N, D) of ids (N,), all of which must be there."""

    def snapshot(self, folder: Path) -> None:
        """Writes all that is there into a folder, so that the backend's `load` finds it again."""


def pair_of(ids: Ids) -> Ids:
    """The ids of the pairs whose pieces these are."""
    return ids & np.int64(~(MOST_PIECES - 1))


def piece_ids(pair: int, count: int) -> Ids:
    """The ids of a pair's pieces (count,), that of the whole first."""
    return np.arange(pair, pair + count, dtype=np.int64)
