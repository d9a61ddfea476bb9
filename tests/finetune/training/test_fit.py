"""Training and export, for real, on fifteen examples."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from safetensors.torch import load_file

from finetune.classifier.layout import Card, Layout
from finetune.classifier.predictor import Classifier
from finetune.encoders.pretrained import load_pretrained
from finetune.settings import TrainingSettings
from finetune.training.fit import fit
from finetune.training.progress import TrainingProgress
from tests.conftest import EXAMPLES


@pytest.fixture(scope="module")
def classifier(tiny_classifier: Path) -> Classifier:
    return Classifier.load(tiny_classifier)


def test_it_learns(classifier: Classifier) -> None:
    assert classifier.predict("how long until my delivery comes?").intent == "delivery_time"
    assert classifier.predict("my password is gone, how do I reset it?").intent == "reset_password"
    assert classifier.predict("a gift voucher for mum").intent == "gift_card"


def test_training_leaves_the_sentence_vectors_as_published(classifier: Classifier, tiny_settings: TrainingSettings) -> None:
    texts = [example.text for example in EXAMPLES]
    np.testing.assert_allclose(classifier.embed(texts), load_pretrained(tiny_settings.encoder).embed(texts), atol=1e-4)


def test_an_index_outlives_training(tiny_classifier: Path, tmp_path: Path) -> None:
    other = fit(EXAMPLES, tmp_path, TrainingSettings(mode="head", epochs=1, validation_share=0.2, quantize=False))
    assert Card.load(other.card).encoder_hash == Card.load(Layout(tiny_classifier).card).encoder_hash


def test_a_seed_makes_training_repeatable(tiny_classifier: Path, tiny_settings: TrainingSettings, tmp_path: Path) -> None:
    again = fit(EXAMPLES, tmp_path, tiny_settings, pretrained=load_pretrained(tiny_settings.encoder))
    assert Card.load(again.card) == Card.load(Layout(tiny_classifier).card)


@pytest.mark.parametrize("mode", ["full", "head"])
def test_each_mode_learns(mode: Any, tmp_path: Path) -> None:
    layout = fit(EXAMPLES, tmp_path, TrainingSettings(mode=mode, epochs=2, batch_size=8, validation_share=0.2))
    classifier = Classifier.load(tmp_path)
    assert classifier.predict("how long until my delivery comes?").intent == "delivery_time"
    trained = load_file(layout.weights)
    assert any("trained_layers" in name for name in trained) == (mode != "head")


def test_eight_bit_weights_predict_the_same(tmp_path: Path, tiny_classifier: Path) -> None:
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
