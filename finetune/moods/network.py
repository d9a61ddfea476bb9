"""What a fine-tuned network says of a mood, where a company has many ratings: all layers of the English encoder have learnt from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from safetensors import safe_open
from safetensors.numpy import save_file

from data.errors import ModelError
from finetune.arrays import Floats
from finetune.classifier.logistic import log_softmax
from finetune.encoders.sentence_encoder import SentenceEncoder
from finetune.encoders.tokenization import clean

# Beside the encoder's files, and written last: without it there is no network.
HEAD = "head.safetensors"


@dataclass(frozen=True)
class MoodNetwork:
    """Loaded once and then only read from; `finetune.training.mood_network` trains it.

    Attributes:
        encoder: the fine-tuned one.
        head: what each of its vectors' D numbers speaks for, of each mood (D, 3).
        share: what its log-probabilities count, from 0 to 1, where a text is surely English; the regression's count the rest.
    """

    encoder: SentenceEncoder
    head: Floats
    share: float

    @classmethod
    def load(cls, folder: Path) -> MoodNetwork | None:
        """What a folder holds; none if it holds no network.

        Raises:
            ModelError: its files are damaged.
        """
        if not (folder / HEAD).is_file():
            return None
        try:
            opened: Any = safe_open(folder / HEAD, framework="np")
            head, share = opened.get_tensor("head"), float(opened.metadata()["share"])
        except Exception as error:  # safetensors has its own errors; all mean that a file is missing or damaged
            raise ModelError(f"the moods' network in {folder} is damaged ({error}); train anew with `rasa train`") from error
        return cls(SentenceEncoder.load(folder), head, share)

    def save_head(self, folder: Path) -> None:
        """Writes all but the encoder, which is in the folder already."""
        save_file({"head": self.head}, folder / HEAD, {"share": str(self.share)})

    def log_probabilities(self, texts: Sequence[str]) -> Floats:
        """Of each mood (N, 3), of N texts, at least one, as they were typed."""
        return log_softmax(np.stack([self.encoder.read(clean(text))[0] for text in texts]) @ self.head)

    def joined(self, regression: Floats, english: Floats, texts: Sequence[str]) -> Floats:
        """Log-odds of each mood (N, 3): the regression's, and this network's for as much as a text is English.

        Args:
            regression: the regression's log-probabilities (N, 3).
            english: how probably each text is English (N,), from 0 to 1; what surely isn't is not read.
            texts: N, as they were typed.
        """
        shares = self.share * np.clip(english, 0, 1)  # (N,)
        read = np.flatnonzero(shares)
        joined = (1 - shares[:, None]) * regression
        if len(read):
            joined[read] += shares[read, None] * self.log_probabilities([texts[place] for place in read])
        return np.asarray(joined, dtype=np.float32)
