import numpy as np

from bot.retraining.suggestions.across_languages import joined_across_languages
from bot.retraining.suggestions.grouping import Rows


def _rows(*rows: int) -> Rows:
    return Rows(np.array(rows), np.zeros(len(rows), dtype=np.int64))


def test_the_same_in_another_language_is_joined_and_the_same_language_is_not() -> None:
    sentences = np.array([[1, 0], [1, 0], [0.9, 0.436], [0.9, 0.436], [0.95, 0.312], [0, 1]], dtype=np.float32)
    groups = [_rows(0, 1), _rows(2, 3), _rows(4), _rows(5)]
    joined = joined_across_languages(groups, ["en", "en", "de", "de", "en", "zh"], sentences)
    assert [group.rows.tolist() for group in joined] == [[0, 1, 2, 3], [4], [5]]
    assert joined[0].halves.tolist() == [0, 0, 1, 1]
