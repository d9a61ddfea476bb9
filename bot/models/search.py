"""One question through the index of a model."""

from data.records import Pair
from retrieval.encoder import TokenStates
from retrieval.search.entries import Hit
from retrieval.search.index import PassageIndex
from retrieval.vectors.interface import Floats


def find(
    text: str, vector: Floats, index: PassageIndex, reading: TokenStates | None = None, without: Pair | None = None
) -> tuple[list[Hit], float]:
    """The passages for a question, and how much it says, in nats.

    Args:
        text: the question.
        vector: its sentence vector (D,).
        index: where to search.
        reading: its tokens; made if they aren't given.
        without: leaves out what the dialogue of this pair says, and pairs with the same question: to ask a past question as if it were new.
    """
    query = index.read(text, vector, reading)
    if without is None:
        return index.search(query), query.information
    return index.search(query, without_dialogue=without.dialogue or None, without_question=without.question), query.information
