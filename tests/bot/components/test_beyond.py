"""What goes on with an answered question is more than that question again."""

import numpy as np
import pytest

from bot.components.asked import Asked
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
