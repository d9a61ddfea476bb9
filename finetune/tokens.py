"""Texts to token ids, the same way in training and in serving."""

import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from tokenizers import Encoding, Tokenizer

Ids = NDArray[np.int64]


class Batch(NamedTuple):
    """Token ids (B, T) and mask (B, T), padded to the longest; and the encodings, which know each token's place."""

    ids: Ids
    mask: Ids
    encodings: list[Encoding]


def clean(text: str) -> str:
    """One line of visible text: compatibility forms unified, control characters and surrogates out, blanks joined."""
    text = unicodedata.normalize("NFKC", text)
    return " ".join("".join(" " if unicodedata.category(char) in ("Cc", "Cs", "Cn") else char for char in text).split())


def encode(tokenizer: Tokenizer, texts: Sequence[str], max_tokens: int) -> Batch:
    """Tokenizes and pads a batch. A text that is cut keeps its beginning and its end, where questions stand."""
    encodings = tokenizer.encode_batch([clean(text) for text in texts])
    rows = [_shorten(encoding.ids, max_tokens) for encoding in encodings]
    width = max(map(len, rows))
    ids = np.zeros((len(rows), width), dtype=np.int64)
    mask = np.zeros((len(rows), width), dtype=np.int64)
    for row, tokens in enumerate(rows):
        ids[row, : len(tokens)] = tokens
        mask[row, : len(tokens)] = 1
    return Batch(ids, mask, encodings)


def _shorten(ids: list[int], max_tokens: int) -> list[int]:
    if len(ids) <= max_tokens:
        return ids
    head = max_tokens // 2
    return ids[:head] + ids[head - max_tokens :]
