"""Fine-tunes the classifier on labelled examples, on two cores in minutes.

Two runs: one with some examples held out, which tells when to stop, what each member of the ensemble is worth and how sure to
be; then, if they were a large share, one on all examples. What the first run has learnt about confidence holds for the second,
which has only seen more examples.
"""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from data.records import Example
from finetune.arrays import Floats, Labels
from finetune.classifier import calibration
from finetune.classifier.calibration import Calibration
from finetune.classifier.composition import Encoded, compose
from finetune.classifier.ensemble import EnsembleMembers, fit_members, fit_weights, largest_left_out_logits
from finetune.classifier.language_model import LanguageModel
from finetune.classifier.layout import Card, Layout
from finetune.classifier.spelling import Speller
from finetune.encoders.onnx_export import hash_encoder
from finetune.encoders.pretrained import Pretrained, load_pretrained
from finetune.encoders.tokenization import encode
from finetune.settings import TrainingSettings
from finetune.training import losses
from finetune.training.checkpoint import Checkpoint, State
from finetune.training.examples import check, name_examples, split
from finetune.training.export import export
from finetune.training.progress import TrainingProgress
from finetune.training.trainer import Task, TrainingRun

Report = Callable[[TrainingProgress], None]

# Where less was held out than this, a second run on all examples would gain nothing.
WORTH_A_SECOND_RUN = 0.1


def fit(
    examples: Sequence[Example],
    folder: Path,
    settings: TrainingSettings,
    report: Report = lambda _: None,
    unlabelled: Sequence[str] = (),
    checkpoints: Path | None = None,
    pretrained: Pretrained | None = None,
) -> Layout:
    """Trains a classifier and saves it, ready to serve, in `folder`.

    Args:
        examples: texts with their intents; at least two intents, and two examples of each.
        folder: where the classifier goes; made if missing.
        settings: how to train.
        report: is called after each step.
        unlabelled: more messages, without a label: they make the classifier steadier.
        checkpoints: a folder in which runs are saved after each epoch, so that one that was interrupted goes on; it is removed
            with all in it when the classifier is done.
        pretrained: the encoder of `settings.encoder`, if the caller has loaded it already.

    Raises:
        DataError: the examples are too few.
        ModelError: the encoder can't be loaded.
    """
    intents = sorted({example.intent for example in examples})
    check(examples, intents)
    pretrained = pretrained or load_pretrained(settings.encoder)
    fitting = _Fitting(pretrained, intents, settings, list(unlabelled), report, checkpoints)
    training, held_out = split(examples, settings)
    names = name_examples(intents)
    training += names

    fitted = fitting.fit("Learning", training, settings.epochs, held_out)
    calibrated = fitting.calibrate(fitted, held_out)
    if len(held_out) > WORTH_A_SECOND_RUN * len(examples):
        epochs = fitted.epochs
        del fitted  # makes room for the second network
        fitted = fitting.fit("Learning from all", [*examples, *names], epochs)

    layout = Layout(folder)
    folder.mkdir(parents=True, exist_ok=True)
    fitted.members.save(layout.members)
    fitted.language_model.save(layout.language_model)
    texts, labels = [example.text for example in held_out], fitting.labels(held_out)
    int8 = export(fitted.run.model, pretrained.tokenizer, layout, settings, texts, labels)
    Card(
        intents=intents,
        encoder=pretrained.name,
        encoder_hash=hash_encoder(pretrained, "int8, mean" if int8 else "float32, mean"),
        width=fitted.sentences.shape[1],
        max_tokens=settings.max_tokens,
        int8=int8,
        settings=asdict(settings),
        **calibrated._asdict(),
    ).save(layout.card)
    if checkpoints:
        shutil.rmtree(checkpoints)
    return layout


class _Fitted(NamedTuple):
    """A network with what stands beside it, trained on M examples."""

    run: TrainingRun
    members: EnsembleMembers
    language_model: LanguageModel
    sentences: Floats  # (M, D), the examples' sentence vectors
    labels: Labels  # (M,)
    epochs: int  # that led to the network's weights


class _Calibrated(NamedTuple):
    """What held-out messages tell: the ensemble's weights (2E,), the calibration, and the accuracy."""

    weights: list[float]
    calibration: Calibration
    accuracy: float


@dataclass(frozen=True)
class _Fitting:
    """Trains networks for one set of intents, and calibrates them."""

    pretrained: Pretrained
    intents: list[str]
    settings: TrainingSettings
    unlabelled: list[str]
    report: Report
    checkpoints: Path | None

    def fit(self, phase: str, examples: Sequence[Example], epochs: int, held_out: Sequence[Example] = ()) -> _Fitted:
        """Trains a network and the ensemble's members beside it; with `members` set, the network is distilled from several.

        Where messages are held out, they say when to stop; a network that is only calibrated is not distilled.
        """
        texts, labels = [example.text for example in examples], self.labels(examples)
        targets = losses.smoothed(torch.from_numpy(labels), len(self.intents), self.settings.label_smoothing)
        if self.settings.members > 1 and not held_out:
            runs = (self._train(f"{phase}, member {seed}", texts, targets, epochs, seed)[0] for seed in range(1, self.settings.members + 1))
            predictions = [torch.from_numpy(run.logits(texts)).softmax(-1) for run in runs]
            targets = (targets + torch.stack(predictions).mean(0)) / 2
        run, state = self._train(phase, texts, targets, epochs, 0, held_out)
        sentences = run.sentences(texts)
        members = fit_members(texts, labels, sentences, len(self.intents), self.settings.seed)
        language_model = LanguageModel.of(texts, self.pretrained.tokenizer)
        return _Fitted(run, members, language_model, sentences, labels, state.best_epoch)

    def calibrate(self, fitted: _Fitted, held_out: Sequence[Example]) -> _Calibrated:
        """Learns from held-out messages what each member of the ensemble is worth, and how sure to be."""
        labels = self.labels(held_out)

        def network(texts: list[str]) -> Encoded:
            unknown = encode(self.pretrained.tokenizer, texts, self.settings.max_tokens).unknown
            return Encoded(fitted.run.logits(texts), fitted.run.sentences(texts), unknown)

        composition = compose([example.text for example in held_out], Speller(fitted.language_model), network, fitted.members)
        weights = fit_weights(composition.log_probabilities, composition.encoded.unknown, labels)
        features = composition.features(weights)
        asked = composition.encoded.sentences
        left_out = largest_left_out_logits(fitted.sentences, fitted.labels, asked, labels, len(self.intents), self.settings.seed)
        calibrated = calibration.fit(features, labels, left_out, self.settings.target_precision)
        return _Calibrated(weights, calibrated, float((features.scores.argmax(1) == labels).mean()))

    def labels(self, examples: Sequence[Example]) -> Labels:
        return np.array([self.intents.index(example.intent) for example in examples], dtype=np.int64)

    def _train(
        self, phase: str, texts: list[str], targets: Tensor, epochs: int, member: int, held_out: Sequence[Example] = ()
    ) -> tuple[TrainingRun, State]:
        run = TrainingRun(self.pretrained, len(self.intents), self.settings, self.settings.seed + member)
        asked, labels = [example.text for example in held_out], self.labels(held_out)
        accuracy = (lambda: float((run.logits(asked).argmax(1) == labels).mean())) if asked else None
        checkpoint = Checkpoint(self.checkpoints / phase, self.settings, texts, self.unlabelled) if self.checkpoints else None
        task = Task([*texts, *self.unlabelled], targets)
        state = run.train(task, epochs, accuracy, lambda progress: self.report(replace(progress, phase=phase)), checkpoint)
        return run, state
