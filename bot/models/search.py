"""One question through the index of a model."""

from retrieval.encoder import TokenStates
from retrieval.search.entries import Hit
from retrieval.search.index import PassageIndex
from retrieval.vectors.interface import Floats


def find(text: str, vector: Floats, index: PassageIndex, reading: TokenStates | None = None) -> tuple[list[Hit], float]:
    """The passages for a question with its sentence vector (D,) and its tokens, and how much it says, in nats."""
    query = index.read(text, vector, reading)
    return index.search(query), query.information
