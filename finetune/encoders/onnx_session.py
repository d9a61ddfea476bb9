"""Networks that onnxruntime runs: opened the same way, and fed in batches of texts of like length."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from data.parallel import cores
from finetune.arrays import Floats
from finetune.encoders.tokenization import Batch, pad, tokenize

# A batch has so many tokens at most, padding included: with more of them, what layers hand on no longer fits into a core's cache, and
# each token takes up to half as long again.
MOST_TOKENS = 256
# Texts that are tokenized at a time.
TOKENIZED = 256


def open_session(network: Path | bytes, threads: int = 1) -> onnxruntime.InferenceSession:
    """Loads a network from a file or as it would stand in one; threads that wait for work sleep instead of keeping a core busy."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = min(threads, cores())
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return onnxruntime.InferenceSession(
        network if isinstance(network, bytes) else str(network), options, providers=["CPUExecutionProvider"]
    )


def batches(tokenizer: Tokenizer, texts: Sequence[str], max_tokens: int) -> Iterator[tuple[list[int], Batch]]:
    """The texts as batches of like length, each with the positions of its texts in `texts`: padding costs as much as tokens."""
    by_length = sorted(range(len(texts)), key=lambda index: len(texts[index]))
    for start in range(0, len(by_length), TOKENIZED):
        part = by_length[start : start + TOKENIZED]
        rows = dict(zip(part, tokenize(tokenizer, [texts[index] for index in part], max_tokens)))
        batch: list[int] = []
        for index in sorted(part, key=lambda index: len(rows[index].ids)):
            if batch and (len(batch) + 1) * len(rows[index].ids) > MOST_TOKENS:
                yield batch, pad(tokenizer, [rows[each] for each in batch])
                batch = []
            batch.append(index)
        yield batch, pad(tokenizer, [rows[each] for each in batch])


def sentence_vectors(
    session: onnxruntime.InferenceSession, tokenizer: Tokenizer, texts: Sequence[str], max_tokens: int, width: int
) -> Floats:
    """The network's sentence vectors (N, D) of length 1; `width` is D."""
    vectors = np.zeros((len(texts), width), dtype=np.float32)
    for indices, batch in batches(tokenizer, texts, max_tokens):
        vectors[indices] = session.run(["sentence"], {"ids": batch.ids, "mask": batch.mask})[0]
    return vectors
