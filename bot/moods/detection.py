"""Whether more customers are negative about a topic than chance explains: a cumulative sum test (CUSUM) of Poisson counts.

Of each bin of 5 minutes two numbers are known: x customers who were negative about the topic, and e others who wrote. Usually x is Poisson
with mean r·e, where r is what the last weeks say: so a busy hour or a sale, in which everybody writes more, is no surge. The test sums the
log-likelihood ratio of a rate that is `scale` times as high against one that is `MARGIN` times as high, never below 0 (Page 1954,
“Continuous inspection schemes”; for Poisson counts Lucas 1985, “Counted data CUSUM's”), and finds a surge where it passes a threshold.

False alarms are bounded: while the rate is at most `MARGIN` times the usual one, the time to the first has a mean of at least
exp(threshold) bins for each test (Lorden 1971, “Procedures for reacting to a change in distribution”, theorem 2). That is far from tight,
since the sums are mostly 0: the threshold for one false alarm a week in all tests together is lowered by `SLACK`, with which there still is
less than one where the rate always is `MARGIN` times the usual one (a test measures it), and far less in the months of `bench/moods`.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Doubles = NDArray[np.float64]

# A rate so many times the usual one is no surge yet; hours and days differ by that much.
MARGIN = 1.5
# What is tested for: a surge may be three times the usual rate of a busy topic, or a few messages about one that nobody complains of.
SCALES = (3.0, 6.0, 12.0, 24.0)
BINS_A_WEEK = 7 * 24 * 12
SLACK = 2.0
# Added to what the last weeks say: one of so many customers. A topic without a past is not without complaints.
PRIOR = (1.0, 100.0)
# Standard errors by which the rate may be higher than what was counted says; it was counted on few.
ERRORS = 2.0
# What is known of an hour of the day counts beside so many customers with the usual rate.
SHRUNK = 100.0
# Days that may have been surges themselves are left out, the highest of so many.
ONE_LEFT_OUT_OF = 10
# Customers who don't show in an empty bin.
FEWEST_OTHERS = 0.05


@dataclass(frozen=True)
class Usual:
    """What is usual of a topic.

    Attributes:
        rate: how many are negative about it for each other customer who writes.
        dispersion: how far counts scatter, beside Poisson's: variance over mean, 1 at least.
        hours: how many times as high the rate is in each hour of the day, 1 at least; empty if it is the same.
    """

    rate: float
    dispersion: float = 1.0
    hours: tuple[float, ...] = ()


@dataclass(frozen=True)
class Found:
    """A surge.

    Attributes:
        start: its first bin.
        customers: how many were negative since.
        usual: how many usually are in these bins.
    """

    start: int
    customers: int
    usual: float


def usual(days: Sequence[tuple[int, int]], hours: Sequence[tuple[int, int]] = ()) -> Usual:
    """What past days say of a topic.

    Args:
        days: of each day how many customers wrote, and how many of these were negative about the topic.
        hours: the same of each hour of these days together; nothing if it isn't known.
    """
    known = sorted(((total - negative, negative) for total, negative in days if total), key=lambda day: day[1] / max(day[0], 1))
    known = known[: len(known) - len(known) // ONE_LEFT_OUT_OF]
    others, negative = (float(sum(column)) for column in zip(*known)) if known else (0.0, 0.0)
    counted, among = negative + PRIOR[0], others + PRIOR[1]
    rate = (counted + ERRORS * math.sqrt(counted)) / among
    own = [negative + SHRUNK * counted / among for _, negative in hours]
    by_hour = [(each + ERRORS * math.sqrt(each)) / (total - negative + SHRUNK) for each, (total, negative) in zip(own, hours)]
    return Usual(rate, _dispersion(known, counted / among), tuple(max(1.0, each / rate) for each in by_hour))


def threshold(topics: int) -> float:
    """What the test has to pass, where so many topics are watched."""
    return math.log(BINS_A_WEEK * len(SCALES) * max(topics, 1)) - SLACK


def surge(negative: Sequence[int], customers: Sequence[int], of: Usual, passes: float, hours: Sequence[int] = ()) -> Found | None:
    """The surge that is on in the last bin; none if there is none.

    Args:
        negative: how many were negative about the topic in each bin, the oldest first.
        customers: how many wrote.
        of: what is usual of the topic.
        passes: the threshold.
        hours: in which hour of the day each bin is; nothing if all hours are alike.
    """
    for steps in log_ratios(negative, customers, of, hours):
        start, sum_ = _last_run(steps)
        if sum_ >= passes:
            counts = np.asarray(negative)
            first = start + int(np.flatnonzero(counts[start:])[0])
            return Found(first, int(counts[first:].sum()), float(_expected(counts, customers, of, hours)[first:].sum()))
    return None


def log_ratios(negative: Sequence[int], customers: Sequence[int], of: Usual, hours: Sequence[int] = ()) -> Doubles:
    """What each bin adds to the sum of each test (S, B); the arguments are those of `surge`."""
    counts, expected = np.asarray(negative, dtype=float), _expected(negative, customers, of, hours)  # (B,)
    scales = np.array(SCALES)[:, None]  # (S, 1)
    return np.asarray((counts * np.log(scales / MARGIN) - (scales - MARGIN) * expected) / of.dispersion)


def _expected(negative: Sequence[int] | NDArray[np.int64], customers: Sequence[int], of: Usual, hours: Sequence[int]) -> Doubles:
    """How many are usually negative in each bin (B,)."""
    others = np.asarray(customers, dtype=float) - np.asarray(negative, dtype=float)
    times = np.array([of.hours[hour] for hour in hours]) if of.hours and hours else 1.0
    return np.asarray(of.rate * times * np.maximum(others, FEWEST_OTHERS))


def _last_run(steps: Doubles) -> tuple[int, float]:
    """Where the sum was 0 for the last time, and how far it has come since."""
    start, sum_ = 0, 0.0
    for place, step in enumerate(steps.tolist()):
        sum_ += step
        if sum_ <= 0:
            start, sum_ = place + 1, 0.0
    return start, sum_


def _dispersion(days: Sequence[tuple[int, int]], rate: float) -> float:
    """Variance over mean of the days' counts, by the median: one surge more or less doesn't move it."""
    scatter = [(negative - rate * others) ** 2 / max(rate * others, 0.5) for others, negative in days]
    # The median of a chi-squared variable with one degree of freedom is 0.455.
    return max(1.0, float(np.median(scatter)) / 0.455) if scatter else 1.0
