"""A network that reads texts: one at a time, as a server has them, or many, as training has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import onnxruntime
from tokenizers import Tokenizer

from data.parallel import batched, cores
from finetune.arrays import Floats
from finetune.encoders.batches import batches
from finetune.encoders.onnx_session import open_session
from finetune.encoders.tokenization import Batch

# Texts that are tokenized, and go to the cores, at a time.
AT_A_TIME = 256


class BatchRead(NamedTuple):
    """A batch of texts, their positions among all, and what the network gave for it."""

    indices: list[int]
    batch: Batch
    outputs: list[Floats]


class TextNetwork:
    """A network with the inputs ids and mask (B, T)."""

    def __init__(self, session: onnxruntime.InferenceSession, many: bool = False) -> None:
        """`many`: whether the session runs what `finetune.encoders.layer_by_layer` made."""
        self._session, self._many = session, many

    @classmethod
    def load(cls, file: Path, threads: int = 1, many: bool = False) -> TextNetwork:
        """Loads a network.

        Args:
            file: as `finetune.encoders.bert_graph.BertGraph` makes it.
            threads: for one text.
            many: whether it is to read many texts at a time: over all cores, each text exactly as if alone.
        """
        if not many:
            return cls(open_session(file, threads))
        from finetune.encoders.layer_by_layer import layer_by_layer  # only training needs it

        return cls(open_session(layer_by_layer(file), beside=file.parent), many=True)

    def run(self, batch: Batch, outputs: Sequence[str]) -> list[Floats]:
        """The named outputs for a batch."""
        found: list[Floats] = self._session.run(list(outputs), {"ids": batch.ids, "mask": batch.mask})
        return found

    def run_all(self, tokenizer: Tokenizer, texts: Sequence[str], max_tokens: int, outputs: Sequence[str]) -> Iterator[BatchRead]:
        """The named outputs for N texts, in batches, in any order."""
        by_length = sorted(range(len(texts)), key=lambda index: len(texts[index]))
        for part in batched(by_length, AT_A_TIME):
            made = list(batches(tokenizer, [texts[index] for index in part], max_tokens, self._many))
            for (places, batch), read in zip(made, self._over_cores([batch for _, batch in made], outputs)):
                yield BatchRead([part[place] for place in places], batch, read)

    def _over_cores(self, made: Sequence[Batch], outputs: Sequence[str]) -> Iterator[list[Floats]]:
        if not self._many or len(made) == 1:
            yield from (self.run(batch, outputs) for batch in made)
            return
        with ThreadPoolExecutor(cores()) as pool:  # onnxruntime works beside Python
            yield from pool.map(lambda batch: self.run(batch, outputs), made)
