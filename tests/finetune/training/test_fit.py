"""Training, export and serving, for real, on fifteen examples."""

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from data.errors import DataError, ModelError
from data.records import Example
from finetune.classifier.layout import Card, Layout
from finetune.classifier.predictor import Classifier
from finetune.encoders.pretrained import load_pretrained
from finetune.encoders.tokenization import clean, encode
from finetune.network.classifier_network import AttentionClassifier
from finetune.settings import TrainingSettings
from finetune.training.fit import fit, split
from finetune.training.progress import TrainingProgress
from tests.conftest import EXAMPLES


@pytest.fixture(scope="module")
def classifier(tiny_classifier: Path) -> Classifier:
    return Classifier.load(tiny_classifier)


def test_it_learns(classifier: Classifier) -> None:
    assert classifier.predict("how long until my delivery comes?").intent == "delivery_time"
    assert classifier.predict("my password is gone, how do I reset it?").intent == "reset_password"
    assert classifier.predict("a gift voucher for mum").intent == "gift_card"


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


def test_training_leaves_the_sentence_vectors_as_published(classifier: Classifier, tiny_settings: TrainingSettings) -> None:
    texts = [example.text for example in EXAMPLES]
    np.testing.assert_allclose(classifier.embed(texts), load_pretrained(tiny_settings.encoder).embed(texts), atol=1e-4)


def test_an_index_outlives_training(tiny_classifier: Path, tmp_path: Path) -> None:
    other = fit(EXAMPLES, tmp_path, TrainingSettings(mode="head", epochs=1, validation_share=0.2, quantize=False))
    assert Card.load(other.card).encoder_hash == Card.load(Layout(tiny_classifier).card).encoder_hash


def test_embedding_keeps_the_order_whatever_the_lengths(classifier: Classifier) -> None:
    texts = ["a", "how long does it take until something like this arrives here", "gift card"] * 20
    together = classifier.embed(texts)
    for row in (0, 1, 2):
        np.testing.assert_allclose(together[row], classifier.predict(texts[row]).sentence, atol=1e-4)
        np.testing.assert_allclose(together[row], together[row + 3], atol=1e-4)


def test_a_seed_makes_training_repeatable(tiny_classifier: Path, tiny_settings: TrainingSettings, tmp_path: Path) -> None:
    again = fit(EXAMPLES, tmp_path, tiny_settings)
    assert Card.load(again.card) == Card.load(Layout(tiny_classifier).card)


@pytest.mark.parametrize("mode", ["full", "lora", "head"])
def test_each_mode_learns(mode: Any, tmp_path: Path) -> None:
    layout = fit(EXAMPLES, tmp_path, TrainingSettings(mode=mode, epochs=2, batch_size=8, validation_share=0.2))
    classifier = Classifier.load(tmp_path)
    assert classifier.predict("how long until my delivery comes?").intent == "delivery_time"
    trained = load_file(layout.weights)
    assert any("crown" in name for name in trained) == (mode != "head")


def test_eight_bit_weights_read_alike(tmp_path: Path, tiny_classifier: Path) -> None:
    fit(EXAMPLES, tmp_path, TrainingSettings(mode="head", epochs=1, batch_size=8, validation_share=0.2, quantize=True))
    small, exact = Classifier.load(tmp_path), Classifier.load(tiny_classifier)
    assert small.card.int8
    assert Layout(tmp_path).onnx.stat().st_size < Layout(tiny_classifier).onnx.stat().st_size / 3
    assert [small.predict(example.text).intent for example in EXAMPLES] == [exact.predict(example.text).intent for example in EXAMPLES]


def test_an_interrupted_run_goes_on_and_ends_the_same(tiny_classifier: Path, tiny_settings: TrainingSettings, tmp_path: Path) -> None:
    class Stopped(Exception):
        pass

    def stop_in_the_third_epoch(progress: TrainingProgress) -> None:
        if progress.step > 2 * progress.steps / 3 + 1:
            raise Stopped

    with pytest.raises(Stopped):
        fit(EXAMPLES, tmp_path / "a", tiny_settings, stop_in_the_third_epoch, checkpoints=tmp_path / "checkpoints")
    seen: list[TrainingProgress] = []
    resumed = fit(EXAMPLES, tmp_path / "a", tiny_settings, seen.append, checkpoints=tmp_path / "checkpoints")
    assert seen[0].step > seen[0].steps / 2
    assert not (tmp_path / "checkpoints").exists()
    assert Card.load(resumed.card) == Card.load(Layout(tiny_classifier).card)


def test_messages_without_labels_are_learnt_from(tiny_settings: TrainingSettings, tmp_path: Path) -> None:
    more = ["how long till it gets here", "password gone again", "a voucher for dad", "the weather is fine"]
    fit(EXAMPLES, tmp_path, tiny_settings, unlabelled=more)
    assert Classifier.load(tmp_path).predict("forgot the password").intent == "reset_password"


def test_adversarial_training_learns(tmp_path: Path) -> None:
    fit(EXAMPLES, tmp_path, TrainingSettings(mode="head", epochs=2, adversarial=0.05, validation_share=0.2, quantize=False))
    assert Classifier.load(tmp_path).predict("how long until my delivery comes?").intent == "delivery_time"


def test_an_ensemble_is_distilled_into_one(tmp_path: Path) -> None:
    phases: list[str] = []
    settings = TrainingSettings(mode="head", epochs=1, members=2, validation_share=0.2)
    fit(EXAMPLES, tmp_path, settings, lambda progress: phases.append(progress.phase))
    assert list(dict.fromkeys(phases)) == ["Learning", "Learning from all, member 1", "Learning from all, member 2", "Learning from all"]


def test_every_intent_is_in_both_parts(tiny_settings: TrainingSettings) -> None:
    training, validation = split(EXAMPLES, tiny_settings)
    assert {example.intent for example in training} == {example.intent for example in validation}
    assert not {example.text for example in training} & {example.text for example in validation}


@pytest.mark.parametrize(
    ("examples", "message"),
    [
        ([], "at least 2 intents. It got: none"),
        ([Example("a", "one"), Example("b", "one")], "at least 2 intents. It got: one"),
        ([Example("a", "one"), Example("b", "one"), Example("c", "two")], "With fewer: two"),
    ],
)
def test_too_few_examples_are_a_clear_error(examples: list[Example], message: str, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=message):
        fit(examples, tmp_path, TrainingSettings())


def test_an_unknown_encoder_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no encoder '.*nowhere' could be loaded; expected one of all-MiniLM-L6-v2"):
        load_pretrained(str(tmp_path / "nowhere"))


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


def test_cleaning_keeps_what_is_visible() -> None:
    assert clean(" ｆｕｌｌ\twidth\0\n and 😀 ") == "full width and 😀"
