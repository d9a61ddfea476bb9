"""The loss of a batch, and its gradients."""

import pytest
import torch

from finetune.encoders.pretrained import load_pretrained
from finetune.network.precision import Precision
from finetune.settings import TrainingSettings
from finetune.training import objective, trainer
from finetune.training.augmentation import Augmented
from finetune.training.losses import smoothed
from finetune.training.objective import Batch
from finetune.training.trainer import TrainingRun
from tests.conftest import EXAMPLES


def test_gradients_are_the_same_whatever_the_micro_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = TrainingSettings(trained_layers=1, dropout=0.0)
    # In bfloat16, sums round differently in each order.
    monkeypatch.setattr(trainer, "best_precision", lambda: Precision(torch.device("cpu"), torch.float32))
    run = TrainingRun(load_pretrained(settings.encoder), 3, settings, seed=1)
    run.model.eval()  # without dropout
    texts = [example.text for example in EXAMPLES[:8]]
    augmented = [Augmented(f"good morning {text}", 13, 13 + len(text)) for text in texts]
    weights = torch.tensor([1.0, 0, 1, 1, 0, 1, 1, 1])
    batch = Batch(texts, augmented, smoothed(torch.arange(8) % 3, 3, 0.1), weights)
    found = []
    for size in (8, 3):
        monkeypatch.setattr(objective, "MICRO_BATCH", size)
        monkeypatch.setattr(objective, "SHAPES", 1)
        run.model.zero_grad()
        loss = run.objective.backward(batch)
        found.append((loss, [weight.grad.clone() for weight in run.model.parameters() if weight.grad is not None]))
    (whole, one), (in_parts, other) = found
    assert in_parts == pytest.approx(whole, rel=1e-5)
    largest = max(float(gradient.abs().max()) for gradient in one)
    for mine, theirs in zip(one, other, strict=True):
        torch.testing.assert_close(mine, theirs, rtol=1e-3, atol=1e-4 * largest)
