"""Messages as numbers, for their mood: what both encoders made of them, cues of their wording, and their words and pieces of words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from finetune.arrays import Floats
from finetune.classifier.ngrams import Sparse, Vocabulary
from finetune.encoders.reading import Readings
from finetune.encoders.tokenization import clean
from finetune.moods.lexicon import cues


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
    return Rows(dense.astype(np.float32), vocabulary.tf_idf(map(clean, texts)))


def features_of(texts: Sequence[str], readings: Readings, vocabulary: Vocabulary) -> Rows:
    """The same of texts that were read."""
    return features(texts, readings.english, readings.sentences, vocabulary)
