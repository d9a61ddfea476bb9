"""Probabilities as log-odds."""

import math

import pytest

from bot.decisions.log_odds import log_odds


def test_what_is_sure_counts_as_far_from_it_as_was_said() -> None:
    assert log_odds(0.5, 0.01) == 0
    assert log_odds(0.8, 0.01) == pytest.approx(math.log(4))
    assert log_odds(1.0, 0.01) == log_odds(0.99, 0.01) == pytest.approx(math.log(99))
    assert log_odds(0.0, 0.001) == log_odds(0.001, 0.001) == pytest.approx(-math.log(999))
