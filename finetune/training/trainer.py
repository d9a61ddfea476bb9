"""One training run: the network, the optimiser, the order of the batches, and the epochs."""

import random
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor

from finetune.arrays import Floats, Labels
from finetune.classifier.logistic import logistic
from finetune.encoders.pretrained import Pretrained
from finetune.encoders.tokenization import clean
from finetune.network import modes
from finetune.network.classifier_network import AttentionClassifier
from finetune.network.frozen_layers import FrozenLayers
from finetune.network.precision import best_precision
from finetune.settings import TrainingSettings
from finetune.training import losses
from finetune.training.augmentation import Augmented, augment
from finetune.training.checkpoint import Checkpoint, State
from finetune.training.objective import Batch, Objective
from finetune.training.progress import TrainingProgress

Report = Callable[[TrainingProgress], None]

# Batches are sorted by length within so many, so that short texts rarely wait for long ones.
SORTED_BATCHES = 8
INFERENCE_BATCH = 64
# With fewer examples an intent, the learning rate is lower in proportion: few examples are learnt by heart at once, and
# what the encoder knew is lost.
ENOUGH_PER_INTENT = 40
# The learning rate of the pooling's queries and keys, as a multiple of the others': they begin at nothing, beside weights that
# hardly have to move.
ATTENTION_RATE = 30.0
# Unlabelled messages join in after this share of the epochs, when the classifier has learnt something to go by; those
# that it gives at least this probability count as examples, the others only for consistency between their two views.
UNLABELLED_FROM = 0.4
PSEUDO_LABEL_FROM = 0.9


class Task(NamedTuple):
    """What a run learns from: N examples, then U messages without a label."""

    texts: list[str]  # N + U
    targets: Tensor  # (N, C), distributions over the intents


