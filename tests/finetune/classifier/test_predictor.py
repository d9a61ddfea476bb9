"""A trained classifier, served."""

import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from data.errors import ModelError
from finetune.classifier.layout import Layout
from finetune.classifier.predictor import Classifier
from finetune.encoders.pretrained import load_pretrained
from finetune.encoders.tokenization import encode
from finetune.network.classifier_network import AttentionClassifier
from finetune.settings import TrainingSettings
from tests.conftest import EXAMPLES


@pytest.fixture(scope="module")
def classifier(tiny_classifier: Path) -> Classifier:
    return Classifier.load(tiny_classifier)


def test_a_prediction_is_a_distribution_with_attention(classifier: Classifier) -> None:
    prediction = classifier.predict("how long does delivery take")
    assert sum(probability for _, probability in prediction.ranking) == pytest.approx(1, abs=1e-5)
    assert prediction.tokens == ["[CLS]", "how", "long", "does", "delivery", "take", "[SEP]"]
    assert prediction.attention.shape == (6, 7)
    np.testing.assert_allclose(prediction.attention.sum(axis=1), 1, atol=1e-5)
    assert np.linalg.norm(prediction.sentence) == pytest.approx(1, abs=1e-5)


def test_what_was_never_taught_gets_less_confidence(classifier: Classifier) -> None:
    taught = classifier.predict("how many days does delivery take").confidence
    assert classifier.predict("the president of France met the press today").confidence < taught


def test_onnx_and_torch_agree(classifier: Classifier, tiny_classifier: Path, tiny_settings: TrainingSettings) -> None:
    layout = Layout(tiny_classifier)
    pretrained = load_pretrained(tiny_settings.encoder)
    model = AttentionClassifier(pretrained.model, 3, tiny_settings.heads, 0.0, tiny_settings.trained_layers)
    model.load_state_dict(load_file(layout.weights), strict=False)
    assert not classifier.card.int8, "eight-bit weights agree in what they choose, not in each digit"
    texts = [example.text for example in EXAMPLES]
    batch = encode(pretrained.tokenizer, texts, 128)
    with torch.inference_mode():
        expected = model.eval()(torch.from_numpy(batch.ids), torch.from_numpy(batch.mask))
    logits, attention, sentence = classifier.session.run(None, {"ids": batch.ids, "mask": batch.mask})
    np.testing.assert_allclose(logits, expected.logits.numpy(), atol=1e-3)
    np.testing.assert_allclose(attention, expected.attention.numpy(), atol=1e-4)
    np.testing.assert_allclose(sentence, expected.sentence.numpy(), atol=1e-4)


def test_embedding_keeps_the_order_whatever_the_lengths(classifier: Classifier) -> None:
    texts = ["a", "how long does it take until something like this arrives here", "gift card"] * 20
    together = classifier.embed(texts)
    for row in (0, 1, 2):
        np.testing.assert_allclose(together[row], classifier.predict(texts[row]).sentence, atol=1e-4)
        np.testing.assert_allclose(together[row], together[row + 3], atol=1e-4)


def test_a_damaged_classifier_is_refused(tiny_classifier: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="holds no trained classifier"):
        Classifier.load(tmp_path)
    copy = Path(shutil.copytree(tiny_classifier, tmp_path / "copy"))
    Layout(copy).onnx.write_bytes(b"not a network")
    with pytest.raises(ModelError, match="is damaged"):
        Classifier.load(copy)


@pytest.mark.parametrize("text", ["", "\0", "😀🎉", "שלום عالم", "\ud800", "a" * 5_000])
def test_any_text_can_be_read(classifier: Classifier, text: str) -> None:
    assert 0 <= classifier.predict(text).confidence <= 1
