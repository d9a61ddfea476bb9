"""How a model tells moods: by the regression, and by a fine-tuned network beside it where there is one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from finetune.arrays import Floats
from finetune.classifier.logistic import log_softmax
from finetune.moods.features import features
from finetune.moods.mood import MOODS, Mood, MoodModel
from finetune.moods.network import MoodNetwork


@dataclass(frozen=True)
class Moods:
    """Both together."""

    regression: MoodModel
    network: MoodNetwork | None = None

    def probabilities(self, texts: Sequence[str], english: Floats, sentences: Floats) -> Floats:
        """Of each mood (N, 3), of N messages, at least one.

        Args:
            texts: as they were typed.
            english: the English encoder's vectors (N, E), each times the probability that its text is English, as
                `finetune.encoders.reading` has them.
            sentences: e5's vectors (N, D).
        """
        told = self.regression.probabilities(features(texts, english, sentences, self.regression.vocabulary))
        if self.network is None:
            return told
        likely = np.linalg.norm(english, axis=1)  # the vectors have length 1 before
        scores = self.network.joined(np.log(np.maximum(told, np.finfo(np.float32).tiny)), likely, texts)
        return np.exp(log_softmax(scores))

    def mood(self, text: str, english: Floats, sentence: Floats) -> Mood:
        """The likeliest mood of a message, by its text and both encoders' vectors (E,), (D,), as `probabilities` takes them."""
        return MOODS[int(self.probabilities([text], english[None], sentence[None])[0].argmax())]
