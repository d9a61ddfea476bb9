"""Messages as numbers, for their mood: what both encoders made of them, cues of their wording, and their words and pieces of words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from finetune.arrays import Floats
from finetune.classifier.ngrams import Sparse, Vocabulary
from finetune.encoders.tokenization import clean
from finetune.moods.lexicon import cues

# What n-grams are worth beside vectors of length 1.
NGRAMS = 1.5
# Punctuation and emoji, of which n-grams are words of letters only.
SIGN = re.compile(r"[^\w\s]")


class Rows(NamedTuple):
    """N messages.

    Attributes:
        dense: the English encoder's vectors, e5's, and the cues, side by side (N, F).
        ngrams: words, pairs of words and pieces of words that the vocabulary has.
    """

    dense: Floats
    ngrams: Sparse


def features(texts: Sequence[str], english: Floats, sentences: Floats, vocabulary: Vocabulary) -> Rows:
    """N messages, at least one, as numbers.

    Args:
        texts: as they were typed.
        english: the English encoder's vectors (N, E), each times the probability that its text is English.
        sentences: e5's vectors (N, D).
        vocabulary: of the n-grams.
    """
    dense = np.hstack([english, sentences, np.stack([cues(text) for text in texts])])
    found = vocabulary.tf_idf(map(spelt, texts))
    return Rows(dense.astype(np.float32), found._replace(values=NGRAMS * found.values))


def spelt(text: str) -> str:
    """A clean text for n-grams: a sign is a word of its own, so that “great!!!” and “great” differ."""
    return SIGN.sub(lambda sign: f" q{ord(sign[0]):x}q ", clean(text))
