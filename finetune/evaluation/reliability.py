"""How honest a classifier is about how sure it is, and what its confidence is worth."""

from dataclasses import dataclass

import numpy as np

from finetune.arrays import Bools, Doubles

BINS = 15
# Points of a curve: more are finer than a picture shows.
POINTS = 200


@dataclass(frozen=True)
class Bin:
    """Messages whose confidence lies above `lower` (0 itself in the first) and up to `upper`; means are 0 in an empty bin."""

    lower: float
    upper: float
    count: int
    confidence: float
    accuracy: float


@dataclass(frozen=True)
class Reliability:
    """Whether confidence says how often the first intent is right.

    Attributes:
        error: expected calibration error, the mean distance of confidence and accuracy over messages, by bins of equal
            width (Guo et al. 2017, “On Calibration of Modern Neural Networks”, section 2).
        bins: what the reliability diagram shows.
    """

    error: float
    bins: tuple[Bin, ...]


@dataclass(frozen=True)
class CoveragePoint:
    """Answering all messages of at least this confidence answers the share `coverage`, of which the share `risk` is wrong."""

    coverage: float
    risk: float
    confidence: float


@dataclass(frozen=True)
class RiskCoverage:
    """What answering more costs (El-Yaniv & Wiener 2010, “On the Foundations of Noise-free Selective Classification”).

    Attributes:
        area: under the curve; the mean risk over all coverages, so lower is better.
        points: of the curve, by rising coverage; thinned.
    """

    area: float
    points: tuple[CoveragePoint, ...]


def reliability(confidence: Doubles, right: Bools) -> Reliability:
    """Expected calibration error of confidences (N,) beside whether each was right (N,), by 15 bins."""
    edges = np.linspace(0, 1, BINS + 1)
    positions = np.searchsorted(edges[1:-1], confidence, side="left")  # (N,), of each message's bin
    bins = []
    for position in range(BINS):
        inside = positions == position
        means = (float(confidence[inside].mean()), float(right[inside].mean())) if inside.any() else (0.0, 0.0)
        bins.append(Bin(float(edges[position]), float(edges[position + 1]), int(inside.sum()), *means))
    error = sum(each.count * abs(each.confidence - each.accuracy) for each in bins) / len(confidence)
    return Reliability(error, tuple(bins))


def risk_coverage(confidence: Doubles, right: Bools) -> RiskCoverage:
    """The share that is wrong among the k surest of N messages, for each k."""
    order = np.argsort(-confidence, kind="stable")
    risk = np.cumsum(~right[order]) / np.arange(1, len(order) + 1)  # (N,)
    shown = np.unique(np.linspace(0, len(order) - 1, min(POINTS, len(order))).round().astype(int))
    points = [CoveragePoint((index + 1) / len(order), float(risk[index]), float(confidence[order[index]])) for index in shown.tolist()]
    return RiskCoverage(float(risk.mean()), tuple(points))
