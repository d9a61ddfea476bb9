"""The same function over many items, results in the items' order. `bot.parallel` has ways over cores and machines."""

import os
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Protocol, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


class Map(Protocol):
    """As the built-in `map`; function, items and results may travel to another process, so they can be pickled."""

    def __call__(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
        """The results, in order, while the items are still being read."""


def serial(function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Result]:
    """One after the other, in this process."""
    return map(function, items)


def batched(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """The items in lists of this size, the last one of what is left."""
    items = iter(items)
    while batch := list(islice(items, size)):
        yield batch


def cores() -> int:
    """How many cores may work: as many as OMP_NUM_THREADS says, which libraries that compute follow, too; else all."""
    given = os.environ.get("OMP_NUM_THREADS", "")
    return int(given) if given.isdecimal() and int(given) else os.cpu_count() or 1
