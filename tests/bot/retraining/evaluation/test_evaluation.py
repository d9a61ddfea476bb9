import pytest

from bot.retraining.evaluation.evaluation import Counts, Evaluation
from tests.bot.retraining.evaluation.outcomes import outcome

EVALUATION = Evaluation(
    "m",
    (
        outcome("one", "a", "a", 0.9, "en"),
        outcome("two", "a", "", 0.4, "en"),
        outcome("three", "a", "b", 0.6, "de"),
        outcome("four", "", "b", 0.8, "en", group="near_miss"),
        outcome("five", "", "", 0.7, "en", group="near_miss"),
    ),
)


def test_counts() -> None:
    assert EVALUATION.all == Counts("all", 5, 2, 1, 2)
    assert EVALUATION.all.share == pytest.approx(0.4)
    assert EVALUATION.by_expected == [Counts("template", 3, 1, 1, 1), Counts("hand_over", 2, 1, 0, 1)]
    assert EVALUATION.by_language == [Counts("en", 4, 2, 1, 1), Counts("de", 1, 0, 0, 1)]
    assert EVALUATION.by_group == [Counts("shop", 3, 1, 1, 1), Counts("near_miss", 2, 1, 0, 1)]


def test_the_worst_are_wrong_and_confident_the_surest_first() -> None:
    assert [each.question.text for each in EVALUATION.worst] == ["four", "three", "two"]


def test_wilsons_interval() -> None:
    assert EVALUATION.interval == pytest.approx((0.1176, 0.7693), abs=1e-4)


def test_reliability_is_over_all_outcomes() -> None:
    assert EVALUATION.reliability.error == pytest.approx((0.1 + 0.4 + 0.6 + 0.8 + 0.3) / 5)
