"""Months of a company's customers as they could be: how many write, and how many are negative about which topic, in bins of 5 minutes.

People write by day more than by night, and on Mondays more than on Sundays. Some topics are asked about often, some hardly ever. Each topic
has better and worse hours and days, beyond what chance does. On some days a sale doubles or trebles all that is written, for hours.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]

DAYS, HISTORY_DAYS, BINS = 28, 28, 288
TOPICS = 25
# A share of customers that is negative about anything, and how unequal topics are.
NEGATIVE, UNEQUAL = 0.12, 1.0
# How far hours and days of a topic scatter: shapes of gamma distributions with mean 1.
BY_HOUR, BY_DAY = 8.0, 25.0
SALES, SALE_HOURS = 6, (4, 12)
HOURS = np.array([2, 1, 1, 1, 1, 2, 4, 7, 12, 16, 18, 18, 17, 17, 17, 16, 15, 14, 13, 13, 13, 11, 7, 4], dtype=float)
WEEKDAYS = np.array([1.25, 1.1, 1.05, 1.0, 1.0, 0.85, 0.75])


@dataclass(frozen=True)
class Month:
    """Four weeks, with four weeks before them.

    Attributes:
        customers: how many write in each bin (B,).
        negative: how many of these are negative about each topic (K, B).
    """

    customers: Counts
    negative: Counts

    def with_surge(self, topic: int, start: int, an_hour: float, hours: float, random: np.random.Generator) -> Month:
        """The month with more negative customers about a topic, from a bin on."""
        length = round(12 * hours)
        more = random.poisson(an_hour / 12, length)
        customers, negative = self.customers.copy(), self.negative.copy()
        customers[start : start + length] += more
        negative[topic, start : start + length] += more
        return Month(customers, negative)


def month(customers_a_day: float, random: np.random.Generator) -> Month:
    """A month without a surge."""
    days = HISTORY_DAYS + DAYS
    profile = np.repeat(HOURS / HOURS.sum() / 12, 12)  # (288,)
    volume = customers_a_day * np.concatenate([profile * WEEKDAYS[day % 7] for day in range(days)])  # (B,)
    volume *= np.repeat(random.gamma(50.0, 1 / 50.0, days), BINS)
    for _ in range(2 * SALES):
        start, hours = random.integers(len(volume)), random.integers(*SALE_HOURS)
        volume[start : start + 12 * hours] *= random.uniform(2.0, 3.5)
    shares = 1 / np.arange(1, TOPICS + 1) ** UNEQUAL
    shares *= NEGATIVE / shares.sum()
    rates = shares[:, None] * np.repeat(random.gamma(BY_DAY, 1 / BY_DAY, (TOPICS, days)), BINS, axis=1)
    rates *= np.repeat(random.gamma(BY_HOUR, 1 / BY_HOUR, (TOPICS, 24 * days)), 12, axis=1)
    negative = random.poisson(rates * volume)
    return Month(negative.sum(axis=0) + random.poisson(volume * (1 - NEGATIVE)), negative)
