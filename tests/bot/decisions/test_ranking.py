"""Intents in order by classifier and templates."""

import pytest

from bot.decisions.ranking import answering, likeliest, to_read, verified

RANKING = [("passage", 0.4), ("delivery_cost", 0.3), ("new_product", 0.25), ("gift_card", 0.002), ("clarify", 0.001)]


def test_only_intents_with_a_template_answer() -> None:
    assert [intent for intent, _ in answering(RANKING)] == ["delivery_cost", "new_product", "gift_card"]
    assert likeliest(RANKING) == "delivery_cost"
    assert likeliest([("passage", 1.0)]) == ""


def test_only_templates_that_may_be_meant_are_read() -> None:
    assert to_read(RANKING) == ["delivery_cost", "new_product"]
    assert to_read([("clarify", 1.0)]) == []


def test_a_template_that_answers_better_goes_first_and_the_rest_stays_as_it_was() -> None:
    found = verified(RANKING, {"delivery_cost": -4.0, "new_product": 3.0})
    assert [intent for intent, _ in found] == ["new_product", "passage", "delivery_cost", "gift_card", "clarify"]
    assert dict(found)["new_product"] + dict(found)["delivery_cost"] == pytest.approx(0.55)
    assert (dict(found)["passage"], dict(found)["gift_card"]) == (0.4, 0.002)


def test_a_sure_intent_stays_first() -> None:
    assert likeliest(verified([("delivery_cost", 0.97), ("gift_card", 0.03)], {"delivery_cost": -3.0, "gift_card": 3.0})) == "delivery_cost"


def test_without_templates_nothing_changes() -> None:
    assert verified(RANKING, {}) == RANKING
