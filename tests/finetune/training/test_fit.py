"""Training and export, for real, on fifteen examples."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from safetensors.torch import load_file

from data.records import Example
from finetune.classifier.layout import Card, Layout
from finetune.classifier.predictor import Classifier
from finetune.settings import TrainingSettings
from finetune.training.fit import fit
from finetune.training.progress import TrainingProgress
from tests.conftest import EXAMPLES


def test_it_learns(tiny_classifier: Path, encoders: Path) -> None:
    classifier = Classifier.load(tiny_classifier, encoders)
    assert classifier.predict("how long until my delivery comes?").intent == "delivery_time"
    assert classifier.predict("my password is gone, how do I reset it?").intent == "reset_password"
    assert classifier.predict("a gift voucher for mum").intent == "gift_card"


def test_quick_training_needs_no_torch(encoders: Path, tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from finetune.training.fit import fit; from finetune.settings import TrainingSettings\n"
        "from data.records import Example\n"
        f"examples = [Example(*each) for each in {[(example.text, example.intent) for example in EXAMPLES]!r}]\n"
        f"fit(examples, Path({str(tmp_path)!r}), Path({str(encoders)!r}), TrainingSettings())\n"
        "assert not {'torch', 'transformers'} & set(sys.modules), 'it was imported'"
    )
    subprocess.run([sys.executable, "-W", "ignore", "-c", program], check=True, cwd=Path(__file__).parents[3])
    assert Layout(tmp_path).card.is_file()


def test_an_index_outlives_training(tiny_classifier: Path, encoders: Path, tmp_path: Path) -> None:
    other = fit([*EXAMPLES, Example("yes", "affirm"), Example("sure", "affirm")], tmp_path, encoders, TrainingSettings())
    assert Card.load(other.card).encoder_hash == Card.load(Layout(tiny_classifier).card).encoder_hash


def test_a_seed_makes_training_repeatable(
    tiny_classifier: Path, network_classifier: Path, network_settings: TrainingSettings, encoders: Path, tmp_path: Path
) -> None:
    again = fit(EXAMPLES, tmp_path / "quick", encoders, TrainingSettings(validation_share=0.2))
    assert Card.load(again.card) == Card.load(Layout(tiny_classifier).card)
    again = fit(EXAMPLES, tmp_path / "top", encoders, network_settings)
    assert Card.load(again.card) == Card.load(Layout(network_classifier).card)


def test_what_says_what_an_intent_is_about_is_learnt_from(tiny_classifier: Path, encoders: Path, tmp_path: Path) -> None:
    asked = "which till in the orchard"
    about = [Example("You redeem it at each till in the orchard or the dairy.", "gift_card")]
    layout = fit(EXAMPLES, tmp_path, encoders, TrainingSettings(validation_share=0.2), about=about)
    with_it, without = (
        dict(Classifier.load(folder, encoders).predict(asked).ranking)["gift_card"] for folder in (layout.folder, tiny_classifier)
    )
    assert with_it > max(without, 0.5)


@pytest.mark.parametrize("mode", ["full", "head"])
def test_each_mode_of_a_network_learns(mode: Any, encoders: Path, tmp_path: Path) -> None:
    layout = fit(EXAMPLES, tmp_path, encoders, TrainingSettings(mode=mode, epochs=2, batch_size=8, validation_share=0.2))
    classifier = Classifier.load(tmp_path, encoders)
    assert classifier.predict("how long until my delivery comes?").intent == "delivery_time"
    trained = load_file(layout.weights)
    assert any("trained_layers" in name for name in trained) == (mode != "head")


def test_eight_bit_weights_predict_the_same(network_classifier: Path, encoders: Path, tmp_path: Path) -> None:
    fit(EXAMPLES, tmp_path, encoders, TrainingSettings(mode="head", epochs=1, batch_size=8, validation_share=0.2, quantize=True))
    small, exact = Classifier.load(tmp_path, encoders), Classifier.load(network_classifier, encoders)
    assert small.card.int8
    assert Layout(tmp_path).onnx.stat().st_size < Layout(network_classifier).onnx.stat().st_size / 3
    assert [small.predict(example.text).intent for example in EXAMPLES] == [exact.predict(example.text).intent for example in EXAMPLES]


def test_an_interrupted_run_goes_on_and_ends_the_same(
    network_classifier: Path, network_settings: TrainingSettings, encoders: Path, tmp_path: Path
) -> None:
    class Stopped(Exception):
        pass

    def stop_in_the_third_epoch(progress: TrainingProgress) -> None:
        if progress.loss is not None and progress.step > 2 * progress.steps / 3 + 1:
            raise Stopped

    with pytest.raises(Stopped):
        fit(EXAMPLES, tmp_path / "a", encoders, network_settings, stop_in_the_third_epoch, checkpoints=tmp_path / "checkpoints")
    seen: list[TrainingProgress] = []
    resumed = fit(EXAMPLES, tmp_path / "a", encoders, network_settings, seen.append, checkpoints=tmp_path / "checkpoints")
    assert seen[0].step > seen[0].steps / 2
    assert not (tmp_path / "checkpoints").exists()
    assert Card.load(resumed.card) == Card.load(Layout(network_classifier).card)


def test_messages_without_labels_are_learnt_from(network_settings: TrainingSettings, encoders: Path, tmp_path: Path) -> None:
    more = ["how long till it gets here", "password gone again", "a voucher for dad", "the weather is fine"]
    fit(EXAMPLES, tmp_path, encoders, network_settings, unlabelled=more)
    assert Classifier.load(tmp_path, encoders).predict("forgot the password").intent == "reset_password"


def test_progress_counts_the_texts_that_are_read(encoders: Path, tmp_path: Path) -> None:
    seen: list[TrainingProgress] = []
    fit(EXAMPLES, tmp_path, encoders, TrainingSettings(), seen.append)
    assert [*dict.fromkeys(progress.phase for progress in seen)] == ["Reading the examples", "Held out"]
    assert seen[-1].step == seen[-1].steps


def test_adversarial_training_learns(encoders: Path, tmp_path: Path) -> None:
    settings = TrainingSettings(mode="head", epochs=2, adversarial=0.05, validation_share=0.2, quantize=False)
    fit(EXAMPLES, tmp_path, encoders, settings)
    assert Classifier.load(tmp_path, encoders).predict("how long until my delivery comes?").intent == "delivery_time"


def test_an_ensemble_of_networks_is_distilled_into_one(encoders: Path, tmp_path: Path) -> None:
    phases: list[str] = []
    settings = TrainingSettings(mode="head", epochs=1, members=2, validation_share=0.2)
    fit(EXAMPLES, tmp_path, encoders, settings, lambda progress: phases.append(progress.phase))
    learning = [phase for phase in dict.fromkeys(phases) if phase != "Reading the examples"]
    assert learning == ["Learning", "Held out", "Learning from all, member 1", "Learning from all, member 2", "Learning from all"]