class TrainingRun:
    """One network, its optimisation, and what it gives for texts at any time of it."""

    def __init__(self, pretrained: Pretrained, classes: int, settings: TrainingSettings, seed: int) -> None:
        torch.manual_seed(seed)
        self.settings, self.classes, self.seed = settings, classes, seed
        self.precision = best_precision()
        self.device = self.precision.device
        layers = modes.layers_to_train(settings)
        self.model = AttentionClassifier(pretrained.copy(), classes, settings.heads, settings.dropout, layers).to(self.device)
        self.model.encoder.requires_grad_(False)
        self.frozen = FrozenLayers(self.model, pretrained.tokenizer, settings.max_tokens, self.precision)
        self.objective = Objective(self.model, self.frozen, self.precision, settings)

    def train(
        self, task: Task, epochs: int, accuracy: Callable[[], float] | None, report: Report, checkpoint: Checkpoint | None = None
    ) -> State:
        """Trains, and leaves the best weights in the model.

        Args:
            task: what is learnt.
            epochs: passes over the examples, at most.
            accuracy: is asked after each epoch how good the network is on held-out messages: the best epoch's weights are
                kept, and `patience` epochs without a gain end the run. None: all epochs are run.
            report: is called after each step.
            checkpoint: where the run is saved after each epoch; one that was interrupted goes on from there.
        """
        texts = [clean(text) for text in task.texts]
        self.frozen.cache_states(texts)
        labelled = len(task.targets)
        self._start_at_probe(self.sentences(texts[:labelled]), task.targets.argmax(1).numpy())
        per_epoch = -(-len(texts) // self.settings.batch_size)
        highest = self.settings.learning_rate * min(1.0, labelled / self.classes / ENOUGH_PER_INTENT)
        optimiser = torch.optim.AdamW(self._groups(), lr=highest, fused=True)
        state = State(modes.trained_weights(self.model))
        if checkpoint:
            state = checkpoint.restore(self.model, optimiser) or state
        for epoch in range(state.epochs, epochs):
            rng = random.Random(self.seed * 1_000 + epoch)
            torch.manual_seed(self.seed * 1_000 + epoch)
            targets, weights = self._targets(task, texts, epoch >= epochs * UNLABELLED_FROM)
            augmented = [augment(text, self.settings.distraction, self.settings.typos, rng) for text in texts[: len(targets)]]
            self.model.train()
            for number, indices in enumerate(_batches(augmented, self.settings.batch_size, rng)):
                step = epoch * per_epoch + number
                self._set_rate(optimiser, highest, step / (per_epoch * epochs))
                shown = [texts[index] for index in indices], [augmented[index] for index in indices]
                batch = Batch(*shown, targets[indices], weights[indices])
                optimiser.zero_grad()
                loss = self.objective.backward(batch)
                torch.nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
                optimiser.step()
                report(TrainingProgress(step + 1, per_epoch * epochs, loss, state.accuracy))
            state = state.after_epoch(accuracy and accuracy(), self.model)
            if checkpoint:
                checkpoint.save(state, self.model, optimiser)
            if state.epochs - state.best_epoch >= self.settings.patience:
                break
        modes.put_back(self.model, state.best_weights)
        return state

    def logits(self, texts: Sequence[str]) -> Floats:
        """The network's logits for N texts, with its weights as they are now (N, C)."""
        return self._run(texts, self.classes, lambda states, mask: self.objective.classify(states, mask).logits)

    def sentences(self, texts: Sequence[str]) -> Floats:
        """Sentence vectors of N texts, as the encoder was published (N, D)."""

        def embed(states: Tensor, mask: Tensor) -> Tensor:
            with self.precision.autocast():
                return self.model.sentence(states, mask)

        return self._run(texts, self.model.classes.shape[1], embed)

    @torch.no_grad()
    def _run(self, texts: Sequence[str], width: int, head: Callable[[Tensor, Tensor], Tensor]) -> Floats:
        """Runs texts, those of a length together, through the frozen layers and a head above them: (N, width)."""
        self.model.eval()
        order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
        outputs = np.zeros((len(texts), width), dtype=np.float32)
        for start in range(0, len(order), INFERENCE_BATCH):
            indices = order[start : start + INFERENCE_BATCH]
            outputs[indices] = head(*self.frozen.cached_states([clean(texts[index]) for index in indices])).float().cpu().numpy()
        return outputs

    def _start_at_probe(self, sentences: Floats, labels: Labels) -> None:
        """Begins where a linear probe of the pretrained sentence vectors (N, D) ends, so that training changes the layers less.

        Kumar et al. 2022, “Fine-Tuning can Distort Pretrained Features and Underperform Out-of-Distribution”, section 3.4.
        """
        weights = torch.from_numpy(logistic(sentences, labels, self.classes)[:-1].T)  # (C, D)
        with torch.no_grad():
            self.model.classes.copy_(weights)
            self.model.scale.copy_(weights.norm(dim=1).mean())

    def _targets(self, task: Task, texts: list[str], all_of_them: bool) -> tuple[Tensor, Tensor]:
        """Target distributions (N, C) or (N + U, C), and the weight of each (N,) or (N + U,)."""
        targets, weights = task.targets.to(self.device), torch.ones(len(task.targets), device=self.device)
        unlabelled = texts[len(targets) :]
        if not unlabelled or not all_of_them:
            return targets, weights
        probabilities = torch.from_numpy(self.logits(unlabelled)).to(self.device).softmax(-1)  # (U, C)
        confidence, labels = probabilities.max(-1)
        pseudo = losses.smoothed(labels, self.classes, self.settings.label_smoothing)
        return torch.cat([targets, pseudo]), torch.cat([weights, (confidence >= PSEUDO_LABEL_FROM).float()])

    def _set_rate(self, optimiser: torch.optim.Optimizer, highest: float, progress: float) -> None:
        """Linear warm-up, then linearly to 0."""
        warm_up = self.settings.warm_up
        share = progress / warm_up if progress < warm_up else (1 - progress) / (1 - warm_up) if warm_up < 1 else 1.0
        for group in optimiser.param_groups:
            group["lr"] = group["rate"] * highest * max(share, 1e-3)

    def _groups(self) -> list[dict[str, object]]:
        """Parameters that are trained; weight decay is for matrices only, and the attention's parameters learn faster."""
        attention = [self.model.pooling.query, self.model.pooling.key.weight]
        trained = [p for p in self.model.parameters() if p.requires_grad and not any(p is other for other in attention)]
        return [
            {"params": [p for p in trained if p.ndim >= 2], "weight_decay": self.settings.weight_decay, "rate": 1.0},
            {"params": [p for p in trained if p.ndim < 2], "weight_decay": 0.0, "rate": 1.0},
            {"params": attention, "weight_decay": 0.0, "rate": ATTENTION_RATE},
        ]


def _batches(augmented: Sequence[Augmented], size: int, rng: random.Random) -> Iterator[list[int]]:
    """Batches in a new order each epoch, sorted by length only within a few: a batch still holds a bit of everything."""
    indices = rng.sample(range(len(augmented)), len(augmented))
    for start in range(0, len(indices), size * SORTED_BATCHES):
        by_length = sorted(indices[start : start + size * SORTED_BATCHES], key=lambda index: len(augmented[index].text))
        batches = [by_length[first : first + size] for first in range(0, len(by_length), size)]
        yield from rng.sample(batches, len(batches))
