"""What a batch costs: both views of each message, the plain one and the one that another customer might have sent."""

from typing import NamedTuple

import torch
from torch import Tensor

from finetune.encoders.tokenization import SHAPES
from finetune.network.classifier_network import AttentionClassifier, Reading
from finetune.network.frozen_layers import Trunk
from finetune.network.precision import Precision
from finetune.settings import TrainingSettings
from finetune.training import losses
from finetune.training.augmentation import Shown

# Messages that go through the network together.
PORTION = 16


class Batch(NamedTuple):
    """Messages to learn from."""

    texts: list[str]  # B of them, as they were written
    shown: list[Shown]  # B, as they are shown this time
    targets: Tensor  # (B, C), distributions over the intents
    counts: Tensor  # (B,), how much each target counts; 0 for a message whose intent nobody knows

    def rows(self, which: slice) -> "Batch":
        return Batch(self.texts[which], self.shown[which], self.targets[which], self.counts[which])


class Objective:
    """The loss of a batch, and its gradients."""

    def __init__(self, model: AttentionClassifier, trunk: Trunk, precision: Precision, settings: TrainingSettings) -> None:
        self.model, self.trunk = model, trunk
        self.precision, self.settings = precision, settings

    def backward(self, batch: Batch) -> float:
        """Adds the gradients of the batch's loss to the network, and returns the loss.

        It takes a portion at a time: the states of a whole batch, kept for the way back, would fill gigabytes.
        """
        whole = len(batch.texts)
        # 1 on average over the batch, not over each portion.
        batch = batch._replace(counts=batch.counts / batch.counts.mean().clamp_min(1 / whole))
        portions = (batch.rows(slice(start, start + PORTION)) for start in range(0, whole, PORTION))
        return sum(self._backward(portion, len(portion.texts) / whole) for portion in portions)

    def _backward(self, portion: Batch, share: float) -> float:
        states, mask = self.trunk.recall(portion.texts)
        if self.settings.adversarial:
            states.requires_grad_()
        loss = self._loss(portion, states, mask) * share
        loss.backward()
        if self.settings.adversarial:
            (self._loss(portion, states.detach() + self._worst_noise(states), mask) * share).backward()
        return loss.item()

    def read(self, states: Tensor, mask: Tensor) -> Reading:
        """What the network reads in states at the fork (B, T, D)."""
        with self.precision.autocast():
            return self.model.read(states, mask)

    def _loss(self, batch: Batch, states: Tensor, mask: Tensor) -> Tensor:
        plain = self.read(states, mask)
        loss = losses.soft_cross_entropy(plain.logits, batch.targets, batch.counts)
        changed = sorted(range(len(batch.texts)), key=lambda row: batch.shown[row].text == batch.texts[row])
        count = sum(shown.text != text for shown, text in zip(batch.shown, batch.texts))
        changed = changed[: -(-count // SHAPES) * SHAPES]  # filled up with unchanged ones
        return loss + self._loss_of_changed(batch, plain, changed) * (len(changed) / len(batch.texts)) if changed else loss

    def _loss_of_changed(self, batch: Batch, plain: Reading, rows: list[int]) -> Tensor:
        """A distracted or mistyped message means the same as the plain one, and attention stays on the question."""
        shown = [batch.shown[row] for row in rows]
        states, mask, offsets = self.trunk.run([view.text for view in shown])
        output = self.read(states, mask)
        loss = losses.soft_cross_entropy(output.logits, batch.targets[rows], batch.counts[rows])
        loss = loss + self.settings.consistency * losses.disagreement(plain.logits[rows], output.logits)
        return loss + self.settings.focus * losses.distraction(output.attention, own_tokens(shown, offsets))

    def _worst_noise(self, states: Tensor) -> Tensor:
        """The noise (B, T, D) that hurts most: Miyato et al. 2017, “Adversarial Training Methods for …”, equation 5 (FGM)."""
        gradient = states.grad
        assert gradient is not None
        size = self.settings.adversarial * states.detach().norm(dim=(1, 2), keepdim=True)
        noise: Tensor = gradient / gradient.norm(dim=(1, 2), keepdim=True).clamp_min(1e-12) * size
        return noise


def own_tokens(shown: list[Shown], offsets: Tensor) -> Tensor:
    """1 for tokens of the customer's own question, and for special tokens, which belong to nobody: (B, T)."""
    starts = torch.tensor([view.start for view in shown], device=offsets.device)[:, None]
    ends = torch.tensor([view.end for view in shown], device=offsets.device)[:, None]
    special = offsets[..., 1] == 0
    return (special | ((offsets[..., 0] < ends) & (offsets[..., 1] > starts))).float()
