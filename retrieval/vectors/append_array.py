"""Rows that one thread appends while others read, without a lock between them."""

from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray

FIRST_CAPACITY = 16


class AppendArray:
    """An array that grows. What a reader took from `rows` keeps its length, and its rows stay where they are."""

    def __init__(self, dtype: DTypeLike, *width: int) -> None:
        self._buffer: NDArray[Any] = np.zeros((FIRST_CAPACITY, *width), dtype=dtype)
        self.rows = self._buffer[:0]  # (N, *width)

    def append(self, row: object) -> int:
        """Appends a row, and returns its position."""
        position = len(self.rows)
        if position == len(self._buffer):
            self._buffer = np.concatenate([self._buffer, np.zeros_like(self._buffer)])
        self._buffer[position] = row
        self.rows = self._buffer[: position + 1]  # only now do readers see it
        return position
