"""Surges in made-up months: how soon a planted one is found, and how often one is found that isn't there; beside a threshold on counts.

The peer raises an alarm where a topic has so many negative messages in an hour; how many is chosen so that it has as few false alarms as
Heed is allowed, on these very months: that flatters it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from bench.moods.months import BINS, DAYS, HISTORY_DAYS, TOPICS, Month, month
from bench.results import Result
from bot.moods.detection import SCALES, log_ratios, threshold, usual
from bot.moods.watching import FEWEST_TOPICS

Raised = NDArray[np.bool_]  # (K, B), whether a topic is above the threshold

MONTHS = 40
HOURS_OF_BINS = [place * 24 // BINS for place in range(BINS)]
# Customers who write on a day, and how many more an hour are negative in a surge.
SIZES = {"60 customers a day": (60.0, 16.0), "400 customers a day": (400.0, 20.0), "3,000 customers a day": (3_000.0, 40.0)}
SURGE_HOURS = 3.0
FIRST = HISTORY_DAYS * BINS
OVER_AFTER = 24  # bins
GOAL_MINUTES, GOAL_FALSE_A_WEEK = 30.0, 1.0


def surges() -> Iterator[Result]:
    """All figures."""
    for condition, (customers, an_hour) in SIZES.items():
        random = np.random.default_rng(20261127)
        months = [month(customers, random) for _ in range(MONTHS)]
        planted = []
        for each in months:
            topic, start = int(random.integers(TOPICS)), FIRST + int(random.integers(DAYS * BINS - 12 * int(SURGE_HOURS)))
            planted.append((each.with_surge(topic, start, an_hour, SURGE_HOURS, random), topic, start))
        quiet, raised = [_by_test(each) for each in months], [_by_test(each) for each, _, _ in planted]
        yield from _figures("heed", condition, quiet, _minutes(raised, planted))
        least = _least_for(months)
        quiet, raised = [_by_count(each, least) for each in months], [_by_count(each, least) for each, _, _ in planted]
        yield from _figures("raw counts", f"{condition}", quiet, _minutes(raised, planted))
        yield Result(
            _test(), "negative messages of a topic in an hour that raise an alarm", least, system="raw counts", condition=condition
        )


def _test() -> str:
    return f"a surge of {SURGE_HOURS:g} h in each of {MONTHS} months"


def _figures(system: str, condition: str, quiet: Sequence[Raised], minutes: Sequence[float]) -> Iterator[Result]:
    weeks = len(quiet) * DAYS / 7
    false = sum(_alarms(each) for each in quiet) / weeks
    ours = system == "heed"
    found = np.array(minutes)
    share = float(np.mean(found <= GOAL_MINUTES))
    for metric, value, unit, goal, holds in (
        ("false alarms", false, "a week", f"≤ {GOAL_FALSE_A_WEEK:g}", false <= GOAL_FALSE_A_WEEK),
        ("found within 30 minutes", share, "", "", None),
        ("time to find it, median", float(np.median(found)), "minutes", f"≤ {GOAL_MINUTES:g}", float(np.median(found)) <= GOAL_MINUTES),
        ("time to find it, 90th percentile", float(np.quantile(found, 0.9)), "minutes", "", None),
    ):
        yield Result(_test(), metric, value, unit, goal if ours else "", holds if ours else None, system, condition)


def _minutes(raised: Sequence[Raised], planted: Sequence[tuple[Month, int, int]]) -> list[float]:
    """From the beginning of each surge to its alarm; infinite where there was none while it was on."""
    found = []
    for each, (_, topic, start) in zip(raised, planted):
        on = np.flatnonzero(each[topic, start : start + round(12 * SURGE_HOURS)])
        found.append(5.0 * (on[0] + 1) if len(on) else np.inf)
    return found


def _alarms(raised: Raised) -> int:
    """How many alarms it makes: a surge is one, and over when it wasn't raised for two hours."""
    count = 0
    for topic in raised:
        places = np.flatnonzero(topic[FIRST:])
        count += int(len(places) > 0) + int((np.diff(places) > OVER_AFTER).sum())
    return count


def _by_test(each: Month) -> Raised:
    """Where Heed's test is above its threshold; what is usual is learnt anew on each day from the 28 before."""
    steps = np.zeros((TOPICS, len(SCALES), len(each.customers)))
    all_by_hour = each.customers.reshape(-1, 24, BINS // 24).sum(axis=2)  # (days, 24)
    for topic, counts in enumerate(each.negative):
        by_hour = counts.reshape(-1, 24, BINS // 24).sum(axis=2)
        for day in range(HISTORY_DAYS, HISTORY_DAYS + DAYS):
            past, here = slice(day - HISTORY_DAYS, day), slice(day * BINS, (day + 1) * BINS)
            days, hours = (list(zip(all_by_hour[past].sum(axis=axis).tolist(), by_hour[past].sum(axis=axis).tolist())) for axis in (1, 0))
            steps[topic, :, here] = log_ratios(counts[here].tolist(), each.customers[here].tolist(), usual(days, hours), HOURS_OF_BINS)
    passes = threshold(max(FEWEST_TOPICS, TOPICS))
    raised = np.zeros(each.negative.shape, dtype=bool)
    sums = np.zeros(steps.shape[:2])
    for place in range(FIRST, len(each.customers)):
        sums = np.maximum(0, sums + steps[:, :, place])
        raised[:, place] = (sums >= passes).any(axis=1)
    return raised


def _in_an_hour(counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """The sums of the last 12 bins (K, B)."""
    sums = np.cumsum(counts, axis=1)
    return sums - np.pad(sums, ((0, 0), (12, 0)))[:, : sums.shape[1]]


def _by_count(each: Month, least: int) -> Raised:
    return np.asarray(_in_an_hour(each.negative) >= least)


def _least_for(months: Sequence[Month]) -> int:
    """The lowest count with no more false alarms than allowed."""
    allowed = GOAL_FALSE_A_WEEK * len(months) * DAYS / 7
    return next(least for least in range(2, 10_000) if sum(_alarms(_by_count(each, least)) for each in months) <= allowed)
