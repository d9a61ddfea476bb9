from pathlib import Path

import pytest

from finetune.classifier.explain import WORD, explain, faithfulness
from finetune.classifier.predictor import Classifier


@pytest.fixture(scope="module")
def classifier(tiny_classifier: Path, encoders: Path) -> Classifier:
    return Classifier.load(tiny_classifier, encoders)


def test_each_word_of_the_message_is_there_once_in_order(classifier: Classifier) -> None:
    words = explain(classifier, "  Hello,  I can't find my password!")
    assert [word.text for word in words] == ["Hello", "I", "can't", "find", "my", "password"]
    assert sum(word.attention for word in words) <= 1.001


def test_the_word_that_carries_the_meaning_has_the_largest_effect(classifier: Classifier) -> None:
    words = explain(classifier, "my grandmother would like a voucher")
    assert max(words, key=lambda word: word.effect).text == "voucher"


def test_leaving_out_what_is_named_changes_more_than_chance(classifier: Classifier) -> None:
    messages = ["how long does delivery take to my house", "please help me reset my password today", "I would like to buy a gift card"]
    found = faithfulness(classifier, messages)
    assert found.effect >= found.random


def test_messages_without_words_have_no_explanation(classifier: Classifier) -> None:
    assert explain(classifier, "?!") == []
    assert WORD.findall("我的JL-48单") == ["我", "的", "JL", "48", "单"]
