"""Trains a classifier on labelled examples: in seconds on frozen encoders, or with a fine-tuned network beside, in minutes.

Two runs: one with some examples held out, which tells what each member of the ensemble is worth and how sure to be, and when the
network stops; then, if they were a large share, one on all examples. What the first run has learnt about confidence holds for the
second, which has only seen more examples. Torch is imported only where a network is trained.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from data.extras import require_training
from data.records import Example
from finetune.arrays import Labels
from finetune.classifier import calibration
from finetune.classifier.calibration import Calibration
from finetune.classifier.composition import compose, corrected
from finetune.classifier.ensemble import fit_weights
from finetune.classifier.language_model import LanguageModel
from finetune.classifier.late_interaction import ExampleStates
from finetune.classifier.layout import Card, Layout
from finetune.classifier.members import Members, fit_members, largest_left_out_logits
from finetune.classifier.prediction import named
from finetune.classifier.spelling import Speller
from finetune.encoders.reading import Readings
from finetune.encoders.tokenization import clean
from finetune.settings import TrainingSettings
from finetune.training.examples import check, name_examples, split
from finetune.training.progress import TrainingProgress
from finetune.training.remembering_reader import RememberingReader

if TYPE_CHECKING:
    from finetune.training.network_member import NetworkMember, TrainedNetwork

Report = Callable[[TrainingProgress], None]

# Where less was held out than this, a second run on all examples would gain nothing.
WORTH_A_SECOND_RUN = 0.1
# The phase whose loss and accuracy are those of the whole ensemble, on what was held out.
HELD_OUT = "Held out"


def fit(
    examples: Sequence[Example],
    folder: Path,
    encoders: Path,
    settings: TrainingSettings,
    report: Report = lambda _: None,
    unlabelled: Sequence[str] = (),
    checkpoints: Path | None = None,
    reader: RememberingReader | None = None,
    about: Sequence[Example] = (),
) -> Layout:
    """Trains a classifier and saves it, ready to serve, in `folder`.

    Args:
        examples: texts with their intents; at least two intents, and two examples of each.
        folder: where the classifier goes; made if missing.
        encoders: where the exported encoders are; they are made if they aren't there.
        settings: how to train.
        report: is called after each step.
        unlabelled: more messages, without a label: they make a network steadier.
        checkpoints: a folder in which a network's runs are saved after each epoch, so that one that was interrupted goes on; it is
            removed with all in it when the classifier is done.
        reader: the encoders of `settings.encoder`, if the caller has loaded them already.
        about: texts that are no messages, but say what an intent is about: trained on as the intents' names are, never held out.

    Raises:
        DataError: the examples are too few.
        ModelError: an encoder can't be loaded.
        SettingsError: a network is to be trained, but PyTorch is not installed.
    """
    intents = sorted({example.intent for example in examples})
    check(examples, intents)
    reader = RememberingReader.load(encoders, settings.encoder) if reader is None else reader
    reader.report = lambda done, total: report(TrainingProgress(done, total, None, None, "Reading the examples"))
    fitting = _Fitting(reader, intents, settings, _network(settings, intents, unlabelled, report, checkpoints))
    training, held_out = split(examples, settings)
    names = [*name_examples(intents), *about]

    fitted = fitting.fit("Learning", [*training, *names], settings.epochs, held_out)
    calibrated, loss = fitting.calibrate(fitted, held_out)
    report(TrainingProgress(1, 1, loss, calibrated.accuracy, HELD_OUT))
    if len(held_out) > WORTH_A_SECOND_RUN * len(examples):
        epochs = fitted.network.epochs if fitted.network else 0
        del fitted  # makes room for the second one
        fitted = fitting.fit("Learning from all", [*examples, *names], epochs)
    layout = Layout(folder)
    fitting.save(fitted, calibrated, layout, held_out)
    if checkpoints and checkpoints.is_dir():
        shutil.rmtree(checkpoints)
    return layout


def held_out_loss(
    examples: Sequence[Example], encoders: Path, settings: TrainingSettings, report: Report, reader: RememberingReader
) -> tuple[float, float]:
    """How a classifier that is so trained reads what was held out: its loss (mean negative log-probability) and its accuracy.

    The arguments are those of `fit`, which raises the same errors; nothing is saved.
    """
    intents = sorted({example.intent for example in examples})
    check(examples, intents)
    fitting = _Fitting(reader, intents, settings, _network(settings, intents, (), report, None))
    training, held_out = split(examples, settings)
    fitted = fitting.fit("Trying", [*training, *name_examples(intents)], settings.epochs, held_out)
    calibrated, loss = fitting.calibrate(fitted, held_out)
    report(TrainingProgress(1, 1, loss, calibrated.accuracy, HELD_OUT))
    return loss, calibrated.accuracy


def _network(
    settings: TrainingSettings, intents: Sequence[str], unlabelled: Sequence[str], report: Report, checkpoints: Path | None
) -> NetworkMember | None:
    if settings.mode == "quick":
        return None
    require_training(f"mode: {settings.mode}")
    from finetune.training.network_member import NetworkMember  # torch takes seconds to import

    return NetworkMember(settings, len(intents), unlabelled, report, checkpoints)


class _Fitted(NamedTuple):
    """The members of an ensemble, fitted on M examples."""

    members: Members
    states: ExampleStates
    language_model: LanguageModel
    readings: Readings  # M
    labels: Labels  # (M,)
    network: TrainedNetwork | None


class _Calibrated(NamedTuple):
    """What held-out messages tell: the ensemble's weights (2E,), the calibration, and the accuracy."""

    weights: list[float]
    calibration: Calibration
    accuracy: float


