"""Multi-head attention pooling: one vector for a sentence, and where each head looked."""

import math

import torch
from torch import Tensor, nn


class AttentionPooling(nn.Module):
    """Pools token states with learned queries, one a head.

    For head h with query q_h and keys and values K_h = X·W_h^K, V_h = X·W_h^V, the scaled dot-product attention of
    Vaswani et al. 2017, “Attention Is All You Need”, section 3.2 (equation 1):

        pooled_h = softmax(q_h · K_hᵀ / √d) · V_h,    d = width / heads

    and the pooled heads stand side by side. With one learned query in place of the tokens' own, this is the seed-vector
    pooling of Lee et al. 2019, “Set Transformer”, section 3.2. It starts as mean pooling (zero queries, identity values),
    which is how sentence encoders are trained, and learns where to look from there.
    """

    def __init__(self, width: int, heads: int) -> None:
        super().__init__()
        if width % heads:
            raise ValueError(f"heads must divide the encoder's width, {width}. It was: {heads}")
        self.heads = heads
        self.query = nn.Parameter(torch.zeros(heads, width // heads))
        self.key = nn.Linear(width, width, bias=False)
        self.value = nn.Linear(width, width, bias=False)
        nn.init.eye_(self.value.weight)

    def forward(self, states: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Pools a batch.

        Args:
            states: token states (B, T, D).
            mask: 1 where there is a token, 0 where there is padding (B, T).

        Returns:
            the pooled vectors (B, D), and the attention weights (B, H, T), which add up to 1 over T.
        """
        batch, tokens, width = states.shape
        keys = self.key(states).view(batch, tokens, self.heads, -1)  # (B, T, H, d)
        values = self.value(states).view(batch, tokens, self.heads, -1)  # (B, T, H, d)
        scores = torch.einsum("hd,bthd->bht", self.query, keys) / math.sqrt(width // self.heads)  # (B, H, T)
        weights = scores.masked_fill(mask[:, None, :] == 0, -1e9).softmax(dim=-1)  # (B, H, T)
        pooled = torch.einsum("bht,bthd->bhd", weights, values).reshape(batch, width)  # (B, D)
        return pooled, weights
