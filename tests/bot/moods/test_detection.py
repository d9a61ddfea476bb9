"""Surges are found soon, and chance, busy hours and single customers raise no alarm."""

import math

import numpy as np
import pytest

from bot.moods.detection import BINS_A_WEEK, MARGIN, SCALES, Usual, log_ratios, surge, threshold, usual

PASSES = threshold(20)


def bins(*last: int, before: int = 0, length: int = 72) -> list[int]:
    return [before] * (length - len(last)) + list(last)


def test_many_negative_customers_about_a_quiet_topic_are_a_surge() -> None:
    found = surge(bins(2, 3, 3), bins(5, 6, 6, before=3), Usual(0.01), PASSES)
    assert found is not None
    assert (found.start, found.customers) == (69, 8)
    assert found.usual < 0.2


def test_a_few_are_none_and_neither_is_a_busy_hour() -> None:
    assert surge(bins(1, 0, 1), bins(5, 6, 6, before=3), Usual(0.01), PASSES) is None
    # Ten times as many customers, and as many times more negative ones.
    assert surge(bins(6, 5, 6, 5), bins(300, 300, 300, 300, before=30), Usual(0.02), PASSES) is None
    assert surge(bins(), bins(), Usual(0.02), PASSES) is None


def test_a_surge_that_is_over_is_none() -> None:
    was = bins(3, 3, 3, 3, *[0] * 60)
    assert surge(was[:12], bins(before=30)[:12], Usual(0.01), PASSES)
    assert surge(was[-24:], bins(before=30)[-24:], Usual(0.01), PASSES) is None


@pytest.mark.parametrize("rate", [0.02, 0.2])
def test_false_alarms_are_as_rare_as_promised(rate: float) -> None:
    random = np.random.default_rng(3)
    negative = random.poisson(MARGIN * rate * 20, 8 * BINS_A_WEEK)
    steps = log_ratios(negative.tolist(), (negative + 20).tolist(), Usual(rate))
    sums, alarms = np.zeros(len(SCALES)), 0
    for step in steps.T:
        sums = np.maximum(0, sums + step)
        if (sums >= threshold(1)).any():
            sums, alarms = np.zeros(len(SCALES)), alarms + 1
    assert alarms <= 8  # one a week is what a topic alone may have
    assert threshold(40) - threshold(1) == pytest.approx(math.log(40))


def test_what_is_usual_leaves_out_past_surges_and_grows_careful_with_little_known() -> None:
    days = [(400, 4)] * 28
    assert usual([*days[:-2], (400, 90), (400, 60)]).rate == pytest.approx(usual(days[:-2]).rate, rel=0.05)
    assert 0.01 < usual(days).rate < 0.02
    assert usual([]).rate > 0.02
    assert usual([(0, 0)]).rate == usual([]).rate
    assert usual([(400, 4), (400, 14)] * 14).dispersion > usual(days).dispersion == 1.0
