"""Messages with their mood, as they are written."""

from collections import Counter
from pathlib import Path

import pytest

from data.errors import DataError
from data.languages import is_chinese
from finetune.moods.labelled import Labelled, read_labelled, shipped

HELD_OUT = Path(__file__).parents[3] / "bench" / "moods"


def test_what_is_shipped_has_each_mood_in_both_languages_and_nothing_that_is_held_out() -> None:
    counts = Counter((is_chinese(each.text), each.mood) for each in shipped())
    assert len(counts) == 6
    assert min(counts.values()) > 50
    held_out = {each.text for file in HELD_OUT.glob("held_out_*.tsv") for each in read_labelled(file)}
    assert len(held_out) > 190
    assert not held_out & {each.text for each in shipped()}


def test_a_line_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "mine.tsv").write_text("positive\tthank you\nangry\tI hate it\n")
    rows = read_labelled(tmp_path / "mine.tsv")
    assert next(rows) == Labelled("thank you", "positive")
    with pytest.raises(DataError, match=r"line 2 of .*mine\.tsv must be negative, neutral, positive, a tab, and a text"):
        next(rows)
