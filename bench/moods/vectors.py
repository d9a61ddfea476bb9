"""What both encoders make of many messages, without keeping their tokens."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from finetune.arrays import Bools, Floats, Ids
from finetune.encoders.reading import Reader
from finetune.encoders.tokenization import clean
from finetune.moods.fitting import fit_read
from finetune.moods.labelled import Labelled
from finetune.moods.mood import MOODS, Mood, MoodModel
from finetune.moods.moods import Moods


class Messages(NamedTuple):
    """N labelled messages as both encoders read them."""

    labelled: Sequence[Labelled]
    english: Floats  # (N, E)
    sentences: Floats  # (N, D)

    @classmethod
    def read(cls, labelled: Sequence[Labelled], reader: Reader) -> "Messages":
        vectors = []
        for each in labelled:
            reading = reader.read(clean(each.text))
            vectors.append((reading.english, reading.tokens.sentence))
        english, sentences = zip(*vectors)
        return cls(labelled, np.stack(english), np.stack(sentences))

    def part(self, which: Bools | Ids) -> "Messages":
        """Some of them, by a mask (N,) or their places (n,)."""
        places = np.arange(len(self.labelled))[which]
        return Messages([self.labelled[place] for place in places], self.english[places], self.sentences[places])

    @property
    def texts(self) -> list[str]:
        return [each.text for each in self.labelled]

    @property
    def moods(self) -> list[str]:
        return [each.mood for each in self.labelled]

    def fit(self, hashes: tuple[str, str], strength: float | None = None, prior: MoodModel | None = None) -> MoodModel:
        """A model fitted on them as training fits one."""
        return fit_read(self.labelled, self.english, self.sentences, hashes, prior, strength)

    def told(self, model: MoodModel | Moods) -> list[Mood]:
        """What a model says of them."""
        moods = Moods(model) if isinstance(model, MoodModel) else model
        return [MOODS[place] for place in moods.probabilities(self.texts, self.english, self.sentences).argmax(axis=1)]
