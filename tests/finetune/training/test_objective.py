"""What a batch costs."""

import pytest
import torch

from finetune.encoders.pretrained import load_pretrained
from finetune.settings import TrainingSettings
from finetune.training import objective
from finetune.training.augmentation import Shown
from finetune.training.losses import smoothed
from finetune.training.objective import Batch
from finetune.training.trainer import TrainingRun
from tests.conftest import EXAMPLES


def test_gradients_are_the_same_whatever_goes_through_together(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = TrainingSettings(trained_layers=1, dropout=0.0)
    run = TrainingRun(load_pretrained(settings.encoder), 3, settings, seed=1)
    run.model.eval()  # without dropout
    texts = [example.text for example in EXAMPLES[:8]]
    shown = [Shown(f"good morning {text}", 13, 13 + len(text)) for text in texts]
    counts = torch.tensor([1.0, 0, 1, 1, 0, 1, 1, 1])
    batch = Batch(texts, shown, smoothed(torch.arange(8) % 3, 3, 0.1), counts)
    found = []
    for portion in (8, 3):
        monkeypatch.setattr(objective, "PORTION", portion)
        monkeypatch.setattr(objective, "SHAPES", 1)
        run.model.zero_grad()
        loss = run.objective.backward(batch)
        found.append((loss, [weight.grad.clone() for weight in run.model.parameters() if weight.grad is not None]))
    (whole, one), (in_portions, other) = found
    assert in_portions == pytest.approx(whole, rel=1e-3)
    largest = max(float(gradient.abs().max()) for gradient in one)
    for mine, theirs in zip(one, other, strict=True):
        torch.testing.assert_close(mine, theirs, rtol=0.02, atol=0.001 * largest)