@dataclass(frozen=True)
class _Fitting:
    """Fits ensembles for one set of intents, and calibrates them."""

    reader: RememberingReader
    intents: list[str]
    settings: TrainingSettings
    network: NetworkMember | None

    def fit(self, phase: str, examples: Sequence[Example], epochs: int, held_out: Sequence[Example] = ()) -> _Fitted:
        """Fits all members; where messages are held out, they say when a network stops."""
        texts, labels = [clean(example.text) for example in examples], self.labels(examples)
        asked = [example.text for example in held_out]
        network = self.network.train(phase, texts, labels, epochs, asked, self.labels(held_out)) if self.network else None
        readings = self.reader.read_all(texts)
        members = fit_members(texts, labels, readings, len(self.intents), self.settings.seed, self.settings.strength)
        states = ExampleStates.of(readings.tokens, labels, len(self.intents))
        return _Fitted(members, states, LanguageModel.of(texts, self.reader.english.tokenizer), readings, labels, network)

    def calibrate(self, fitted: _Fitted, held_out: Sequence[Example]) -> tuple[_Calibrated, float]:
        """Learns from held-out messages what each member of the ensemble is worth, and how sure to be; with the loss on them."""
        labels, speller = self.labels(held_out), Speller(fitted.language_model)
        plain = [corrected(example.text, speller).text for example in held_out]
        readings = self.reader.read_all(plain)
        logits = fitted.network.logits(plain) if fitted.network else None
        composition = compose(plain, readings, fitted.members, fitted.states, named(self.intents), logits)
        weights = fit_weights(composition.log_probabilities, readings.foreign, labels)
        features = composition.features(weights)
        left_out = largest_left_out_logits(fitted.readings, fitted.labels, readings, labels, len(self.intents), self.settings.seed)
        calibrated = calibration.fit(features, labels, left_out, self.settings.target_precision)
        loss = -float(features.scores[np.arange(len(labels)), labels].mean())
        return _Calibrated(weights, calibrated, float((features.scores.argmax(1) == labels).mean())), loss

    def save(self, fitted: _Fitted, calibrated: _Calibrated, layout: Layout, held_out: Sequence[Example]) -> None:
        """Writes the classifier; the card, which makes it valid, last."""
        layout.folder.mkdir(parents=True, exist_ok=True)
        layout.card.unlink(missing_ok=True)
        fitted.members.save(layout.members)
        fitted.states.save(layout.states)
        fitted.language_model.save(layout.language_model)
        texts, labels = [clean(example.text) for example in held_out], self.labels(held_out)
        encoder_hash, english_hash = self.reader.hashes
        Card(
            intents=self.intents,
            encoder=self.settings.encoder,
            encoder_hash=encoder_hash,
            english_hash=english_hash,
            width=self.reader.e5.width,
            network=fitted.network is not None,
            max_tokens=self.settings.max_tokens,
            int8=fitted.network.export(layout, texts, labels) if fitted.network else True,
            settings=asdict(self.settings),
            **calibrated._asdict(),
        ).save(layout.card)

    def labels(self, examples: Sequence[Example]) -> Labels:
        return np.array([self.intents.index(example.intent) for example in examples], dtype=np.int64)
