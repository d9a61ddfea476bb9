"""The face of an encoder, as retrieval sees it. `finetune.encoders.e5.encoder.E5Encoder` has it; so can anything else."""

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from numpy.typing import NDArray

from retrieval.vectors.interface import Floats


class TokenStates(Protocol):
    """A text as an encoder read it, token by token."""

    @property
    def ids(self) -> NDArray[Any]:
        """Of the tokens (T,), without those that frame the text."""

    @property
    def states(self) -> Floats:
        """The tokens' states (T, D), of length 1."""

    @property
    def sentence(self) -> Floats:
        """The text's vector (D,), of length 1."""


class Encoder(Protocol):
    """Turns texts into vectors of length 1, and into the states of their tokens."""

    @property
    def encoder_hash(self) -> str:
        """Changes when the vectors change, so that an index can tell whose vectors it holds."""

    @property
    def width(self) -> int:
        """Dimensions of a vector."""

    def embed(self, texts: Sequence[str]) -> Floats:
        """Vectors (N, D) of N texts."""

    def read_all(self, texts: Sequence[str]) -> Iterator[TokenStates]:
        """Texts, token by token, in their order."""
