"""Examples asked as if they had never been seen."""

from pathlib import Path

import pytest

from data.errors import DataError
from data.records import Example
from finetune.classifier.prediction import Prediction
from finetune.classifier.predictor import Classifier
from finetune.settings import TrainingSettings
from finetune.training.cross_fit import cross_fit
from tests.conftest import EXAMPLES

ODD = Example("zebras graze on the savanna", "gift_card")
TWICE = Example("is there a gift voucher", "gift_card")


@pytest.fixture(scope="module")
def predictions(encoders: Path) -> list[Prediction]:
    return cross_fit([*EXAMPLES, ODD, TWICE], encoders, TrainingSettings())


def test_each_example_has_a_prediction_in_their_order(predictions: list[Prediction]) -> None:
    assert len(predictions) == len(EXAMPLES) + 2
    right = sum(prediction.intent == example.intent for prediction, example in zip(predictions, EXAMPLES))
    assert right >= 12
    for prediction in predictions:
        assert sum(probability for _, probability in prediction.ranking) == pytest.approx(1, abs=1e-5)
        assert set(prediction.matches) == {"delivery_time", "gift_card", "reset_password"}


def test_nothing_of_the_example_itself_or_of_its_twin_tells(predictions: list[Prediction], tiny_classifier: Path, encoders: Path) -> None:
    twin = next(index for index, example in enumerate(EXAMPLES) if example.text == TWICE.text)
    seen = Classifier.load(tiny_classifier, encoders).predict(TWICE.text).matches["gift_card"]
    for prediction in (predictions[twin], predictions[-1]):
        unseen = prediction.matches["gift_card"]
        assert unseen.coverage < 0.95 < seen.coverage
        assert unseen.nearest_e5 < 0.95 < seen.nearest_e5
        assert unseen.nearest_minilm < 0.97 < seen.nearest_minilm
    assert predictions[-2].matches["gift_card"].coverage < 0.6


def test_what_is_about_an_intent_is_learnt_from_and_never_asked(predictions: list[Prediction], encoders: Path) -> None:
    examples = [*EXAMPLES, ODD, TWICE]
    about = [Example("zebras that graze on the savanna are printed on it", "gift_card"), Example(EXAMPLES[0].text, "delivery_time")]
    informed = cross_fit(examples, encoders, TrainingSettings(), about=about)
    assert len(informed) == len(examples)
    assert predictions[-2].matches["gift_card"].coverage < 0.8 < informed[-2].matches["gift_card"].coverage
    assert informed[0].matches["delivery_time"].coverage < 0.95  # its own words say nothing of it, whoever else writes them
    assert informed[0].matches["delivery_time"].nearest_e5 < 0.95


def test_too_few_examples_are_a_clear_error(encoders: Path) -> None:
    with pytest.raises(DataError, match="at least 2 intents"):
        cross_fit(EXAMPLES[:5], encoders, TrainingSettings())
