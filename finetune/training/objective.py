"""The loss of a batch: each message is shown twice, as it was written and as another customer might have sent it."""

from typing import NamedTuple

import torch
from torch import Tensor

from finetune.encoders.tokenization import SHAPES
from finetune.network.classifier_network import AttentionClassifier, NetworkOutput
from finetune.network.frozen_layers import FrozenLayers
from finetune.network.precision import Precision
from finetune.settings import TrainingSettings
from finetune.training import losses
from finetune.training.augmentation import Augmented

# Messages that go through the network together; their gradients are accumulated to those of a batch.
MICRO_BATCH = 16


class Batch(NamedTuple):
    """B messages to learn from."""

    texts: list[str]  # B, as they were written
    augmented: list[Augmented]  # B, as they are shown this time
    targets: Tensor  # (B, C), distributions over the intents
    weights: Tensor  # (B,), how much each target counts; 0 for a message without a label

    def part(self, which: slice) -> "Batch":
        return Batch(self.texts[which], self.augmented[which], self.targets[which], self.weights[which])


class Objective:
    """The loss of a batch, and its gradients."""

    def __init__(self, model: AttentionClassifier, frozen: FrozenLayers, precision: Precision, settings: TrainingSettings) -> None:
        self.model, self.frozen = model, frozen
        self.precision, self.settings = precision, settings

    def backward(self, batch: Batch) -> float:
        """Adds the gradients of the batch's loss to the network, and returns the loss.

        It takes a micro-batch at a time: the activations of a whole batch, kept for the backward pass, would fill gigabytes.
        """
        whole = len(batch.texts)
        # 1 on average over the batch, not over each micro-batch.
        batch = batch._replace(weights=batch.weights / batch.weights.mean().clamp_min(1 / whole))
        parts = (batch.part(slice(start, start + MICRO_BATCH)) for start in range(0, whole, MICRO_BATCH))
        return sum(self._backward(part, len(part.texts) / whole) for part in parts)

    def _backward(self, part: Batch, share: float) -> float:
        states, mask = self.frozen.cached_states(part.texts)
        if self.settings.adversarial:
            states.requires_grad_()
        loss = self._loss(part, states, mask) * share
        loss.backward()
        if self.settings.adversarial:
            (self._loss(part, states.detach() + self._worst_noise(states), mask) * share).backward()
        return loss.item()

    def classify(self, states: Tensor, mask: Tensor) -> NetworkOutput:
        """The network's logits and attention weights, from the states that the frozen layers give (B, T, D)."""
        with self.precision.autocast():
            return self.model.classify(states, mask)

    def _loss(self, batch: Batch, states: Tensor, mask: Tensor) -> Tensor:
        plain = self.classify(states, mask)
        loss = losses.soft_cross_entropy(plain.logits, batch.targets, batch.weights)
        changed = sorted(range(len(batch.texts)), key=lambda index: batch.augmented[index].text == batch.texts[index])
        count = sum(augmented.text != text for augmented, text in zip(batch.augmented, batch.texts))
        changed = changed[: -(-count // SHAPES) * SHAPES]  # filled up with unchanged ones
        return loss + self._loss_of_changed(batch, plain, changed) * (len(changed) / len(batch.texts)) if changed else loss

    def _loss_of_changed(self, batch: Batch, plain: NetworkOutput, indices: list[int]) -> Tensor:
        """An augmented message has the intent of the plain one, gets the same distribution, and attention stays on the question."""
        augmented = [batch.augmented[index] for index in indices]
        states, mask, offsets = self.frozen.run([each.text for each in augmented])
        output = self.classify(states, mask)
        loss = losses.soft_cross_entropy(output.logits, batch.targets[indices], batch.weights[indices])
        loss = loss + self.settings.consistency * losses.disagreement(plain.logits[indices], output.logits)
        return loss + self.settings.focus * losses.distraction(output.attention, own_tokens(augmented, offsets))

    def _worst_noise(self, states: Tensor) -> Tensor:
        """The noise (B, T, D) that hurts most: Miyato et al. 2017, “Adversarial Training Methods for …”, equation 5 (FGM)."""
        gradient = states.grad
        assert gradient is not None
        size = self.settings.adversarial * states.detach().norm(dim=(1, 2), keepdim=True)
        noise: Tensor = gradient / gradient.norm(dim=(1, 2), keepdim=True).clamp_min(1e-12) * size
        return noise


def own_tokens(augmented: list[Augmented], offsets: Tensor) -> Tensor:
    """1 for tokens of the customer's own question, and for special tokens, which belong to no text: (B, T).

    Args:
        augmented: B messages.
        offsets: where in their texts the tokens begin and end (B, T, 2); both 0 for special tokens and padding.
    """
    starts = torch.tensor([each.start for each in augmented], device=offsets.device)[:, None]
    ends = torch.tensor([each.end for each in augmented], device=offsets.device)[:, None]
    special = offsets[..., 1] == 0
    return (special | ((offsets[..., 0] < ends) & (offsets[..., 1] > starts))).float()
