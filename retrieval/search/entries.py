"""What an index holds, and what a search gives."""

import datetime
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from data.records import Pair, content_id
from retrieval.encoder import TokenStates
from retrieval.search.quoted import NOT_QUOTED, Quoted
from retrieval.search.second_encoder import SecondReading
from retrieval.vectors.interface import Floats


@dataclass(frozen=True, slots=True)
class Entry:
    """A pair as the index keeps it.

    Attributes:
        pair: the pair.
        passage: the passage that it belongs to: the id of the pair that began it.
        pieces: how many vectors its question and its answer have.
        template: the template that says what the answer says, if one does.
        outdated: how a newer answer, a template or a document contradicts this one, if one does.
    """

    pair: Pair
    passage: int
    pieces: tuple[int, int]
    template: str | None = None
    outdated: str | None = None

    @property
    def text(self) -> str:
        """What is searched by its words and tokens: the question, and all that was replied."""
        return text_of(self.pair)


@dataclass(frozen=True)
class Addition:
    """An entry with the vectors of its question (P, D) and of its answer (Q, D)."""

    entry: Entry
    question: Floats
    answer: Floats


@dataclass(frozen=True)
class Query:
    """A question that was read once, to be searched for.

    Attributes:
        text: what was asked.
        vector: its sentence vector (D,), from the encoder that made the index.
        weights: its words with their rarities.
        reading: its tokens, from the same encoder.
        token_weights: the tokens' rarities (T,), in nats.
        expected: vectors (N, D) of what is likely to be said to it, each times how likely; of sections, those like it go first.
        second: the question as a second encoder reads it, which tells sections better where it knows their language.
    """

    text: str
    vector: Floats
    weights: Mapping[str, float]
    reading: TokenStates
    token_weights: Floats
    expected: Floats | None = None
    second: SecondReading | None = None

    @property
    def information(self) -> float:
        """How much the question says: the sum of its words' rarities, in nats. “My order” says little, “vegan candles” much."""
        return sum(self.weights.values())


class Fit(NamedTuple):
    """How well an entry fits what was asked.

    Attributes:
        similarity: cosine of the asked with the nearest piece of the past question.
        answer_similarity: cosine of the asked with the nearest piece of the answer.
        coverage: how much of what was asked, by rarity of the words, stands in question and answer, in [0, 1].
        agreement: mean cosine of the answer with those of the other hits: what several agents said is surer.
        shared: the rarity of the words that were asked and stand there, in nats; little, if they are common ones.
        interaction, weakest, gap, lead: how its tokens meet those of what was asked (`retrieval.search.late_interaction`).
    """

    similarity: float
    answer_similarity: float
    coverage: float
    agreement: float
    shared: float
    interaction: float = 0.0
    weakest: float = 0.0
    gap: float = 0.0
    lead: float = 0.0

    @property
    def relevance(self) -> float:
        """How well it fits, token by token. Agreement makes an answer surer, not more fitting."""
        return self.interaction

    @property
    def features(self) -> tuple[float, ...]:
        """What the probability is made of (F,)."""
        found = (self.similarity, self.answer_similarity, self.coverage, self.agreement, math.log1p(self.shared))
        return (*found, self.interaction, self.weakest, self.gap, self.lead)


class Standing(NamedTuple):
    """How a section of a document stands among all that was found; zeros for what an agent said.

    Attributes:
        lift: how much better a past answer meets what was asked that says the same as the section; 0 if none does.
        lead: how far the section is ahead of the next one.
        share: how likely it is the right one among the sections that were looked at, if one of them is; or it and its rival.
        neutral: how its tokens meet those of what was asked, as `Fit.interaction`, without what tells the language.
        second: its cosine with what was asked by a second encoder; 0 where there is none, or it can't read both.
        like_said: the cosine of what it says with what the best past answer says.
        same_language: whether it is in the language of the question.
        rival: the entry of the next one, where that is about as likely, so that both are quoted; 0 where it isn't.
    """

    lift: float = 0.0
    lead: float = 0.0
    share: float = 0.0
    neutral: float = 0.0
    second: float = 0.0
    like_said: float = 0.0
    same_language: bool = False
    rival: int = 0


NO_STANDING = Standing()


@dataclass(frozen=True, slots=True)
class Source:
    """Where a passage came from: a dialogue, or a section of a document, which `dialogue` then names by file and number.

    Attributes:
        date: when it was said, or when the page was changed last; none if that isn't known.
        page, section, address: of a document (`data.records.Place`); for a dialogue, empty.
    """

    dialogue: str
    date: datetime.date | None
    page: str = ""
    section: int = 0
    address: str = ""

    @classmethod
    def of(cls, pair: Pair) -> "Source":
        """The source of a pair."""
        place = pair.document
        return cls(pair.dialogue, pair.date, place.page, place.section, place.address) if place else cls(pair.dialogue, pair.date)


@dataclass(frozen=True, slots=True)
class Passage:
    """A reply that agents gave, or what a section of a document says.

    Attributes:
        text: in the words in which it was given last, scanned once more for personal data; a document's as it was published.
        sources: the newest dialogues that it was given in.
        count: how often it was given.
        template: the template that says the same, if one does.
        outdated: how a newer answer to the same question, a template or a document contradicts it, if one does.
        quality: how far it can be trusted, in [0, 1].
    """

    text: str
    sources: tuple[Source, ...]
    count: int
    template: str | None = None
    outdated: str | None = None
    quality: float = 0.5

    @property
    def id(self) -> int:
        """A 63-bit id made from the content."""
        return content_id(self.text)

    @property
    def document(self) -> bool:
        """Whether it stands in a document."""
        return bool(self.sources[0].page)


@dataclass(frozen=True)
class Hit:
    """A passage that was found, and how much speaks for it.

    Attributes:
        passage: what was said, and where.
        question: the past question through which it was found.
        score: fused rank score; it orders, and means nothing by itself.
        fit: how well it fits what was asked.
        probability: calibrated probability that the passage answers.
        pair: the id of the pair through which it was found.
        quoted: how what would be quoted meets what was asked; known of the first past answer and of the first section only.
        standing: how it stands among the others, if it is the first section.
    """

    passage: Passage
    question: str
    score: float
    fit: Fit
    probability: float
    pair: int = 0
    quoted: Quoted = NOT_QUOTED
    standing: Standing = NO_STANDING


def said_on(pair: Pair) -> datetime.date:
    """When; without a date, before all others."""
    return pair.date or datetime.date.min


def newest_first(pairs: Sequence[Pair]) -> list[Pair]:
    return sorted(pairs, key=said_on, reverse=True)


def text_of(pair: Pair) -> str:
    """What a pair is searched by: its question, all that was replied, and its product if neither names it; or a section's headings and its
    text.
    """
    text = f"{pair.question} {pair.context or pair.answer}"
    return text if not pair.product or pair.product.casefold() in text.casefold() else f"{pair.product}: {text}"


def read_closely(pair: Pair) -> list[str]:
    """The texts of a pair whose tokens are kept: all that it is searched by; and, of what an agent said, what may be quoted."""
    return [text_of(pair)] if pair.document else [text_of(pair), pair.answer]
