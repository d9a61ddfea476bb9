import random

import pytest

from finetune.augmentation import augment, distract, mistype
from finetune.chatter import CHINESE, ENGLISH


def test_chatter_stands_around_the_question_and_leaves_it_whole() -> None:
    for seed in range(50):
        distracted = distract("where is my order?", random.Random(seed))
        assert "where is my order?" in distracted
        assert any(sentence in distracted for sentence in ENGLISH)


def test_a_chinese_question_gets_chinese_chatter() -> None:
    assert any(sentence in distract("我的订单到哪了", random.Random(1)) for sentence in CHINESE)


def test_a_typing_error_changes_little() -> None:
    text = "When will my refund arrive at the bank?"
    for seed in range(50):
        mistyped = mistype(text, random.Random(seed))
        assert len(text) - len(mistyped) + 4 > 0
        assert len(mistyped) >= len(text) - 5


@pytest.mark.parametrize("text", ["", "a", "ok"])
def test_short_texts_survive(text: str) -> None:
    for seed in range(20):
        assert augment(text, 0.0, 1.0, random.Random(seed)).strip() == augment(text, 0.0, 1.0, random.Random(seed)).strip()


def test_none_is_wanted_none_is_done() -> None:
    assert augment("Where is it?", 0.0, 0.0, random.Random(0)) == "Where is it?"
