"""The sentence vector: the mean of the token states."""

from torch import Tensor
from torch.nn import functional


def mean_pool(states: Tensor, mask: Tensor) -> Tensor:
    """The mean of the token states (B, T, D) under the mask (B, T), scaled to length 1 (B, D)."""
    weights = mask[:, :, None].to(states.dtype)  # (B, T, 1)
    return functional.normalize((states * weights).sum(1) / weights.sum(1), dim=-1)  # (B, D)
