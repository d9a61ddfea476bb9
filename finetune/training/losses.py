"""What training minimises."""

from torch import Tensor
from torch.nn import functional


def soft_cross_entropy(logits: Tensor, targets: Tensor, weights: Tensor) -> Tensor:
    """Mean cross-entropy of logits (B, C) with target distributions (B, C), each multiplied by its weight (B,)."""
    losses = -(targets * logits.log_softmax(-1)).sum(-1)  # (B,)
    return (losses * weights).mean()


def smoothed(labels: Tensor, classes: int, smoothing: float) -> Tensor:
    """Target distributions (B, C) of labels (B,), smoothed as in Szegedy et al. 2016, “Rethinking the Inception …”, section 7."""
    return functional.one_hot(labels, classes).float() * (1 - smoothing) + smoothing / classes


def disagreement(one: Tensor, other: Tensor) -> Tensor:
    """How differently two views of the same messages are classified: symmetric Kullback-Leibler divergence of logits (B, C).

    As in Liang et al. 2021, “R-Drop”, equation 2; there the views differ by dropout, here by chatter and typing errors, too.
    """
    p, q = one.log_softmax(-1), other.log_softmax(-1)
    there = functional.kl_div(p, q, log_target=True, reduction="batchmean")
    back = functional.kl_div(q, p, log_target=True, reduction="batchmean")
    return (there + back) / 2


def distraction(attention: Tensor, own: Tensor) -> Tensor:
    """How much attention (B, H, T) falls beside the customer's own question (own: 1 where a token belongs to it, (B, T)).

    The negative log of the weight that stays on the question, mean over heads.
    """
    kept = (attention.float() * own[:, None, :]).sum(-1)  # (B, H)
    return -kept.clamp_min(1e-4).log().mean()
