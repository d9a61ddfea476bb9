"""Fine-tunes the classifier on labelled examples, on two cores in minutes.

Two runs: one with some examples held out, which tells when to stop, what each expert is worth and how sure to be; then, if
it was a large share, one on all examples. What the first has learnt about confidence holds for the second, which only knows more.
"""

import random
import re
import shutil
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import NamedTuple

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from data.errors import DataError
from data.records import Example
from finetune.classifier import calibration
from finetune.classifier.calibration import Read
from finetune.classifier.ensemble import Experts, combine, fit_experts, fit_weights, largest_if_untaught
from finetune.classifier.language_model import Usage
from finetune.classifier.layout import Card, Layout
from finetune.classifier.spelling import Speller
from finetune.encoders.onnx_export import hash_encoder
from finetune.encoders.pretrained import Pretrained, load_pretrained
from finetune.encoders.tokenization import clean, encode
from finetune.network import modes
from finetune.settings import TrainingSettings
from finetune.training import losses
from finetune.training.checkpoint import Checkpoint, State
from finetune.training.export import export
from finetune.training.progress import TrainingProgress
from finetune.training.trainer import Task, TrainingRun

Floats = NDArray[np.float32]
Report = Callable[[TrainingProgress], None]

FEWEST_INTENTS = 2
# More held-out examples would tell little more.
MOST_HELD_OUT = 300
# Where less was held out than this, a second run on all examples would gain nothing.
WORTH_A_SECOND_RUN = 0.1


def fit(
    examples: Sequence[Example],
    folder: Path,
    settings: TrainingSettings,
    report: Report = lambda _: None,
    unlabelled: Sequence[str] = (),
    checkpoints: Path | None = None,
) -> Layout:
    """Trains a classifier and saves it, ready to serve, in `folder`.

    Args:
        examples: texts with their intents; at least two intents, and two examples of each.
        folder: where the classifier goes; made if missing.
        settings: how to train.
        report: is called after each step.
        unlabelled: more messages, of which nobody knows the intent: they make the classifier steadier.
        checkpoints: a folder in which runs are saved after each epoch, so that one that was interrupted goes on; it is removed
            with all in it when the classifier is done.

    Raises:
        DataError: the examples are too few.
        ModelError: the encoder can't be loaded.
    """
    intents = sorted({example.intent for example in examples})
    _check(examples, intents)
    teacher = _Teacher(load_pretrained(settings.encoder), intents, settings, list(unlabelled), report, checkpoints)
    training, held_out = split(examples, settings)
    names = named(intents)
    training += names

    taught = teacher.teach("Learning", training, settings.epochs, held_out)
    card = teacher.examine(taught, training, held_out)
    if len(held_out) > WORTH_A_SECOND_RUN * len(examples):
        epochs = taught.epochs
        del taught  # makes room for the second network
        taught = teacher.teach("Learning from all", [*examples, *names], epochs)

    if settings.mode == "lora":
        modes.merge_adapters(taught.run.model)
    layout = Layout(folder)
    folder.mkdir(parents=True, exist_ok=True)
    taught.experts.save(layout.experts)
    taught.usage.save(layout.usage)
    texts, labels = [example.text for example in held_out], teacher.labels(held_out)
    int8 = export(taught.run.model, teacher.pretrained.tokenizer, layout, settings, texts, labels)
    replace(card, encoder_hash=hash_encoder(teacher.pretrained, "int8, mean" if int8 else "float32, mean"), int8=int8).save(layout.card)
    if checkpoints:
        shutil.rmtree(checkpoints)
    return layout


def split(examples: Sequence[Example], settings: TrainingSettings) -> tuple[list[Example], list[Example]]:
    """Training and held-out part, with the same share of each intent and at least one example of it in both."""
    by_intent: dict[str, list[Example]] = defaultdict(list)
    for example in examples:
        by_intent[example.intent].append(example)
    share = min(settings.validation_share, MOST_HELD_OUT / len(examples))
    shuffle = random.Random(settings.seed).shuffle
    training: list[Example] = []
    held_out: list[Example] = []
    for intent in sorted(by_intent):
        group = sorted(by_intent[intent], key=lambda example: example.text)
        shuffle(group)
        held = max(1, round(len(group) * share))
        held_out += group[:held]
        training += group[held:]
    return training, held_out


