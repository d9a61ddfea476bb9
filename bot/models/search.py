"""One question through the index of a model."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from bot.domain import said_to
from data.records import Pair
from retrieval.encoder import TokenStates
from retrieval.search.beside import Beside, OtherTexts
from retrieval.search.entries import Hit, Passage, Query
from retrieval.search.filters import DIALOGUE, Filter
from retrieval.search.index import PassageIndex
from retrieval.search.second_encoder import SecondReading
from retrieval.search.sections.excerpts import excerpt
from retrieval.search.variety import varied
from retrieval.vectors.interface import Floats

# Passages that are chosen for a person, and of how many.
SUGGESTED, CONSIDERED = 3, 50
# What the logs teach doesn't change with what is published: past questions are asked again of past answers alone.
SAID = Filter(source=DIALOGUE)


@dataclass(frozen=True)
class Likely:
    """What is likely to be said to a question.

    Attributes:
        said: by the template of the first intent, in each language; empty if it says nothing.
        probability: that this is the right intent.
        texts: reads it, and remembers it.
    """

    said: Sequence[str]
    probability: float
    texts: OtherTexts

    def vectors(self, index: PassageIndex) -> Floats | None:
        """The vectors (N, D) of what is said, times how likely that is."""
        return self.texts.vectors(self.said, index) * np.float32(self.probability) if self.said else None


@dataclass(frozen=True)
class Templates:
    """What a company's templates say.

    Attributes:
        said: by each, in each language, by intent.
        texts: reads it with the encoder of an index, and remembers it.
    """

    said: Mapping[str, Sequence[str]]
    texts: OtherTexts = field(default_factory=OtherTexts)

    def answers(self, intents: Sequence[str], text: str, vector: Floats, reading: TokenStates, index: PassageIndex) -> dict[str, float]:
        """Log-odds that the templates of intents answer a question, told by what they say, by intent.

        Args:
            intents: whose templates might be said; those that have none are left out.
            text, vector, reading, index: as for `find`.
        """
        said = {intent: said_to(text, self.said[intent]) for intent in intents if self.said.get(intent)}
        return dict(zip(said, self.texts.answers(index.read(text, vector, reading), [*said.values()], index)))


def find(
    text: str,
    vector: Floats,
    index: PassageIndex,
    reading: TokenStates | None = None,
    without: Pair | None = None,
    likely: Likely | None = None,
    second: SecondReading | None = None,
) -> tuple[list[Hit], float]:
    """The passages for a question, and how much it says, in nats; of a long section of a document, what answers the question.

    Where a second section is about as likely as the first, both are quoted, each under its heading.

    Args:
        text: the question.
        vector: its sentence vector (D,).
        index: where to search.
        reading: its tokens; made if they aren't given.
        without: leaves out what the dialogue of this pair says, pairs with the same question, and documents: to ask a past question as if
            it were new.
        likely: what is likely to be said to it, which sections are looked for by, too.
        second: the question as a second encoder reads it, which sections are looked for by, too.
    """
    query = index.read(text, vector, reading)
    if index.holds_sections:
        query = replace(query, expected=likely.vectors(index) if likely else None, second=second)
    if without is None:
        hits = index.search(query)
        with_another = {hit.standing.rival for hit in hits}
        return [_with_rival(_shortened(hit, query, index), query, index) for hit in hits if hit.pair not in with_another], query.information
    said = SAID if index.holds_sections else None
    hits = index.search(query, filter=said, without_dialogue=without.dialogue or None, without_question=without.question)
    return hits, query.information


def suggest(text: str, vector: Floats, index: PassageIndex, reading: TokenStates | None = None) -> list[Hit]:
    """The few passages that together most probably hold what a person will answer; `probability` is what each adds to that.

    Args:
        text, vector, index, reading: as for `find`.
    """
    query = index.read(text, vector, reading)
    hits = [_shortened(hit, query, index) for hit in index.search(query, CONSIDERED)]
    if not hits:
        return []
    relevances = np.array([hit.fit.relevance for hit in hits], dtype=np.float32)
    vectors = index.answers.vectors(np.array([hit.pair for hit in hits], dtype=np.int64))
    return [replace(hits[place], probability=gain) for place, gain in varied(relevances, vectors, SUGGESTED)]


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
    return replace(hit, passage=_excerpt(hit.passage, query, index)) if hit.passage.document else hit


def _excerpt(section: Passage, query: Query, index: PassageIndex) -> Passage:
    return replace(section, text=excerpt(query, section.text, index.tokens))


def _with_rival(hit: Hit, query: Query, index: PassageIndex) -> Hit:
    """A hit whose passage is the first section and the next one, if that is about as likely, and still there."""
    first, rival = index.entries.get(hit.pair), index.entries.get(hit.standing.rival)
    if first is None or rival is None:
        return hit
    other = _excerpt(index.passage(rival.passage), query, index)
    text = "\n\n".join(f"{entry.pair.question}\n{said.text}" for entry, said in ((first, hit.passage), (rival, other)))
    return replace(hit, passage=replace(hit.passage, text=text, sources=(*hit.passage.sources, *other.sources)))
