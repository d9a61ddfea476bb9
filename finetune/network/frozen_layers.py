"""The frozen part of the encoder: run without gradients, and only once over texts that come again each epoch."""

import copy
from collections.abc import Sequence
from typing import cast

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from finetune.encoders.tokenization import SHAPES, encode
from finetune.network.classifier_network import AttentionClassifier, run_layers
from finetune.network.precision import Precision

# Numbers in the cache at most: 512 MB of bfloat16. The texts of larger logs run through the frozen layers each time.
MOST_CACHED = 256 * 1024 * 1024
BATCH = 64


class FrozenLayers:
    """The embeddings and the layers below `split_at`, which training leaves alone, with a cache of the states that they give."""

    def __init__(self, model: AttentionClassifier, tokenizer: Tokenizer, max_tokens: int, precision: Precision) -> None:
        # A copy in the precision of training: else each step would convert the same weights anew.
        self.embeddings = cast(nn.Module, copy.deepcopy(model.encoder.embeddings)).to(precision.kind).eval()
        self.layers: list[nn.Module] = [copy.deepcopy(layer).to(precision.kind).eval() for layer in list(model.layers)[: model.split_at]]
        self.device = precision.device
        self.tokenizer, self.max_tokens = tokenizer, max_tokens
        self.cache: dict[str, Tensor] = {}

    @torch.no_grad()
    def run(self, texts: Sequence[str]) -> tuple[Tensor, Tensor, Tensor]:
        """The states at layer `split_at` (B, T, D), their mask (B, T), and the tokens' offsets in the texts (B, T, 2)."""
        batch = encode(self.tokenizer, texts, self.max_tokens, multiple_of=SHAPES)
        ids, mask, offsets = (torch.from_numpy(array).to(self.device) for array in (batch.ids, batch.mask, batch.offsets))
        return run_layers(self.layers, self.embeddings(input_ids=ids), mask), mask, offsets

    def cache_states(self, texts: Sequence[str]) -> None:
        """Runs texts that will come again and caches the states (T, D) of each, the shortest first, as far as there is room."""
        room = MOST_CACHED
        ordered = sorted(set(texts), key=len)
        for start in range(0, len(ordered), BATCH):
            chunk = ordered[start : start + BATCH]
            states, mask, _ = self.run(chunk)
            if (room := room - states.numel()) < 0:
                return
            lengths = mask.sum(1).tolist()
            self.cache |= {text: states[index, :length].clone() for index, (text, length) in enumerate(zip(chunk, lengths))}

    def cached_states(self, texts: Sequence[str]) -> tuple[Tensor, Tensor]:
        """States (B, T, D) and mask (B, T) of texts: from the cache if it has all of them, else by running them."""
        if not all(text in self.cache for text in texts):
            return self.run(texts)[:2]
        cached = [self.cache[text] for text in texts]
        lengths = torch.tensor([len(each) for each in cached], device=self.device)
        width = -(-int(lengths.max()) // SHAPES) * SHAPES
        states = torch.zeros(len(cached), width, cached[0].shape[1], dtype=cached[0].dtype, device=self.device)  # (B, T, D)
        for index, each in enumerate(cached):
            states[index, : len(each)] = each
        return states, (torch.arange(width, device=self.device)[None] < lengths[:, None]).long()