def named(intents: Sequence[str]) -> list[Example]:
    """Each intent's name as an example of it, where it has words: with five examples each, that is worth a point and more."""
    words = {intent: " ".join(re.findall(r"[^\W\d_]{2,}", intent)).lower() for intent in intents}
    return [Example(text, intent) for intent, text in words.items() if text]


def _check(examples: Sequence[Example], intents: list[str]) -> None:
    if len(intents) < FEWEST_INTENTS:
        raise DataError(f"a classifier needs at least {FEWEST_INTENTS} intents. It got: {', '.join(intents) or 'none'}")
    counts = Counter(example.intent for example in examples)
    if few := [intent for intent in intents if counts[intent] < 2]:
        raise DataError(f"each intent needs at least 2 examples, better 20. With fewer: {', '.join(few)}")


class _Taught(NamedTuple):
    run: TrainingRun
    experts: Experts
    usage: Usage
    sentences: Floats  # (M, D), of the examples
    epochs: int


@dataclass(frozen=True)
class _Teacher:
    """Teaches networks one set of intents, and examines them."""

    pretrained: Pretrained
    intents: list[str]
    settings: TrainingSettings
    unlabelled: list[str]
    report: Report
    checkpoints: Path | None

    def teach(self, phase: str, examples: Sequence[Example], epochs: int, held_out: Sequence[Example] = ()) -> _Taught:
        """Trains a network and the experts beside it; with `members`, the network learns from an ensemble, too.

        Where messages are held out, they say when to stop; a network for trial only has no ensemble.
        """
        texts, labels = [example.text for example in examples], self.labels(examples)
        targets = losses.smoothed(torch.from_numpy(labels), len(self.intents), self.settings.label_smoothing)
        if self.settings.members > 1 and not held_out:
            runs = (self._train(f"{phase}, member {seed}", texts, targets, epochs, seed)[0] for seed in range(1, self.settings.members + 1))
            opinions = [torch.from_numpy(run.logits(texts)).softmax(-1) for run in runs]
            targets = (targets + torch.stack(opinions).mean(0)) / 2
        run, state = self._train(phase, texts, targets, epochs, 0, held_out)
        sentences = run.sentences(texts)
        experts = fit_experts(texts, labels, sentences, len(self.intents), self.settings.seed)
        return _Taught(run, experts, Usage.of(texts, self.pretrained.tokenizer), sentences, state.best_epoch)

    def examine(self, taught: _Taught, training: Sequence[Example], held_out: Sequence[Example]) -> Card:
        """Asks what was held out, and so learns what each expert is worth and how sure to be."""
        speller = Speller(taught.usage)
        texts, labels = [speller.read(clean(example.text)).text for example in held_out], self.labels(held_out)
        logits, sentences = taught.run.logits(texts), taught.run.sentences(texts)
        unknown = encode(self.pretrained.tokenizer, texts, self.settings.max_tokens).unknown
        near = taught.experts.near(sentences)
        readings = taught.experts.read(logits, sentences, near, texts)
        weights = fit_weights(readings, unknown, labels)
        read = Read(combine(readings, unknown, weights), logits, taught.experts.unbent(sentences), near.nearest, unknown)
        untaught = largest_if_untaught(taught.sentences, self.labels(training), sentences, labels, len(self.intents), self.settings.seed)
        calibrated = calibration.fit(read, labels, untaught, self.settings.target_precision)
        return Card(
            intents=self.intents,
            encoder=self.pretrained.name,
            encoder_hash="",
            width=sentences.shape[1],
            max_tokens=self.settings.max_tokens,
            weights=weights,
            calibration=calibrated,
            accuracy=float((read.scores.argmax(1) == labels).mean()),
            settings=asdict(self.settings),
        )

    def labels(self, examples: Sequence[Example]) -> NDArray[np.int64]:
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
