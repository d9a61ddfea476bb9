"""A real classifier and its evaluation, made once."""

from pathlib import Path

import pytest

from data.records import Example
from finetune.classifier.predictor import Classifier
from finetune.evaluation.evaluate import Evaluation, evaluate
from tests.conftest import EXAMPLES
from tests.finetune.evaluation.messages import FOREIGN


@pytest.fixture(scope="session")
def classifier(tiny_classifier: Path, encoders: Path) -> Classifier:
    return Classifier.load(tiny_classifier, encoders)


@pytest.fixture(scope="session")
def evaluation(classifier: Classifier) -> Evaluation:
    """Of the taught examples, one of them with a wrong label so that there is a mistake."""
    examples = [*EXAMPLES, Example("how long does delivery take", "gift_card"), Example("what is the meaning of life", "oos")]
    return evaluate(classifier, examples, FOREIGN)
