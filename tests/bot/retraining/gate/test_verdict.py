"""Yes or no: worse overall, for an intent, more often wrong, or unequal for those who ask."""

from dataclasses import replace

import pytest

from bot.models.promotion_settings import PromotionSettings
from bot.retraining.evaluation.comparison import Comparison
from bot.retraining.evaluation.evaluation import Evaluation
from bot.retraining.evaluation.judging import Outcome
from bot.retraining.gate.groups import GROUP
from bot.retraining.gate.verdict import judge_candidate
from tests.bot.retraining.evaluation.outcomes import outcome

SETTINGS = PromotionSettings()


def comparison(before: list[Outcome], after: list[Outcome]) -> Comparison:
    return Comparison(Evaluation("old", tuple(before)), Evaluation("new", tuple(after)))


def answered(intents: str, expected: str = "order") -> list[Outcome]:
    """An outcome a letter: o is right, x another template, – a hand-over."""
    came = {"o": expected, "x": "refund", "-": ""}
    return [outcome(f"{expected} {number}", expected, came[letter]) for number, letter in enumerate(intents)]


def test_an_equal_candidate_is_accepted() -> None:
    both = answered("oooooooxxx--")
    assert judge_candidate(comparison(both, both), (), SETTINGS).accepted


def test_a_worse_one_is_refused_where_chance_does_not_explain_it() -> None:
    assert judge_candidate(comparison(answered("o" * 20), answered("o" * 19 + "-")), (), SETTINGS).accepted
    verdict = judge_candidate(comparison(answered("o" * 20), answered("o" * 10 + "-" * 10)), (), SETTINGS)
    assert "worse overall: 10 questions are right only today" in verdict.reasons[0]


def test_a_named_intent_may_not_lose_at_all() -> None:
    before, after = answered("ooo"), answered("oo-")
    assert judge_candidate(comparison(before, after), (), SETTINGS).accepted
    verdict = judge_candidate(comparison(before, after), (), PromotionSettings(important_intents=("order",)))
    assert "worse for order, which promotion.yml names" in verdict.reasons[0]


def test_an_intent_with_many_questions_counts_though_another_one_gains() -> None:
    before = [*answered("o" * 30), *answered("-" * 30, "gift")]
    after = [*answered("o" * 15 + "-" * 15), *answered("o" * 30, "gift")]
    [why] = judge_candidate(comparison(before, after), (), SETTINGS).reasons
    assert "worse for order" in why


def test_more_wrong_answers_are_refused_though_more_are_right() -> None:
    verdict = judge_candidate(comparison(answered("-" * 30), answered("o" * 20 + "x" * 10)), (), SETTINGS)
    assert any("wrong and confident more often: 10" in why for why in verdict.reasons)


@pytest.mark.parametrize("before", ["oo", "ox"])
def test_who_asks_may_not_matter_newly(before: str) -> None:
    was, now = (
        [replace(each, question=replace(each.question, group=GROUP, place="set 1")) for each in answered(two)] for two in (before, "o-")
    )
    reasons = judge_candidate(comparison(was, now), (), SETTINGS).reasons
    assert any("treats people differently" in why for why in reasons) == (before == "oo")


def test_objections_to_its_answers_refuse_it() -> None:
    both = answered("oooo")
    assert judge_candidate(comparison(both, both), ("A new answer holds an insult.",), SETTINGS).reasons == (
        "A new answer holds an insult.",
    )
