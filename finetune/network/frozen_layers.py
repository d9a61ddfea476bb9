"""The frozen part of the encoder: run without gradients, and over texts that come again each epoch only once."""

import copy
from collections.abc import Sequence
from typing import cast

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn

from finetune.encoders.tokenization import SHAPES, encode
from finetune.network.classifier_network import AttentionClassifier, climb
from finetune.network.precision import Precision

# States that are remembered at most: 512 MB of bfloat16. Larger logs run through the trunk anew each time.
REMEMBERED = 256 * 1024 * 1024
BATCH = 64


class Trunk:
    """Embeddings and lowest layers, which training leaves alone."""

    def __init__(self, model: AttentionClassifier, tokenizer: Tokenizer, max_tokens: int, precision: Precision) -> None:
        # A copy in the precision of training: else each step would convert the same weights anew.
        self.embeddings = cast(nn.Module, copy.deepcopy(model.encoder.embeddings)).to(precision.kind).eval()
        self.layers: list[nn.Module] = [copy.deepcopy(layer).to(precision.kind).eval() for layer in list(model.layers)[: model.fork]]
        self.device = precision.device
        self.tokenizer, self.max_tokens = tokenizer, max_tokens
        self.remembered: dict[str, Tensor] = {}

    @torch.no_grad()
    def run(self, texts: Sequence[str]) -> tuple[Tensor, Tensor, Tensor]:
        """The states at the fork (B, T, D), their mask (B, T), and the tokens' places (B, T, 2)."""
        batch = encode(self.tokenizer, texts, self.max_tokens, multiple_of=SHAPES)
        ids, mask, offsets = (torch.from_numpy(array).to(self.device) for array in (batch.ids, batch.mask, batch.offsets))
        return climb(self.layers, self.embeddings(input_ids=ids), mask), mask, offsets

    def remember(self, texts: Sequence[str]) -> None:
        """Runs texts that will come again and keeps their states (T, D), as far as there is room."""
        room = REMEMBERED
        ordered = sorted(set(texts), key=len)
        for start in range(0, len(ordered), BATCH):
            chunk = ordered[start : start + BATCH]
            states, mask, _ = self.run(chunk)
            if (room := room - states.numel()) < 0:
                return
            lengths = mask.sum(1).tolist()
            self.remembered |= {text: states[row, :length].clone() for row, (text, length) in enumerate(zip(chunk, lengths))}

    def recall(self, texts: Sequence[str]) -> tuple[Tensor, Tensor]:
        """States (B, T, D) and mask (B, T) of texts, without running them where they are remembered."""
        if not all(text in self.remembered for text in texts):
            return self.run(texts)[:2]
        rows = [self.remembered[text] for text in texts]
        lengths = torch.tensor([len(row) for row in rows], device=self.device)
        width = -(-int(lengths.max()) // SHAPES) * SHAPES
        states = torch.zeros(len(rows), width, rows[0].shape[1], dtype=rows[0].dtype, device=self.device)  # (B, T, D)
        for place, row in enumerate(rows):
            states[place, : len(row)] = row
        return states, (torch.arange(width, device=self.device)[None] < lengths[:, None]).long()
