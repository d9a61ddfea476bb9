"""A trained classifier, served."""

import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from data.errors import ModelError
from finetune.classifier.layout import Card, Layout
from finetune.classifier.predictor import Classifier
from finetune.encoders.pretrained import load_pretrained
from finetune.encoders.tokenization import encode
from finetune.network.classifier_network import AttentionClassifier
from finetune.settings import TrainingSettings
from finetune.training.remembering_reader import RememberingReader
from tests.conftest import EXAMPLES

QUESTION = "how long does delivery take"


@pytest.fixture(scope="module")
def classifier(tiny_classifier: Path, encoders: Path) -> Classifier:
    return Classifier.load(tiny_classifier, encoders)


@pytest.fixture(scope="module")
def with_network(network_classifier: Path, encoders: Path) -> Classifier:
    return Classifier.load(network_classifier, encoders)


def test_a_prediction_is_a_distribution_with_attention(classifier: Classifier) -> None:
    prediction = classifier.predict(QUESTION)
    assert sum(probability for _, probability in prediction.ranking) == pytest.approx(1, abs=1e-5)
    assert prediction.tokens == ["how", "long", "does", "delivery", "take"]
    assert prediction.offsets == [(0, 3), (4, 8), (9, 13), (14, 22), (23, 27)]
    assert prediction.attention.shape == (1, 5)
    np.testing.assert_allclose(prediction.attention.sum(axis=1), 1, atol=1e-5)
    assert np.linalg.norm(prediction.sentence) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("which", ["classifier", "with_network"])
def test_many_messages_are_classified_as_each_alone(
    which: str, encoders: Path, tiny_classifier: Path, request: pytest.FixtureRequest
) -> None:
    served: Classifier = request.getfixturevalue(which)
    texts = [QUESTION, "a voucher, pleese", "我的包裹在哪里", "🙃"]
    together = served.predict_all(texts)
    for text, found in zip(texts, together):
        alone = served.predict(text)
        assert (found.tokens, found.offsets, found.decision) == (alone.tokens, alone.offsets, alone.decision)
        assert [intent for intent, _ in found.ranking] == [intent for intent, _ in alone.ranking]
        assert found.confidence == pytest.approx(alone.confidence, abs=1e-5)
        np.testing.assert_allclose(found.attention, alone.attention, atol=1e-5)
        assert found.matches.keys() == alone.matches.keys()


def test_a_reader_that_is_at_hand_serves_if_it_is_the_one_it_was_trained_with(
    tiny_classifier: Path, encoders: Path, tmp_path: Path
) -> None:
    reader = RememberingReader.load(encoders, "all-MiniLM-L6-v2")
    classifier = Classifier.load(tiny_classifier, encoders, reader=reader)
    assert classifier.predict(QUESTION).intent == "delivery_time"
    assert "how long does delivery take" in reader.encoder.known
    shutil.copytree(tiny_classifier, tmp_path / "other")
    card = Layout(tmp_path / "other").card
    card.write_text(card.read_text().replace(classifier.encoder_hash, "0" * 64))
    with pytest.raises(ModelError, match="was trained with the encoder 000000000000"):
        Classifier.load(tmp_path / "other", encoders, reader=reader)


def test_attention_falls_on_the_word_that_tells_the_intent(classifier: Classifier) -> None:
    prediction = classifier.predict("hello there, my sister would like a voucher")
    weights = dict(zip(prediction.tokens, prediction.attention[0].tolist()))
    assert weights["voucher"] > 1.5 * weights["there"]


def test_a_network_gives_its_own_attention(with_network: Classifier) -> None:
    prediction = with_network.predict(QUESTION)
    assert prediction.tokens == ["[CLS]", "how", "long", "does", "delivery", "take", "[SEP]"]
    assert prediction.attention.shape == (6, 7)
    np.testing.assert_allclose(prediction.attention.sum(axis=1), 1, atol=1e-5)
    assert prediction.reading.states.shape == (5, with_network.width)


