import random

import pytest

from bench.intents.data import DISTRACTORS
from finetune.training.augmentation import augment, distract, mistype
from finetune.training.chatter import chatter_for


def test_chatter_stands_around_the_question_and_leaves_it_whole() -> None:
    for seed in range(50):
        augmented = distract("where is my order?", random.Random(seed))
        assert augmented.text[augmented.start : augmented.end] == "where is my order?"
        assert len(augmented.text) > len("where is my order?")


def test_a_chinese_question_gets_chinese_chatter() -> None:
    augmented = distract("我的订单到哪了", random.Random(1))
    assert augmented.text[augmented.start : augmented.end] == "我的订单到哪了"
    assert chatter_for("我的订单到哪了") != chatter_for("where is my order?")


def test_the_benchmark_distracts_with_sentences_that_training_never_saw() -> None:
    assert not {sentence.casefold() for sentence in DISTRACTORS} & {sentence.casefold() for sentence in chatter_for("english")}


def test_a_typing_error_changes_little() -> None:
    text = "When will my refund arrive at the bank?"
    for seed in range(50):
        mistyped = mistype(text, random.Random(seed))
        assert len(text) - 12 <= len(mistyped) <= len(text) + 6
    assert any(mistype(text, random.Random(seed)) != text for seed in range(5))


@pytest.mark.parametrize("text", ["", "a", "ok"])
def test_short_texts_survive(text: str) -> None:
    for seed in range(20):
        assert augment(text, 0.0, 1.0, random.Random(seed)).text.strip() or not text


def test_none_is_wanted_none_is_done() -> None:
    assert augment("Where is it?", 0.0, 0.0, random.Random(0)).text == "Where is it?"
