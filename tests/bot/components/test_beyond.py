"""What goes on with an answered question is more than that question again."""

from dataclasses import replace

import numpy as np
import pytest

from bot.components.asked import Asked, Found
from bot.components.beyond import beyond
from finetune.classifier.prediction import Prediction
from finetune.encoders.e5.encoder import TokenStates

NOTHING = np.zeros((0, 2), dtype=np.float32)


def asked(text: str, **probabilities: float) -> Asked:
    reading = TokenStates(np.zeros(0, dtype=np.int64), np.zeros((0, 2), dtype=np.int64), NOTHING, np.zeros(2, dtype=np.float32))
    ranking = sorted(probabilities.items(), key=lambda each: -each[1])
    prediction = Prediction(ranking, 0.9, 0.9, "answer", [], [], NOTHING, reading, {}, NOTHING[:0].ravel())
    return Asked(text, "in_context", lambda _: prediction)


TIME_THEN_COST = asked("how many days to Milan and what would that cost me", delivery_time=0.8, delivery_cost=0.15, gift_card=0.05)


def test_what_was_answered_is_left_out_where_the_message_by_itself_is_liker_the_next() -> None:
    more = beyond("delivery_time", TIME_THEN_COST, asked("what would that cost me", delivery_cost=0.7, delivery_time=0.1))
    assert more is not None
    assert more.prediction.intent == "delivery_cost"
    assert dict(more.prediction.ranking)["delivery_cost"] == pytest.approx(0.75)


def test_the_same_may_be_asked_of_something_else() -> None:
    assert beyond("delivery_time", TIME_THEN_COST, asked("what about Norway", delivery_time=0.4, delivery_cost=0.1)) is None
    assert beyond("delivery_time", TIME_THEN_COST, asked("how is that done", delivery_cost=0.2, delivery_time=0.1)) is None
    assert beyond("gift_card", TIME_THEN_COST, asked("what would that cost me", delivery_cost=0.7)) is None


def test_what_templates_put_first_was_answered_too() -> None:
    """The classifier alone has the next one first; what is decided on, by the templates as well, is the one that was answered."""
    found = Found(template_answers={"delivery_time": 3.0, "delivery_cost": 0.0})
    close = asked(TIME_THEN_COST.text, delivery_cost=0.5, delivery_time=0.45, gift_card=0.05)
    more = beyond("delivery_time", replace(close, search=lambda _: found), asked("what would that cost me", delivery_cost=0.7))
    assert more is not None
    assert [intent for intent, _ in more.ranking] == ["delivery_cost", "gift_card"]
    assert dict(more.ranking)["delivery_cost"] == pytest.approx(0.5 / 0.55)
