"""The examples that a classifier is trained on."""

import pytest

from data.errors import DataError
from data.records import Example
from finetune.settings import TrainingSettings
from finetune.training.examples import check, name_examples, split
from tests.conftest import EXAMPLES


def test_every_intent_is_in_both_parts(network_settings: TrainingSettings) -> None:
    training, validation = split(EXAMPLES, network_settings)
    assert {example.intent for example in training} == {example.intent for example in validation}
    assert not {example.text for example in training} & {example.text for example in validation}


def test_an_intents_name_is_an_example_of_it() -> None:
    assert name_examples(["gift_card", "42", "track-Order2"]) == [Example("gift card", "gift_card"), Example("track order", "track-Order2")]


@pytest.mark.parametrize(
    ("examples", "message"),
    [
        ([], "at least 2 intents. It got: none"),
        ([Example("a", "one"), Example("b", "one")], "at least 2 intents. It got: one"),
        ([Example("a", "one"), Example("b", "one"), Example("c", "two")], "With fewer: two"),
    ],
)
def test_too_few_examples_are_a_clear_error(examples: list[Example], message: str) -> None:
    with pytest.raises(DataError, match=message):
        check(examples, sorted({example.intent for example in examples}))
