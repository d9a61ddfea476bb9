"""The classifier's network: one pass through the encoder gives intent, attention and the sentence vector."""

from typing import NamedTuple, cast

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import PreTrainedModel

from data.errors import ModelError
from finetune.pooling import AttentionPooling

# Added to the attention scores of padding; small enough to vanish in the softmax, large enough for bfloat16.
PADDING = -1e4


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

    @property
    def layers(self) -> nn.ModuleList:
        """The encoder's layers, the lowest first.

        Raises:
            ModelError: the encoder isn't built like BERT.
        """
        layers = getattr(getattr(self.encoder, "encoder", None), "layer", None)
        if not isinstance(layers, nn.ModuleList):
            raise ModelError(
                f"an encoder of type {self.encoder.config.model_type!r} can't be trained here; expected one built like BERT "
                "(bert, roberta, xlm-roberta), such as all-MiniLM-L6-v2 or bge-small"
            )
        return layers

    def forward(self, ids: Tensor, mask: Tensor) -> Output:
        """Reads token ids (B, T) with their mask (B, T)."""
        return self.read(self.climb(self.embed(ids), mask), mask)

    def embed(self, ids: Tensor) -> Tensor:
        """Token ids (B, T) to the states under the lowest layer (B, T, D)."""
        return cast(Tensor, cast(nn.Module, self.encoder.embeddings)(input_ids=ids))

    def climb(self, states: Tensor, mask: Tensor, start: int = 0) -> Tensor:
        """Takes states (B, T, D) from under layer `start` to above the top one (B, T, D)."""
        return climb(list(self.layers)[start:], states, mask)

    def read(self, states: Tensor, mask: Tensor) -> Output:
        """Intents, attention and sentence vector from the top states (B, T, D)."""
        pooled, attention = self.pooling(states, mask)  # (B, D), (B, H, T)
        directions = functional.normalize(self.dropout(pooled).float(), dim=-1)  # (B, D)
        logits = self.scale * directions @ functional.normalize(self.classes, dim=-1).T  # (B, C)
        return Output(logits, attention, mean_pool(states.float(), mask))


def climb(layers: list[nn.Module], states: Tensor, mask: Tensor) -> Tensor:
    """Runs BERT layers over states (B, T, D), without attention to padding."""
    bias = (1 - mask[:, None, None, :].to(states.dtype)) * PADDING  # (B, 1, 1, T)
    for layer in layers:
        states = layer(states, bias)  # (B, T, D)
    return states


def mean_pool(states: Tensor, mask: Tensor) -> Tensor:
    """The mean of the token states (B, T, D) under the mask (B, T), scaled to length 1 (B, D)."""
    weights = mask[:, :, None].to(states.dtype)  # (B, T, 1)
    return functional.normalize((states * weights).sum(1) / weights.sum(1), dim=-1)  # (B, D)
