"""Brings an index up to what is published: sections that are gone go, new ones come, and what they contradict is flagged."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from data.records import Pair
from retrieval.building.contradicted import by_document, contradicted
from retrieval.encoder import Encoder
from retrieval.search.entries import Addition
from retrieval.search.index import PassageIndex
from retrieval.vectors.interface import piece_ids


def changes_by_documents(index: PassageIndex, published: Sequence[Pair]) -> tuple[list[int], list[Pair]]:
    """What of an index isn't published any more, as ids, and what is published and isn't in it yet.

    A section is known by what it says and where; a question that a person has reviewed may lead to it besides.
    """
    now = {_key(pair): pair for pair in published}
    entries = list(index.entries.values())
    known = {_key(entry.pair) for entry in entries if entry.pair.document}
    gone = [entry.pair.id for entry in entries if entry.pair.document and _key(entry.pair) not in now]
    return gone, [pair for key, pair in now.items() if key not in known]


def flagged(index: PassageIndex, encoder: Encoder) -> Iterator[Addition]:
    """The past answers of an index that its documents contradict and that aren't flagged so, and those that aren't contradicted any more.

    They are to be added in place of what the index has.
    """
    entries = list(index.entries.values())
    said = [entry for entry in entries if entry.pair.document is None and (entry.outdated is None or by_document(entry.outdated))]
    published = [entry.pair for entry in entries if entry.pair.document]
    found = contradicted([entry.pair for entry in said], published, index.questions, index.answers, encoder)
    for entry in said:
        number = entry.pair.id
        if entry.outdated != found.get(number):
            vectors = (side.vectors(piece_ids(number, count)) for side, count in zip((index.questions, index.answers), entry.pieces))
            yield Addition(replace(entry, outdated=found.get(number)), *vectors)


def _key(pair: Pair) -> tuple[object, ...]:
    return pair.dialogue, pair.answer, pair.place, pair.date