def test_it_tells_how_the_intents_match(classifier: Classifier) -> None:
    taught = classifier.predict(QUESTION)
    first, other = taught.matches["delivery_time"], taught.matches["gift_card"]
    assert first.coverage == pytest.approx(1, abs=0.02)
    assert first.nearest_e5 == pytest.approx(1, abs=0.02)
    assert first.nearest_minilm == pytest.approx(1, abs=0.02)
    assert first.gap < other.gap
    assert first.weakest > other.weakest
    assert len(first.alignment.similarities) == len(taught.reading.ids)


def test_questions_in_other_languages_are_read(classifier: Classifier) -> None:
    assert classifier.predict("¿Cuánto tarda el envío?").intent == "delivery_time"
    assert classifier.predict("パスワードを忘れました").intent == "reset_password"
    assert classifier.predict("你们有礼品卡吗？").intent == "gift_card"
    assert classifier.predict("你们有礼品卡吗？").matches["gift_card"].nearest_minilm == 0


def test_what_was_never_taught_gets_less_confidence(classifier: Classifier) -> None:
    taught = classifier.predict("how many days does delivery take").confidence
    assert classifier.predict("the president of France met the press today").confidence < taught


def test_onnx_and_torch_agree(with_network: Classifier, network_classifier: Path, network_settings: TrainingSettings) -> None:
    pretrained = load_pretrained(network_settings.encoder)
    model = AttentionClassifier(pretrained.model, 3, network_settings.heads, 0.0, network_settings.trained_layers)
    model.load_state_dict(load_file(Layout(network_classifier).weights), strict=False)
    assert not with_network.card.int8, "eight-bit weights agree in what they choose, not in each digit"
    assert with_network.network
    texts = [example.text for example in EXAMPLES]
    batch = encode(pretrained.tokenizer, texts, 128)
    with torch.inference_mode():
        expected = model.eval()(torch.from_numpy(batch.ids), torch.from_numpy(batch.mask))
    logits, attention = with_network.network.session.run(None, {"ids": batch.ids, "mask": batch.mask})
    np.testing.assert_allclose(logits, expected.logits.numpy(), atol=1e-3)
    np.testing.assert_allclose(attention, expected.attention.numpy(), atol=1e-4)
    np.testing.assert_allclose(with_network.network.logits(texts), logits, atol=1e-3)


def test_embedding_keeps_the_order_whatever_the_lengths(classifier: Classifier) -> None:
    texts = ["a", "how long does it take until something like this arrives here", "gift card"] * 20
    together = classifier.embed(texts)
    for row in (0, 1, 2):
        assert together[row] @ classifier.predict(texts[row]).sentence > 0.95  # in a batch, 8-bit states are rounded otherwise
        assert together[row] @ together[row + 3] > 0.95


def test_a_damaged_classifier_is_refused(tiny_classifier: Path, encoders: Path, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="holds no trained classifier"):
        Classifier.load(tmp_path, encoders)
    copy = Path(shutil.copytree(tiny_classifier, tmp_path / "copy"))
    Layout(copy).members.write_bytes(b"no tensors")
    with pytest.raises(ModelError, match="is damaged"):
        Classifier.load(copy, encoders)
    Layout(copy).states.unlink()
    with pytest.raises(ModelError, match=r"is damaged \(it lacks states\.safetensors\)"):
        Classifier.load(copy, encoders)


def test_other_encoders_than_it_was_trained_with_are_refused(tiny_classifier: Path, encoders: Path, tmp_path: Path) -> None:
    copy = Layout(Path(shutil.copytree(tiny_classifier, tmp_path / "copy")))
    card = Card.load(copy.card)
    copy.card.write_text(copy.card.read_text().replace(card.english_hash, "0" * 64))
    with pytest.raises(ModelError, match="was trained with the encoder 000000000000…, installed is"):
        Classifier.load(copy.folder, encoders)


@pytest.mark.parametrize("text", ["", "\0", "😀🎉", "שלום عالم", "\ud800", "a" * 5_000])
def test_any_text_can_be_read(classifier: Classifier, text: str) -> None:
    assert 0 <= classifier.predict(text).confidence <= 1
