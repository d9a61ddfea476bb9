"""The classifier's network: one pass through the encoder gives intent, attention and the sentence vector."""

import copy
from collections.abc import Iterable
from typing import NamedTuple, cast

import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import PreTrainedModel

from data.errors import ModelError
from finetune.encoders.mean_pooling import mean_pool
from finetune.network.attention_pooling import AttentionPooling

# Added to the attention scores of padding; small enough to vanish in the softmax, large enough for bfloat16.
PADDING = -1e4


class Reading(NamedTuple):
    """What a batch is about, and where the network looked."""

    logits: Tensor  # (B, C)
    attention: Tensor  # (B, H, T)


class Output(NamedTuple):
    """What one pass gives for a batch."""

    logits: Tensor  # (B, C)
    attention: Tensor  # (B, H, T)
    sentence: Tensor  # (B, D), of length 1: the retrieval query


class AttentionClassifier(nn.Module):
    """One trunk with two crowns: the encoder's own top layers, and copies of them that learn the intents.

    The published crown gives the sentence vector, the mean of its token states. Learning intents bends the layers that it
    trains, and retrieval with them: on the sample shop, the right passage came first for 66 % of the questions in place of
    82 %. So both stand side by side on the layers that neither changes.

    Above the trained crown: attention pooling, and a cosine head.
    A logit is `scale · cos(pooled, class)`, as in Gidaris & Komodakis 2018, “Dynamic Few-Shot Visual Learning without
    Forgetting”, section 3.2: lengths don't matter, so rare classes are not drowned, and a message unlike all classes gets
    low logits everywhere.
    """

    def __init__(self, encoder: PreTrainedModel, classes: int, heads: int, dropout: float, trained_layers: int) -> None:
        super().__init__()
        width = int(encoder.config.hidden_size)
        self.encoder = encoder
        self.fork = max(0, len(self.layers) - trained_layers)
        self.crown = nn.ModuleList(copy.deepcopy(layer) for layer in list(self.layers)[self.fork :])
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
        states = cast(Tensor, cast(nn.Module, self.encoder.embeddings)(input_ids=ids))  # (B, T, D)
        states = climb(list(self.layers)[: self.fork], states, mask)  # (B, T, D)
        return Output(*self.read(states, mask), self.sentence(states, mask))

    def sentence(self, states: Tensor, mask: Tensor) -> Tensor:
        """Sentence vectors (B, D) from the states at the fork (B, T, D), as the encoder was published."""
        return mean_pool(climb(list(self.layers)[self.fork :], states, mask).float(), mask)

    def read(self, states: Tensor, mask: Tensor) -> Reading:
        """Intents and attention from the states at the fork (B, T, D)."""
        states = climb(self.crown, states, mask)  # (B, T, D)
        pooled, attention = self.pooling(states, mask)  # (B, D), (B, H, T)
        directions = functional.normalize(self.dropout(pooled).float(), dim=-1)  # (B, D)
        logits = self.scale * directions @ functional.normalize(self.classes, dim=-1).T  # (B, C)
        return Reading(logits, attention)


def climb(layers: Iterable[nn.Module], states: Tensor, mask: Tensor) -> Tensor:
    """Runs BERT layers over states (B, T, D), without attention to padding."""
    bias = (1 - mask[:, None, None, :].to(states.dtype)) * PADDING  # (B, 1, 1, T)
    for layer in layers:
        states = layer(states, bias)  # (B, T, D)
    return states
