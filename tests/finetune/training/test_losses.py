"""Losses beside values reckoned by hand."""

import math

import pytest
import torch

from finetune.training import losses
from finetune.training.augmentation import Augmented
from finetune.training.objective import own_tokens


def test_cross_entropy_is_weighted() -> None:
    logits = torch.tensor([[0.0, 0.0], [0.0, 0.0]])
    targets = torch.tensor([[1.0, 0.0], [0.0, 1.0]])
    assert losses.soft_cross_entropy(logits, targets, torch.tensor([2.0, 0.0])).item() == pytest.approx(math.log(2))
    assert losses.soft_cross_entropy(logits, targets, torch.tensor([0.0, 0.0])).item() == 0


def test_smoothing_keeps_a_distribution() -> None:
    smooth = losses.smoothed(torch.tensor([1]), 4, 0.2)
    torch.testing.assert_close(smooth, torch.tensor([[0.05, 0.85, 0.05, 0.05]]))


def test_views_with_the_same_distribution_do_not_disagree() -> None:
    one = torch.tensor([[2.0, -1.0, 0.5]])
    assert losses.disagreement(one, one + 5).item() == pytest.approx(0, abs=1e-5)
    there, back = losses.disagreement(one, -one), losses.disagreement(-one, one)
    assert there.item() == pytest.approx(back.item())
    assert there.item() > 0


def test_attention_on_chatter_costs_and_on_the_question_does_not() -> None:
    attention = torch.tensor([[[0.5, 0.5]]])  # (B, H, T)
    assert losses.distraction(attention, torch.tensor([[1.0, 1.0]])).item() == pytest.approx(0, abs=1e-6)
    assert losses.distraction(attention, torch.tensor([[1.0, 0.0]])).item() == pytest.approx(math.log(2))


def test_the_customers_own_tokens_are_those_of_the_question() -> None:
    augmented = Augmented("hello. where is it", 7, 18)
    offsets = torch.tensor([[[0, 0], [0, 5], [5, 6], [7, 12], [13, 15], [16, 18], [0, 0]]])
    assert own_tokens([augmented], offsets).tolist() == [[1, 0, 0, 1, 1, 1, 1]]
