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
from finetune.encoders.remembering_encoder import RememberingEncoder
from finetune.encoders.sentence_encoder import SentenceEncoder

# Texts that are read between two reports of progress.
PART = 256


class RememberingReader(Reader):
    """A reader of many texts, over all cores, that keeps what it has read: 25 kB a text of 15 tokens.

    Attributes:
        encoder: its e5, which remembers what was read with it, too.
        report: is called with how many of the new texts are read, and how many there are.
    """

    def __init__(self, e5: E5Encoder, english: SentenceEncoder) -> None:
        super().__init__(e5, english)
        self.encoder = RememberingEncoder(e5)
        self._read: dict[str, Reading] = {}
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
        """e5's vectors (N, D) of N texts, over all cores; of those that were read, as they were read."""
        return self.encoder.embed(texts)

    def _readings(self, texts: Sequence[str]) -> list[Reading]:
        likely = np.array([english_probability(text) for text in texts])
        vectors, unknown = np.zeros((len(texts), self.english.width), dtype=np.float32), np.zeros(len(texts))
        english = np.flatnonzero(likely)
        vectors[english], unknown[english] = self.english.read_all([texts[place] for place in english])
        tokens = list(self.encoder.read_all(texts))
        self.encoder.known |= zip(texts, tokens)
        return [Reading.of(*each) for each in zip(tokens, likely.tolist(), vectors, unknown.tolist())]
