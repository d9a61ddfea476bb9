"""Which few of many past replies are suggested."""

import numpy as np

from retrieval.search.variety import varied

SAME, OTHER, THIRD = ([1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0])


def chosen(relevances: list[float], vectors: list[list[float]], k: int = 3) -> list[int]:
    found = varied(np.array(relevances, dtype=np.float32), np.array(vectors, dtype=np.float32), k)
    assert sorted(found, key=lambda each: -each[1]) == found
    assert sum(gain for _, gain in found) <= 1.0001
    return [place for place, _ in found]


def test_what_many_said_goes_before_what_one_said_and_nothing_is_said_twice() -> None:
    found = chosen([0.9, 0.88, 0.88, 0.88, 0.5], [OTHER, SAME, SAME, SAME, THIRD])
    assert found[0] in (1, 2, 3)
    assert (found[1], found[2]) == (0, 4)


def test_what_fits_far_better_goes_first_alone() -> None:
    assert chosen([0.95, 0.3, 0.3, 0.3], [OTHER, SAME, SAME, SAME])[0] == 0


def test_there_are_no_more_than_there_are() -> None:
    assert chosen([0.5, 0.5], [SAME, SAME]) == [0, 1]
    assert varied(np.zeros(0, dtype=np.float32), np.zeros((0, 3), dtype=np.float32), 3) == []
