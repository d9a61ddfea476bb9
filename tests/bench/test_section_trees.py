"""The trees that say whether a section answers: what is fitted is what is asked."""

from pathlib import Path

import numpy as np
import pytest

from bench.documents.fitting import Asked, fitted
from bot.decisions.sections import Trees
from data.errors import ModelError


def test_fitted_trees_tell_a_rule_that_no_sum_of_features_tells_also_once_they_were_written_and_read(tmp_path: Path) -> None:
    random = np.random.default_rng(0)
    rows = random.random((1_000, 3))
    right = (rows[:, 0] > 0.5) ^ (rows[:, 1] > 0.5)
    trees = fitted([Asked(dict(zip("abc", row)), float(answer), 1.0, {}, "") for row, answer in zip(rows.tolist(), right)])
    trees.save(tmp_path / "sections.safetensors")
    read = Trees.load(tmp_path / "sections.safetensors")
    for a, b, answers in ((0.9, 0.1, True), (0.1, 0.9, True), (0.9, 0.9, False), (0.1, 0.1, False)):
        odds = read.log_odds({"c": 0.5, "b": b, "a": a})  # by name, in whatever order
        assert odds == trees.log_odds({"a": a, "b": b, "c": 0.5})
        assert (odds > 1) if answers else (odds < -1)


def test_trees_that_are_not_there_say_how_they_are_made(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"bench\.documents\.fitting"):
        Trees.load(tmp_path / "missing.safetensors")
