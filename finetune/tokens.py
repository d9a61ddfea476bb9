"""Texts to token ids, the same way in training and in serving."""

import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

Ids = NDArray[np.int64]
Floats = NDArray[np.float32]

UNKNOWN = ("[UNK]", "<unk>")


class Batch(NamedTuple):
    """Texts as tokens, padded to the longest."""

    ids: Ids  # (B, T)
    mask: Ids  # (B, T), 1 where there is a token
    unknown: Floats  # (B,), the share of tokens that the vocabulary lacks: of a script that it never saw, nearly all


def clean(text: str) -> str:
    """One line of visible text: compatibility forms unified, control characters and surrogates out, blanks joined."""
    text = unicodedata.normalize("NFKC", text)
    return " ".join("".join(" " if unicodedata.category(char) in ("Cc", "Cs", "Cn") else char for char in text).split())


def encode(tokenizer: Tokenizer, texts: Sequence[str], max_tokens: int) -> Batch:
    """Tokenizes and pads a batch. A text that is cut keeps its beginning and its end, where questions stand."""
    rows = [_shorten(encoding.ids, max_tokens) for encoding in tokenizer.encode_batch([clean(text) for text in texts])]
    unknown_ids = [number for number in map(tokenizer.token_to_id, UNKNOWN) if number is not None]
    width = max(map(len, rows))
    ids = np.zeros((len(rows), width), dtype=np.int64)
    mask = np.zeros((len(rows), width), dtype=np.int64)
    for row, tokens in enumerate(rows):
        ids[row, : len(tokens)] = tokens
        mask[row, : len(tokens)] = 1
    unknown = (np.isin(ids, unknown_ids) * mask).sum(1) / mask.sum(1)
    return Batch(ids, mask, unknown.astype(np.float32))


def _shorten(ids: list[int], max_tokens: int) -> list[int]:
    if len(ids) <= max_tokens:
        return ids
    head = max_tokens // 2
    return ids[:head] + ids[head - max_tokens :]
