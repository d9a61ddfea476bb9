"""Texts as if both encoders had read them, made by hand."""

import numpy as np

from finetune.arrays import Floats
from finetune.encoders.e5.encoder import TokenStates
from finetune.encoders.reading import Readings


def made(sentences: Floats, english: Floats | None = None) -> Readings:
    """Readings of N texts of one token each, with these vectors (N, D), all in English."""
    ids, offsets = np.zeros(1, dtype=np.int64), np.array([[0, 1]])
    tokens = [TokenStates(ids, offsets, sentence[None], sentence) for sentence in sentences]
    foreign = np.zeros(len(sentences), dtype=np.float32)
    return Readings(tokens, sentences, sentences if english is None else english, foreign)
