"""The fine-tuned network as a member of the ensemble: trained, asked and exported. Needs torch."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from torch import Tensor

from finetune.arrays import Floats, Labels
from finetune.classifier.layout import Layout
from finetune.encoders.pretrained import load_pretrained
from finetune.settings import TrainingSettings
from finetune.training import losses
from finetune.training.checkpoint import Checkpoint, State
from finetune.training.export import export
from finetune.training.progress import TrainingProgress
from finetune.training.trainer import Task, TrainingRun


class NetworkMember:
    """Trains networks for one set of intents."""

    def __init__(
        self,
        settings: TrainingSettings,
        classes: int,
        unlabelled: Sequence[str],
        report: Callable[[TrainingProgress], None],
        checkpoints: Path | None,
    ) -> None:
        """Loads the encoder that is trained.

        Args:
            settings: how to train.
            classes: how many intents there are.
            unlabelled: more messages, without a label.
            report: is called after each step.
            checkpoints: where runs are saved.

        Raises:
            ModelError: the encoder can't be loaded.
        """
        self.pretrained = load_pretrained(settings.encoder)
        self.settings, self.classes = settings, classes
        self.unlabelled, self.report, self.checkpoints = list(unlabelled), report, checkpoints

    def train(
        self, phase: str, texts: list[str], labels: Labels, epochs: int, asked: Sequence[str], asked_labels: Labels
    ) -> "TrainedNetwork":
        """Trains a network on N texts with their labels (N,); with `members` set, it is distilled from several.

        Where messages are held out (`asked`, with their labels), they say when to stop; a network that is only calibrated is not
        distilled.
        """
        targets = losses.smoothed(torch.from_numpy(labels), self.classes, self.settings.label_smoothing)
        accuracy = (asked, asked_labels) if len(asked) else None
        if self.settings.members > 1 and not accuracy:
            runs = (self._train(f"{phase}, member {seed}", texts, targets, epochs, seed)[0] for seed in range(1, self.settings.members + 1))
            predictions = [torch.from_numpy(run.logits(texts)).softmax(-1) for run in runs]
            targets = (targets + torch.stack(predictions).mean(0)) / 2
        run, state = self._train(phase, texts, targets, epochs, 0, accuracy)
        return TrainedNetwork(run, self, state.best_epoch)

    def _train(
        self, phase: str, texts: list[str], targets: Tensor, epochs: int, member: int, held_out: tuple[Sequence[str], Labels] | None = None
    ) -> tuple[TrainingRun, State]:
        run = TrainingRun(self.pretrained, self.classes, self.settings, self.settings.seed + member)
        asked, labels = held_out or ((), None)
        accuracy = (lambda: float((run.logits(asked).argmax(1) == labels).mean())) if asked else None
        checkpoint = Checkpoint(self.checkpoints / phase, self.settings, texts, self.unlabelled) if self.checkpoints else None
        task = Task([*texts, *self.unlabelled], targets)
        state = run.train(task, epochs, accuracy, lambda progress: self.report(replace(progress, phase=phase)), checkpoint)
        return run, state


@dataclass(frozen=True)
class TrainedNetwork:
    """A network, and how many epochs led to its weights."""

    run: TrainingRun
    member: NetworkMember
    epochs: int

    def logits(self, texts: Sequence[str]) -> Floats:
        """Its logits (N, C) for N texts."""
        return self.run.logits(texts)

    def export(self, layout: Layout, texts: Sequence[str], labels: Labels) -> bool:
        """Writes it for serving; returns whether with 8-bit weights, which must classify held-out texts with their labels (N,) as well."""
        settings = self.member.settings
        return export(self.run.model, self.member.pretrained.tokenizer, layout, settings, texts, labels)
