"""From texts to features."""

from pathlib import Path

import numpy as np
import pytest

from finetune.classifier.composition import corrected
from finetune.classifier.predictor import Classifier
from tests.conftest import EXAMPLES


@pytest.fixture(scope="module")
def classifier(tiny_classifier: Path, encoders: Path) -> Classifier:
    return Classifier.load(tiny_classifier, encoders)


def test_a_message_has_the_same_features_alone_and_among_others(classifier: Classifier) -> None:
    texts = [example.text for example in EXAMPLES]
    together = np.exp(classifier.features(texts).scores)
    for row, text in enumerate(texts):
        alone = dict(classifier.predict(text).ranking)
        np.testing.assert_allclose(together[row], [alone[intent] for intent in classifier.card.intents], atol=1e-4)


def test_blanks_and_typing_errors_change_no_feature(classifier: Classifier) -> None:
    typed, plain = "  how long does\tdelievry take", "how long does delivery take"
    for feature in classifier.features([typed, plain]):
        np.testing.assert_allclose(feature[0], feature[1], atol=1e-6)


def test_features_are_of_the_shapes_that_calibration_takes(classifier: Classifier) -> None:
    features = classifier.features(["buy a gift card", "hello"])
    intents = len(classifier.card.intents)
    assert features.scores.shape == features.logits.shape == features.ood_logits.shape == features.coverage.shape == (2, intents)
    assert features.nearest.shape[:2] == (2, intents)
    assert features.foreign.shape == (2,)


def test_a_text_in_another_language_is_not_corrected(classifier: Classifier) -> None:
    german = "Wie lange dauert die Lieferung nach Wien, und was kostet sie?"
    assert corrected(german, classifier.speller).text == german
    assert corrected("how long does delievry take", classifier.speller).text == "how long does delivery take"
