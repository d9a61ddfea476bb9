"""Calibration and risk beside figures worked out by hand."""

import numpy as np
import pytest

from finetune.evaluation.reliability import reliability, risk_coverage


def test_calibration_error() -> None:
    measured = reliability(np.array([0.9, 0.95, 0.6, 0.6]), np.array([True, True, True, False]))
    assert measured.error == pytest.approx((0.1 + 0.05 + 2 * 0.1) / 4)
    assert len(measured.bins) == 15
    [pair] = [each for each in measured.bins if each.count == 2]
    assert pair.lower < 0.6 <= pair.upper
    assert (pair.confidence, pair.accuracy) == pytest.approx((0.6, 0.5))


def test_the_bins_hold_every_confidence() -> None:
    measured = reliability(np.array([0.0, 1.0, 1e-9, 1 - 1e-9]), np.array([False, True, False, True]))
    assert [each.count for each in measured.bins] == [2, *[0] * 13, 2]
    assert measured.error == pytest.approx(0, abs=1e-8)


def test_risk_coverage() -> None:
    curve = risk_coverage(np.array([0.6, 0.9, 0.8, 0.7]), np.array([False, True, False, True]))
    assert [point.confidence for point in curve.points] == [0.9, 0.8, 0.7, 0.6]
    assert [point.coverage for point in curve.points] == [0.25, 0.5, 0.75, 1]
    assert [point.risk for point in curve.points] == pytest.approx([0, 1 / 2, 1 / 3, 1 / 2])
    assert curve.area == pytest.approx((0 + 1 / 2 + 1 / 3 + 1 / 2) / 4)


def test_a_long_curve_is_thinned_but_keeps_its_ends() -> None:
    confidence = np.linspace(0, 1, 5_000)
    curve = risk_coverage(confidence, confidence > 0.5)
    assert len(curve.points) == 200
    assert (curve.points[0].coverage, curve.points[-1].coverage) == (1 / 5_000, 1)
