"""The evaluation of a real classifier."""

import pytest

from data.errors import DataError
from data.records import Example
from finetune.classifier.predictor import Classifier
from finetune.evaluation.evaluate import Evaluation, evaluate
from tests.conftest import EXAMPLES
from tests.finetune.evaluation.messages import FOREIGN


def test_a_real_classifier_is_measured_as_it_serves(classifier: Classifier, evaluation: Evaluation) -> None:
    predictions = [classifier.predict(example.text) for example in EXAMPLES]
    right = sum(prediction.intent == example.intent for prediction, example in zip(predictions, EXAMPLES))
    assert evaluation.scores.messages == len(EXAMPLES) + 1
    assert evaluation.scores.accuracy == pytest.approx(right / (len(EXAMPLES) + 1))
    assert evaluation.answer_at == classifier.card.calibration.answer_at
    assert evaluation.scores.out_of_scope is not None
    assert evaluation.scores.out_of_scope.messages == len(FOREIGN) + 1


def test_mistakes_are_pictured_word_by_word(evaluation: Evaluation) -> None:
    [wrong] = [picture for picture in evaluation.wrong if picture.text == "how long does delivery take"]
    assert wrong.label == "gift_card"
    assert wrong.predicted == "delivery_time"
    assert [word.text for word in wrong.words] == ["how", "long", "does", "delivery", "take"]
    assert evaluation.right
    assert all(picture.label == picture.predicted for picture in evaluation.right)


def test_the_same_seed_gives_the_same_evaluation(classifier: Classifier) -> None:
    assert evaluate(classifier, EXAMPLES[:6], seed=3) == evaluate(classifier, EXAMPLES[:6], seed=3)


def test_progress_counts_every_message(classifier: Classifier) -> None:
    seen: list[tuple[int, int]] = []
    evaluate(classifier, EXAMPLES[:4], FOREIGN, lambda done, total: seen.append((done, total)))
    assert seen == [(done, 6) for done in range(1, 7)]


def test_labels_that_were_never_taught_are_named(classifier: Classifier) -> None:
    with pytest.raises(DataError, match=r"never taught: complaint, refund\. Expected its intents \(delivery_time, gift_card"):
        evaluate(classifier, [*EXAMPLES, Example("my money", "refund"), Example("this is bad", "complaint")])


@pytest.mark.parametrize("examples", [[], [Example("hello moon", "out_of_scope")]])
def test_nothing_to_measure_is_an_error(classifier: Classifier, examples: list[Example]) -> None:
    with pytest.raises(DataError, match="no message with a label that the classifier was taught"):
        evaluate(classifier, examples, FOREIGN)
