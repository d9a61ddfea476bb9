import pytest

from retrieval.search.fusion import fuse


def test_what_both_rankings_know_comes_before_what_leads_one() -> None:
    scores = fuse([[1, 2, 3], [4, 2]])
    assert max(scores, key=lambda number: scores[number]) == 2
    assert scores[2] == pytest.approx(2 / 61)
    assert scores[1] == scores[4] == pytest.approx(1 / 60)
