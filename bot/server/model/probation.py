"""Whether a model that was just promoted does worse than the one before: errors, hand-overs, thumbs-down, by the process's metrics."""

from __future__ import annotations

import math
from dataclasses import dataclass

from bot.metrics import count

# How far both shares may be off by chance: one in a thousand goes further on one side.
Z = 3.09
# So much more than before is a jump.
JUMP = 0.05


@dataclass(frozen=True)
class Tally:
    """What a process has counted since it started.

    Attributes:
        turns, errors: turns that ended, and those that failed.
        answers, hand_overs: replies with a decision, and those that hand over.
        ratings, thumbs_down: what customers thought of replies.
    """

    turns: int = 0
    errors: int = 0
    answers: int = 0
    hand_overs: int = 0
    ratings: int = 0
    thumbs_down: int = 0

    @classmethod
    def now(cls) -> Tally:
        turns = {outcome: count("heed_turns_total", outcome=outcome) for outcome in ("answered", "failed", "given_up")}
        kinds = {kind: count("heed_decisions_total", kind=kind) for kind in ("template", "passage", "clarify", "hand_over", "none")}
        thumbs = {value: count("heed_ratings_total", value=value) for value in ("up", "down")}
        return cls(
            turns=sum(turns.values()),
            errors=turns["failed"] + turns["given_up"],
            answers=sum(kinds.values()),
            hand_overs=kinds["hand_over"],
            ratings=sum(thumbs.values()),
            thumbs_down=thumbs["down"],
        )

    def since(self, earlier: Tally) -> Tally:
        """What came after an earlier count."""
        return Tally(*(getattr(self, name) - getattr(earlier, name) for name in self.__dataclass_fields__))


def worse(before: Tally, after: Tally, fewest: int) -> str | None:
    """Why a model does worse than the one before it, in words; none if it doesn't, or can't be told yet.

    A share has jumped if its Wilson interval lies above that of before, and above it by `JUMP`.

    Args:
        before, after: what was counted under each.
        fewest: events that a share is made of at least.
    """
    shares = (
        ("of the turns failed", (before.errors, before.turns), (after.errors, after.turns)),
        ("of the answers handed over", (before.hand_overs, before.answers), (after.hand_overs, after.answers)),
        ("of the ratings were thumbs down", (before.thumbs_down, before.ratings), (after.thumbs_down, after.ratings)),
    )
    for what, (were, of), (are, among) in shares:
        if among < fewest or of < fewest:
            continue
        if _interval(are, among)[0] > max(_interval(were, of)[1], were / of + JUMP):
            return f"{are / among:.0%} {what}, {were / of:.0%} before"
    return None


def _interval(count: int, total: int) -> tuple[float, float]:
    """Wilson's interval of a share."""
    share, square = count / total, Z * Z / total
    middle = share + square / 2
    width = Z * math.sqrt(share * (1 - share) / total + square / (4 * total))
    return (middle - width) / (1 + square), (middle + width) / (1 + square)
