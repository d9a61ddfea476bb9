"""Reads training texts once, however often they are asked for: with some held out, then all, then cross-fitted."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from typing_extensions import Self

from data.languages import english_probability
from data.parallel import batched
from finetune.arrays import Floats
from finetune.encoders.e5.encoder import E5Encoder
from finetune.encoders.reading import Reader, Reading, Readings
from finetune.encoders.sentence_encoder import SentenceEncoder

# Texts that are read between two reports of progress.
PART = 256


class RememberingReader(Reader):
    """A reader of many texts, over all cores, that keeps what it has read: 25 kB a text of 15 tokens."""

    def __init__(self, e5: E5Encoder, english: SentenceEncoder) -> None:
        super().__init__(e5, english)
        self._read: dict[str, Reading] = {}
        self._embedded: dict[str, Floats] = {}
        self.report: Callable[[int, int], None] = lambda done, total: None

    @classmethod
    def load(cls, encoders: Path, english: str, hashes: tuple[str, str] | None = None, threads: int = 1, many: bool = True) -> Self:
        """As `Reader.load`."""
        return super().load(encoders, english, hashes, threads, many)

    def read_all(self, texts: Sequence[str]) -> Readings:
        """Reads clean texts; `report` is called with how many of the new ones are done, and how many there are."""
        fresh = sorted({text for text in texts if text not in self._read}, key=lambda text: (len(text), text))
        done = 0
        for part in batched(fresh, PART):
            self._read |= zip(part, self._readings(part))
            done += len(part)
            self.report(done, len(fresh))
        return Readings.of(self._read[text] for text in texts)

    def embed(self, texts: Sequence[str]) -> Floats:
        """e5's vectors (N, D) of N texts, at least one, over all cores; of those that were read, as they were read."""
        fresh = [text for text in dict.fromkeys(texts) if text not in self._read and text not in self._embedded]
        self._embedded |= zip(fresh, self.e5.embed(fresh))
        found = (self._embedded[text] if text in self._embedded else self._read[text].tokens.sentence for text in texts)
        return np.stack(list(found))

    def _readings(self, texts: Sequence[str]) -> list[Reading]:
        likely = np.array([english_probability(text) for text in texts])
        vectors, unknown = np.zeros((len(texts), self.english.width), dtype=np.float32), np.zeros(len(texts))
        english = np.flatnonzero(likely)
        vectors[english], unknown[english] = self.english.read_all([texts[place] for place in english])
        return [Reading.of(*each) for each in zip(self.e5.read_all(texts), likely.tolist(), vectors, unknown.tolist())]
