"""Whether two replies say the same: one could be sent in the other's place, and the customer would be as well served.

The judge is the English encoder, which the search that is judged doesn't rank replies by. Its threshold was fixed on 72 pairs of replies of
the validation and the training part, labelled by hand (`same_replies.tsv`, by the dialogues' ids), before any test question was asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.results import Result
from finetune.encoders.sentence_encoder import SentenceEncoder
from finetune.encoders.tokenization import clean

LABELLED = Path(__file__).with_name("same_replies.tsv")
# The cosine from which on two replies say the same: the one that is right most often on the labelled pairs.
SAME_AT = 0.674


class SameReplies:
    """The judge; reads each text once."""

    def __init__(self, encoder: SentenceEncoder) -> None:
        self._encoder = encoder
        self._read: dict[str, NDArray[np.float32]] = {}

    def same(self, ours: Sequence[str], theirs: Sequence[str]) -> NDArray[np.bool_]:
        """Whether texts (N) and (M) say the same (N, M)."""
        one, other = (np.stack([self._vector(text) for text in texts]) for texts in (ours, theirs))
        return np.asarray(one @ other.T >= SAME_AT)

    def agreement(self, replies: Mapping[str, str]) -> Iterator[Result]:
        """How often it agrees with the labels.

        Args:
            replies: the first reply of each dialogue, by its id.
        """
        rows = [line.split("\t") for line in LABELLED.read_text(encoding="utf-8").splitlines()]
        labels = np.array([label == "same" for *_, label in rows])
        said = np.array([bool(self.same([replies[one]], [replies[other]])[0, 0]) for one, other, _ in rows])
        condition = f"{len(rows)} labelled pairs of replies, {labels.sum()} say the same"
        yield Result("twitter_airlines", "the judge: precision", float(labels[said].mean()), condition=condition)
        yield Result("twitter_airlines", "the judge: recall", float(said[labels].mean()), condition=condition)

    def _vector(self, text: str) -> NDArray[np.float32]:
        if text not in self._read:
            vector = self._encoder.read(clean(text))[0]
            self._read[text] = vector / max(float(np.linalg.norm(vector)), 1e-6)
        return self._read[text]
