"""Rows that one thread appends while others read, without a lock between them."""

from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

FIRST_ROOM = 16


class Growing:
    """An array that grows. What a reader took from `rows` keeps its length, and its rows stay where they are."""

    def __init__(self, dtype: DTypeLike, *width: int) -> None:
        self._room: NDArray[Any] = np.zeros((FIRST_ROOM, *width), dtype=dtype)
        self.rows = self._room[:0]  # (N, *width)

    def append(self, row: object) -> int:
        """Appends a row, and returns its place."""
        place = len(self.rows)
        if place == len(self._room):
            self._room = np.concatenate([self._room, np.zeros_like(self._room)])
        self._room[place] = row
        self.rows = self._room[: place + 1]  # only now do readers see it
        return place
