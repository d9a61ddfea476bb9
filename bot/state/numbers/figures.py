"""What was counted, as people read it: how many, what share, how long."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.domain import NO_ANSWERS
from bot.metrics import SECONDS

DURATIONS = {"answered_s": "response_s", "waited_s": "wait_s"}
# What a count is called, before its kind: `decision:passage`.
DIVIDED = {"decision": "decisions", "handed_over": "handed_over", "mood": "moods", "rated": "ratings", "stars": "stars"}

# What took longer isn't told apart.
LONGEST_S = SECONDS[-1]


@dataclass
class Figures:
    """What happened on some days, on some channels, in some languages.

    Attributes:
        counts: how often what was counted.
        conversations: how many customers wrote in; one who comes back on another day counts again.
        with_person: how many of these were handed over.
    """

    counts: Counter[str] = field(default_factory=Counter)
    conversations: int = 0
    with_person: int = 0

    @property
    def contained(self) -> float | None:
        """The share of conversations that went on without a person; none where there were none."""
        return max(0.0, 1 - self.with_person / self.conversations) if self.conversations else None

    def of(self, kind: str) -> dict[str, int]:
        """The counts of a kind, as `decision`, by what follows, the most first."""
        found = {name.partition(":")[2]: count for name, count in self.counts.items() if name.startswith(f"{kind}:") and count > 0}
        return dict(sorted(found.items(), key=lambda each: (-each[1], each[0])))

    def durations(self, kind: str) -> dict[str, float | int] | None:
        """The median and the 95th percentile of a kind of durations, in seconds, rounded up to a bucket's edge; none where there
        were none."""
        buckets = sorted((math.inf if name == "inf" else float(name), count) for name, count in self.of(kind).items())
        number = sum(count for _, count in buckets)
        if not number:
            return None
        return {"number": number, "median": _quantile(buckets, number, 0.5), "p95": _quantile(buckets, number, 0.95)}

    def record(self) -> dict[str, Any]:
        """It as JSON; docs/monitoring/README.md lists the keys."""
        found: dict[str, Any] = {
            "conversations": self.conversations,
            "with_person": self.with_person,
            "contained": None if self.contained is None else round(self.contained, 4),
            "messages": self.counts["messages"],
            "turns": self.counts["turns"],
            "unanswered": self.counts["unanswered"],
        }
        found |= {name: self.of(kind) for kind, name in DIVIDED.items()}
        return found | {name: self.durations(kind) for kind, name in DURATIONS.items()}


@dataclass(frozen=True)
class Topic:
    """How often it was asked about, without an answer, in anger."""

    topic: str
    asked: int
    unanswered: int
    negative: int


def topics(counts: Mapping[str, int]) -> list[Topic]:
    """The topics in counts, those with most unanswered questions first; without those of older counts that are outcomes of the decision."""
    figures = Figures(Counter(counts))
    asked, unanswered, negative = (figures.of(kind) for kind in ("topic", "unanswered", "negative"))
    found = [
        Topic(name, asked.get(name, 0), unanswered.get(name, 0), negative.get(name, 0))
        for name in (asked.keys() | unanswered.keys()) - set(NO_ANSWERS)
    ]
    return sorted(found, key=lambda topic: (-topic.unanswered, -topic.asked, topic.topic))


def _quantile(buckets: list[tuple[float, int]], number: int, share: float) -> float:
    """The upper edge of the bucket that a quantile lies in."""
    passed = 0
    for edge, count in buckets:
        passed += count
        if passed >= share * number:
            return min(edge, LONGEST_S)
    return LONGEST_S
