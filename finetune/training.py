"""Fine-tunes the classifier on labelled examples, on two cores in minutes."""

import random
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from data.errors import DataError
from data.records import Example
from finetune import calibration
from finetune.augmentation import augment
from finetune.calibration import Read
from finetune.export import save
from finetune.layout import Layout
from finetune.model import AttentionClassifier
from finetune.pretrained import Pretrained, load_pretrained
from finetune.settings import TrainingSettings
from finetune.tokens import Batch, encode
from finetune.training_progress import TrainingProgress

FEWEST_INTENTS = 2
SORTED_BATCHES = 6


def fit(
    examples: Sequence[Example], folder: Path, settings: TrainingSettings, report: Callable[[TrainingProgress], None] = lambda _: None
) -> Layout:
    """Trains a classifier and saves it, ready to serve, in `folder`.

    Args:
        examples: texts with their intents; at least two intents, and two examples of each.
        folder: where the classifier goes; made if missing.
        settings: how to train.
        report: is called after each step.

    Raises:
        DataError: the examples are too few.
        ModelError: the encoder can't be loaded.
    """
    intents = sorted({example.intent for example in examples})
    _check(examples, intents)
    torch.manual_seed(settings.seed)
    pretrained = load_pretrained(settings.encoder)
    training, validation = split(examples, settings)
    run = _Run(pretrained, intents, settings)
    run.start_at_centroids(training)
    accuracy = run.train(training, validation, report)

    held_out, neighbours = run.read(validation), run.read(training)
    labels, neighbour_labels = run.labels(validation), run.labels(training)
    temperature = calibration.fit_temperature(held_out.logits, labels)
    confidence, readings = (
        calibration.fit_confidence(held_out, labels, neighbours.sentences, neighbour_labels, temperature, among)
        for among in (1, calibration.READINGS)
    )
    return save(run.model, pretrained, folder, intents, neighbours.sentences, temperature, confidence, readings, accuracy, settings)


def split(examples: Sequence[Example], settings: TrainingSettings) -> tuple[list[Example], list[Example]]:
    """Training and validation part, with the same share of each intent and at least one example of it in both."""
    by_intent: dict[str, list[Example]] = defaultdict(list)
    for example in examples:
        by_intent[example.intent].append(example)
    shuffle = random.Random(settings.seed).shuffle
    training: list[Example] = []
    validation: list[Example] = []
    for intent in sorted(by_intent):
        group = sorted(by_intent[intent], key=lambda example: example.text)
        shuffle(group)
        held = max(1, round(len(group) * settings.validation_share))
        validation += group[:held]
        training += group[held:]
    return training, validation


def _check(examples: Sequence[Example], intents: list[str]) -> None:
    if len(intents) < FEWEST_INTENTS:
        raise DataError(f"a classifier needs at least {FEWEST_INTENTS} intents. It got: {', '.join(intents) or 'none'}")
    counts = dict.fromkeys(intents, 0)
    for example in examples:
        counts[example.intent] += 1
    if few := [intent for intent, count in counts.items() if count < 2]:
        raise DataError(f"each intent needs at least 2 examples, better 20. With fewer: {', '.join(few)}")


