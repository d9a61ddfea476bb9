"""The classifier's network: one pass through the encoder gives the intent logits and the attention weights."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple, cast

import torch
from torch import Tensor, nn
from torch.nn import functional

from data.errors import ModelError
from finetune.encoders.mean_pooling import mean_pool
from finetune.network.attention_pooling import AttentionPooling

if TYPE_CHECKING:
    from transformers import PreTrainedModel

# Added to the attention scores of padding; small enough to vanish in the softmax, large enough for bfloat16.
PADDING = -1e4


class NetworkOutput(NamedTuple):
    """What the network gives for a batch of B messages of T tokens."""

    logits: Tensor  # (B, C)
    attention: Tensor  # (B, H, T)


class AttentionClassifier(nn.Module):
    """An encoder with copies of its top layers, which are trained for the intents.

    The published top layers stay beside: their sentence vectors, the means of their token states, are where training begins.

    Above the trained layers: attention pooling, and a cosine head.
    A logit is `scale · cos(pooled, class)`, as in Gidaris & Komodakis 2018, “Dynamic Few-Shot Visual Learning without
    Forgetting”, section 3.2: lengths don't matter, so rare classes are not drowned, and a message unlike all classes gets
    low logits everywhere.
    """

    def __init__(self, encoder: PreTrainedModel, classes: int, heads: int, dropout: float, trained: int) -> None:
        """Builds the network on an encoder, for so many classes and heads; copies of its `trained` top layers are trained."""
        super().__init__()
        width = int(encoder.config.hidden_size)
        self.encoder = encoder
        self.split_at = max(0, len(self.layers) - trained)
        self.trained_layers = nn.ModuleList(copy.deepcopy(layer) for layer in list(self.layers)[self.split_at :])
        self.pooling = AttentionPooling(width, heads)
        self.dropout = nn.Dropout(dropout)
        self.classes = nn.Parameter(torch.randn(classes, width) / width**0.5)
        self.scale = nn.Parameter(torch.tensor(16.0))

    @property
    def layers(self) -> nn.ModuleList:
        """The encoder's layers as published, the lowest first.

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

    def trained_encoder(self) -> PreTrainedModel:
        """The encoder with the trained layers in the place of the published ones, which are gone then."""
        for place, layer in enumerate(self.trained_layers, start=self.split_at):
            self.layers[place] = layer
        return self.encoder

    def forward(self, ids: Tensor, mask: Tensor) -> NetworkOutput:
        """Runs the whole network over token ids (B, T) with their mask (B, T)."""
        states = cast(Tensor, cast(nn.Module, self.encoder.embeddings)(input_ids=ids))  # (B, T, D)
        states = run_layers(list(self.layers)[: self.split_at], states, mask)  # (B, T, D)
        return self.classify(states, mask)

    def sentence(self, states: Tensor, mask: Tensor) -> Tensor:
        """Sentence vectors (B, D) of length 1, by the published layers, from the states at layer `split_at` (B, T, D)."""
        return mean_pool(run_layers(list(self.layers)[self.split_at :], states, mask).float(), mask)

    def classify(self, states: Tensor, mask: Tensor) -> NetworkOutput:
        """Intent logits and attention weights, by the trained layers, from the states at layer `split_at` (B, T, D)."""
        states = run_layers(self.trained_layers, states, mask)  # (B, T, D)
        pooled, attention = self.pooling(states, mask)  # (B, D), (B, H, T)
        directions = functional.normalize(self.dropout(pooled).float(), dim=-1)  # (B, D)
        logits = self.scale * directions @ functional.normalize(self.classes, dim=-1).T  # (B, C)
        return NetworkOutput(logits, attention)


def run_layers(layers: Iterable[nn.Module], states: Tensor, mask: Tensor) -> Tensor:
    """Runs BERT layers over states (B, T, D), without attention to padding (mask: (B, T), 0 where there is padding)."""
    bias = (1 - mask[:, None, None, :].to(states.dtype)) * PADDING  # (B, 1, 1, T)
    for layer in layers:
        states = layer(states, bias)  # (B, T, D)
    return states
