"""The classifier's network: one pass through the encoder gives intent, attention and the sentence vector."""

from typing import NamedTuple, cast

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import PreTrainedModel

from finetune.pooling import AttentionPooling


class Output(NamedTuple):
    """What one pass gives for a batch."""

    logits: Tensor  # (B, C)
    attention: Tensor  # (B, H, T)
    sentence: Tensor  # (B, D), of length 1: the retrieval query


class AttentionClassifier(nn.Module):
    """Encoder, attention pooling, and a cosine head.

    A logit is `scale · cos(pooled, class)`, as in Gidaris & Komodakis 2018, “Dynamic Few-Shot Visual Learning without
    Forgetting”, section 3.2: lengths don't matter, so rare classes are not drowned, and a message unlike all classes gets
    low logits everywhere. The sentence vector is the mean of the token states, as sentence encoders are trained.
    """

    def __init__(self, encoder: PreTrainedModel, classes: int, heads: int, dropout: float) -> None:
        super().__init__()
        width = int(encoder.config.hidden_size)
        self.encoder = encoder
        self.pooling = AttentionPooling(width, heads)
        self.dropout = nn.Dropout(dropout)
        self.classes = nn.Parameter(torch.randn(classes, width) / width**0.5)
        self.scale = nn.Parameter(torch.tensor(16.0))

    def forward(self, ids: Tensor, mask: Tensor) -> Output:
        """Reads token ids (B, T) with their mask (B, T)."""
        states = self.encoder(input_ids=ids, attention_mask=mask).last_hidden_state  # (B, T, D)
        pooled, attention = self.pooling(states, mask)  # (B, D), (B, H, T)
        directions = functional.normalize(self.dropout(pooled), dim=-1)  # (B, D)
        logits = self.scale * directions @ functional.normalize(self.classes, dim=-1).T  # (B, C)
        return Output(logits, attention, mean_pool(states, mask))

    def freeze_below(self, trained_layers: int) -> None:
        """Leaves only the top layers of the encoder (and all above them) to be trained."""
        layers = cast(nn.ModuleList, cast(nn.Module, self.encoder.encoder).layer)
        self.encoder.requires_grad_(False)
        for layer in layers[max(0, len(layers) - trained_layers) :]:
            layer.requires_grad_(True)


def mean_pool(states: Tensor, mask: Tensor) -> Tensor:
    """The mean of the token states (B, T, D) under the mask (B, T), scaled to length 1 (B, D)."""
    weights = mask[:, :, None].to(states.dtype)  # (B, T, 1)
    return functional.normalize((states * weights).sum(1) / weights.sum(1), dim=-1)  # (B, D)
