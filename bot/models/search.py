"""One question through the index of a model."""

from collections.abc import Sequence
from dataclasses import replace

from data.records import Pair
from retrieval.encoder import TokenStates
from retrieval.search.entries import Hit, Query
from retrieval.search.excerpts import excerpt
from retrieval.search.filters import DIALOGUE, Filter
from retrieval.search.index import PassageIndex
from retrieval.search.late_interaction import interactions
from retrieval.vectors.interface import Floats

# What the logs teach doesn't change with what is published: past questions are asked again of past answers alone.
SAID = Filter(source=DIALOGUE)


def find(
    text: str, vector: Floats, index: PassageIndex, reading: TokenStates | None = None, without: Pair | None = None
) -> tuple[list[Hit], float]:
    """The passages for a question, and how much it says, in nats; of a long section of a document, what answers the question.

    Args:
        text: the question.
        vector: its sentence vector (D,).
        index: where to search.
        reading: its tokens; made if they aren't given.
        without: leaves out what the dialogue of this pair says, pairs with the same question, and documents: to ask a past question as if
            it were new.
    """
    query = index.read(text, vector, reading)
    if without is None:
        return [_shortened(hit, query, index) for hit in index.search(query)], query.information
    said = SAID if index.holds_sections else None
    hits = index.search(query, filter=said, without_dialogue=without.dialogue or None, without_question=without.question)
    return hits, query.information


def best_met(text: str, vector: Floats, reading: TokenStates, said: Sequence[str], index: PassageIndex) -> float:
    """How well the best of some texts meets a question, token by token, as passages are compared; 0 without texts.

    Args:
        text, vector, reading: the question, as for `find`.
        said: the texts, which the index needn't hold.
        index: knows how rare the question's tokens are, and reads the texts.
    """
    query = index.read(text, vector, reading)
    met = interactions(query.reading.states, query.token_weights, index.tokens.of(said)) if said else []
    return max((each.interaction for each in met), default=0.0)


def _shortened(hit: Hit, query: Query, index: PassageIndex) -> Hit:
    if not hit.passage.document:
        return hit
    return replace(hit, passage=replace(hit.passage, text=excerpt(query, hit.passage.text, index.tokens)))
