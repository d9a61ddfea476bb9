"""Reads training texts once, however often they are asked for: with some held out, then all, then cross-fitted."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from data.parallel import batched, cores
from finetune.arrays import Floats
from finetune.encoders.e5.encoder import E5Encoder
from finetune.encoders.reading import Reader, Reading, Readings
from finetune.encoders.sentence_encoder import SentenceEncoder

# Texts that a core reads or embeds at a time.
READ, BATCH = 32, 64


class RememberingReader(Reader):
    """A reader over all cores that keeps what it has read: 25 kB a text of 15 tokens."""

    def __init__(self, e5: E5Encoder, english: SentenceEncoder) -> None:
        super().__init__(e5, english)
        self._read: dict[str, Reading] = {}
        self._embedded: dict[str, Floats] = {}
        self.report: Callable[[int, int], None] = lambda done, total: None

    def read_all(self, texts: Sequence[str]) -> Readings:
        """Reads clean texts; `report` is called with how many of the new ones are done, and how many there are."""
        fresh = [text for text in dict.fromkeys(texts) if text not in self._read]
        parts = list(batched(fresh, READ))
        with ThreadPoolExecutor(cores()) as pool:  # onnxruntime works beside Python
            for done, (part, readings) in enumerate(zip(parts, pool.map(self.read_part, parts)), start=1):
                self._read |= zip(part, readings)
                self.report(min(done * READ, len(fresh)), len(fresh))
        return Readings.of(self._read[text] for text in texts)

    def embed(self, texts: Sequence[str]) -> Floats:
        """e5's vectors (N, D) of N texts, at least one, over all cores; of those that were read, as they were read."""
        fresh = [text for text in dict.fromkeys(texts) if text not in self._read and text not in self._embedded]
        fresh.sort(key=len)
        batches = [fresh[at : at + BATCH] for at in range(0, len(fresh), BATCH)]
        with ThreadPoolExecutor(cores()) as pool:
            for batch, vectors in zip(batches, pool.map(self.e5.embed, batches)):
                self._embedded |= zip(batch, vectors)
        found = (self._embedded[text] if text in self._embedded else self._read[text].tokens.sentence for text in texts)
        return np.stack(list(found))
