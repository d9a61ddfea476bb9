"""The face of an encoder, as retrieval sees it. `finetune.classifier.predictor.Classifier` has it; so can anything else."""

from collections.abc import Sequence
from typing import Protocol

from retrieval.vectors.interface import Floats


class Encoder(Protocol):
    """Turns texts into vectors of length 1."""

    @property
    def encoder_hash(self) -> str:
        """Changes when the vectors change, so that an index can tell whose vectors it holds."""

    @property
    def width(self) -> int:
        """Dimensions of a vector."""

    def embed(self, texts: Sequence[str]) -> Floats:
        """Vectors (N, D) of N texts."""
