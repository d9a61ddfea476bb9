"""Questions that somebody asked before, word for word."""

from typing import cast

import pytest

from bot.components.asked import Asked, Found
from finetune.classifier.prediction import Prediction
from retrieval.search.entries import Fit, Hit, Passage, Source

PASSAGE = Passage("A hotel is fine: put your name in line 1.", (Source("d-1", None),), 1)
FIT = Fit(0.9, 0.6, 0.6, 0.4, 25.0)


def asked(text: str, *questions: str) -> Asked:
    hits = tuple(Hit(PASSAGE, question, 1.0, FIT, 0.5) for question in questions)
    return Asked(text, "alone", lambda _: cast(Prediction, None), search=lambda _: Found(hits))


@pytest.mark.parametrize(
    ("text", "before"), [("Can parcels be sent to my hotel?", "can parcels be sent to my hotel"), ("能寄到酒店吗？", "能寄到酒店吗")]
)
def test_the_very_same_question_has_its_answer(text: str, before: str) -> None:
    assert asked(text, before).own_question


@pytest.mark.parametrize(
    ("text", "before"),
    [
        ("Can parcels be sent to my hotel?", ("Can parcels be sent to my office?",)),
        ("Can parcels be sent to my hotel?", ("Can it go to a hotel?", "Can parcels be sent to my hotel?")),
        ("and for how long is it kept there?", ("and for how long is it kept there?",)),
        ("how much", ("how much",)),
        ("Can parcels be sent to my hotel?", ()),
    ],
)
def test_others_are_weighed(text: str, before: tuple[str, ...]) -> None:
    assert not asked(text, *before).own_question