class _Run:
    """One training run: the network, the optimiser, and the order of the batches."""

    def __init__(self, pretrained: Pretrained, intents: list[str], settings: TrainingSettings) -> None:
        self.settings = settings
        self.tokenizer: Tokenizer = pretrained.tokenizer
        self.device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
        self.index = {intent: place for place, intent in enumerate(intents)}
        self.model = AttentionClassifier(pretrained.model, len(intents), settings.heads, settings.dropout).to(self.device)
        self.model.freeze_below(settings.trained_layers)

    def labels(self, examples: Sequence[Example]) -> NDArray[np.int64]:
        return np.array([self.index[example.intent] for example in examples], dtype=np.int64)

    def start_at_centroids(self, examples: Sequence[Example]) -> None:
        """Begins with each class at the mean of its examples, where a pretrained encoder is already mostly right."""
        sentences = torch.from_numpy(self.read(examples).sentences)  # (N, D)
        labels = torch.from_numpy(self.labels(examples))  # (N,)
        with torch.no_grad():
            for intent in range(len(self.index)):
                self.model.classes[intent] = sentences[labels == intent].mean(0)

    def train(self, training: Sequence[Example], validation: Sequence[Example], report: Callable[[TrainingProgress], None]) -> float:
        """Trains with early stopping, leaves the best weights in the model, and returns their validation accuracy."""
        anchors = torch.from_numpy(self.read(training).sentences)  # (N, D), before anything changes
        per_epoch = -(-len(training) // self.settings.batch_size)
        steps = per_epoch * self.settings.epochs
        optimiser = torch.optim.AdamW(self._groups(), lr=self.settings.learning_rate)
        warm_up = max(1, round(steps * self.settings.warm_up))
        schedule = torch.optim.lr_scheduler.LambdaLR(
            optimiser, lambda step: min((step + 1) / warm_up, max(0.0, (steps - step) / max(1, steps - warm_up)))
        )
        best, best_weights, since, step, accuracy = -1.0, self._trained(), 0, 0, None
        chance = random.Random(self.settings.seed)
        for epoch in range(self.settings.epochs):
            self.model.train()
            shown = [self._augmented(example, chance) for example in training]
            for rows in self._batches(shown, epoch):
                loss = self._loss([shown[row] for row in rows], anchors[rows])
                optimiser.zero_grad()
                loss.backward()
                torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
                optimiser.step()
                schedule.step()
                step += 1
                report(TrainingProgress(step, steps, loss.item(), accuracy))
            accuracy = float((self.read(validation).logits.argmax(1) == self.labels(validation)).mean())
            if accuracy > best:
                best, best_weights, since = accuracy, self._trained(), 0
            elif (since := since + 1) >= self.settings.patience:
                break
        report(TrainingProgress(steps, steps, loss.item(), best))
        self.model.load_state_dict(best_weights, strict=False)
        return best

    def read(self, examples: Sequence[Example]) -> Read:
        """Runs the network over many examples without training it."""
        self.model.eval()
        order = sorted(range(len(examples)), key=lambda row: len(examples[row].text))
        logits = np.zeros((len(examples), len(self.index)), dtype=np.float32)
        sentences = np.zeros((len(examples), self.model.classes.shape[1]), dtype=np.float32)
        unknown = np.zeros(len(examples), dtype=np.float32)
        with torch.inference_mode():
            for start in range(0, len(order), 64):
                rows = order[start : start + 64]
                batch = self._batch([examples[row] for row in rows])
                output = self.model(*self._tensors(batch))
                unknown[rows] = batch.unknown
                logits[rows] = output.logits.cpu().numpy()
                sentences[rows] = output.sentence.cpu().numpy()
        return Read(logits, sentences, unknown)

    def _batch(self, examples: Sequence[Example]) -> Batch:
        return encode(self.tokenizer, [example.text for example in examples], self.settings.max_tokens)

    def _tensors(self, batch: Batch) -> tuple[Tensor, Tensor]:
        return torch.from_numpy(batch.ids).to(self.device), torch.from_numpy(batch.mask).to(self.device)

    def _augmented(self, example: Example, chance: random.Random) -> Example:
        return Example(augment(example.text, self.settings.distraction, self.settings.typos, chance), example.intent)

    def _loss(self, examples: Sequence[Example], anchors: Tensor) -> Tensor:
        """Cross-entropy, and the anchor: 1 − cosine of each sentence vector with the pretrained one (B, D)."""
        output = self.model(*self._tensors(self._batch(examples)))
        labels = torch.from_numpy(self.labels(examples)).to(self.device)  # (B,)
        classified = functional.cross_entropy(output.logits, labels, label_smoothing=self.settings.label_smoothing)
        drift = 1 - (output.sentence * anchors.to(self.device)).sum(-1)  # (B,)
        loss: Tensor = classified + self.settings.anchor * drift.mean()
        return loss

    def _batches(self, examples: Sequence[Example], epoch: int) -> Iterator[list[int]]:
        """Batches in a new order each epoch, sorted by length only within a few batches.

        So short texts rarely wait for long ones, and a batch still holds a bit of everything.
        """
        size = self.settings.batch_size
        rows = random.Random(self.settings.seed * 1_000 + epoch).sample(range(len(examples)), len(examples))
        for start in range(0, len(rows), size * SORTED_BATCHES):
            near = sorted(rows[start : start + size * SORTED_BATCHES], key=lambda row: len(examples[row].text))
            yield from (near[first : first + size] for first in range(0, len(near), size))

    def _groups(self) -> list[dict[str, object]]:
        """Parameters that are trained; weight decay is for matrices only."""
        trained = [parameter for parameter in self.model.parameters() if parameter.requires_grad]
        return [
            {"params": [p for p in trained if p.ndim >= 2], "weight_decay": self.settings.weight_decay},
            {"params": [p for p in trained if p.ndim < 2], "weight_decay": 0.0},
        ]

    def _trained(self) -> dict[str, Tensor]:
        return {name: p.detach().clone() for name, p in self.model.named_parameters() if p.requires_grad}
