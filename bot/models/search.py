"""One question through the index of a model."""

from collections.abc import Sequence
from dataclasses import replace

from data.records import Pair
from retrieval.encoder import TokenStates
from retrieval.search.beside import Beside, OtherTexts
from retrieval.search.entries import Hit, Query
from retrieval.search.excerpts import excerpt
from retrieval.search.filters import DIALOGUE, Filter
from retrieval.search.index import PassageIndex
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


def beside(
    text: str, vector: Floats, reading: TokenStates, hit: Hit, said: Sequence[str], texts: OtherTexts, index: PassageIndex
) -> Beside:
    """How what a template says stands beside a question and the passage that was found for it.

    Args:
        text, vector, reading: the question, as for `find`.
        hit: the passage.
        said: what the template says, in each language.
        texts: reads that, and remembers it.
        index: where the passage was found.
    """
    return texts.beside(index.read(text, vector, reading), hit, index, said)


def _shortened(hit: Hit, query: Query, index: PassageIndex) -> Hit:
    if not hit.passage.document:
        return hit
    return replace(hit, passage=replace(hit.passage, text=excerpt(query, hit.passage.text, index.tokens)))
