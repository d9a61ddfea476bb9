"""The encoders that make an index's vectors: the classifier's own or a language's, loaded alike, also in other processes and machines."""

import tempfile
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from finetune.arrays import Floats
from finetune.classifier.layout import Layout
from finetune.classifier.predictor import Classifier
from finetune.encoders import sentence_encoder as sentences
from finetune.encoders.sentence_encoder import SentenceEncoder
from retrieval.encoder import Encoder


def load_encoder(folder: Path, threads: int = 1) -> Encoder:
    """The encoder in a folder: a trained classifier's, or one that `finetune.encoders.sentence_export` wrote.

    Raises:
        ModelError: files are missing or damaged.
    """
    if (folder / sentences.CARD).is_file():
        return SentenceEncoder.load(folder, threads)
    return Classifier.load(folder, threads)


class TravellingEncoder:
    """Turns a batch of texts (N) into vectors (N, D), wherever it is: it takes the encoder's files along."""

    def __init__(self, folder: Path) -> None:
        """Takes up the encoder in `folder`, of either kind."""
        exported = (folder / sentences.CARD).is_file()
        files = [folder / name for name in sentences.FILES] if exported else Layout(folder).files
        self.files = {file.name: file.read_bytes() for file in files}

    def __call__(self, texts: Sequence[str]) -> Floats:
        return self._encoder.embed(texts)

    def __getstate__(self) -> dict[str, Any]:
        return {"files": self.files}

    @cached_property
    def _encoder(self) -> Encoder:
        with tempfile.TemporaryDirectory() as folder:
            for name, content in self.files.items():
                (Path(folder) / name).write_bytes(content)
            return load_encoder(Path(folder))
