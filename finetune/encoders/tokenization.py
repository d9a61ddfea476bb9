"""Texts to token ids, the same way in training and in serving."""

import unicodedata
from collections.abc import Sequence
from typing import NamedTuple, TypeVar

import numpy as np
from tokenizers import Tokenizer

from finetune.arrays import Floats, Ids

Item = TypeVar("Item")

UNKNOWN = ("[UNK]", "<unk>")
# Widths and numbers of rows are multiples of this: for each new shape, PyTorch compiles its matrix products anew.
SHAPES = 8


class Tokens(NamedTuple):
    """A text as T tokens: their ids, and where in the clean text each begins and ends; both 0 for special tokens."""

    ids: list[int]
    offsets: list[tuple[int, int]]


class Batch(NamedTuple):
    """Texts as tokens, padded to the longest."""

    ids: Ids  # (B, T)
    mask: Ids  # (B, T), 1 where there is a token
    unknown: Floats  # (B,), the share of tokens that the vocabulary lacks: of a script that it never saw, nearly all
    offsets: Ids  # (B, T, 2), where in the clean text each token begins and ends; both 0 for special tokens and padding


def clean(text: str) -> str:
    """One line of visible text: compatibility forms unified, control characters and surrogates out, blanks joined."""
    text = unicodedata.normalize("NFKC", text)
    return " ".join("".join(" " if unicodedata.category(char) in ("Cc", "Cs", "Cn") else char for char in text).split())


def encode(tokenizer: Tokenizer, texts: Sequence[str], max_tokens: int, multiple_of: int = 1) -> Batch:
    """Tokenizes and pads a batch, to a width that is a multiple of a number; a text that is cut is so as in `tokenize`."""
    return pad(tokenizer, tokenize(tokenizer, texts, max_tokens), multiple_of)


def tokenize(tokenizer: Tokenizer, texts: Sequence[str], max_tokens: int) -> list[Tokens]:
    """Texts as tokens; one that is cut keeps its beginning and its end, where questions stand."""
    encodings = tokenizer.encode_batch([clean(text) for text in texts])
    return [Tokens(_shorten(encoding.ids, max_tokens), _shorten(encoding.offsets, max_tokens)) for encoding in encodings]


def pad(tokenizer: Tokenizer, rows: Sequence[Tokens], multiple_of: int = 1) -> Batch:
    """A batch of what `tokenize` gave, one at least."""
    unknown_ids = [number for number in map(tokenizer.token_to_id, UNKNOWN) if number is not None]
    width = -(-max(len(row.ids) for row in rows) // multiple_of) * multiple_of
    ids = np.zeros((len(rows), width), dtype=np.int64)
    mask = np.zeros((len(rows), width), dtype=np.int64)
    offsets = np.zeros((len(rows), width, 2), dtype=np.int64)
    for row, (tokens, spans) in enumerate(rows):
        ids[row, : len(tokens)] = tokens
        mask[row, : len(tokens)] = 1
        offsets[row, : len(tokens)] = spans
    unknown = sum((((ids == number) * mask).sum(1) for number in unknown_ids), np.zeros(len(rows))) / mask.sum(1)
    return Batch(ids, mask, unknown.astype(np.float32), offsets)


def _shorten(items: list[Item], most: int) -> list[Item]:
    if len(items) <= most:
        return items
    head = most // 2
    return items[:head] + items[head - most :]
