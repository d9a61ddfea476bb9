"""The passage index: vectors of past questions and answers, BM25 over their words, fused, with a probability on each hit."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from data.outgoing import scan
from data.records import Pair
from data.script import language_of
from retrieval import calibration
from retrieval.filters import Filter
from retrieval.lexical import LexicalIndex
from retrieval.passages import Passage, newest_first, passage_of
from retrieval.vectors import Allowed, Bools, Floats, Ids, VectorIndex, pair_of, piece_ids

# Reciprocal rank fusion (Cormack, Clarke & Büttcher 2009, “Reciprocal Rank Fusion outperforms Condorcet”): 1 / (60 + rank).
FUSION = 60
CANDIDATES = 50
# Neighbouring hits whose answers are compared with a hit's own.
WITNESSES = 3
# Filters whose matching entries are remembered until the index changes.
REMEMBERED = 16


@dataclass(frozen=True, slots=True)
class Entry:
    """A pair as the index keeps it.

    Attributes:
        pair: the pair.
        passage: the passage that it belongs to: the id of the pair that began it.
        pieces: how many vectors its question and its answer have.
        template: the template that says what the answer says, if one does.
        outdated: how a newer answer contradicts this one, if one does.
    """

    pair: Pair
    passage: int
    pieces: tuple[int, int]
    template: str | None = None
    outdated: str | None = None


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
    """

    text: str
    vector: Floats
    weights: Mapping[str, float]

    @property
    def information(self) -> float:
        """How much the question says: the sum of its words' rarities, in nats. “My order” says little, “vegan candles” much."""
        return sum(self.weights.values())


@dataclass(frozen=True)
class Hit:
    """A passage that was found, and how much speaks for it.

    Attributes:
        passage: what was said, and where.
        question: the past question through which it was found.
        score: fused rank score; it orders, and means nothing by itself.
        similarity: cosine of the asked with the nearest piece of the past question.
        answer_similarity: cosine of the asked with the nearest piece of the answer.
        coverage: how much of what was asked, by rarity of the words, stands in question and answer, in [0, 1].
        agreement: mean cosine of the answer with those of the other hits: what several agents said is surer.
        shared: the rarity of the words that were asked and stand there, in nats; little, if they are common ones.
        probability: calibrated probability that the passage answers.
    """

    passage: Passage
    question: str
    score: float
    similarity: float
    answer_similarity: float
    coverage: float
    agreement: float
    shared: float
    probability: float = 0.0

    @property
    def relevance(self) -> float:
        """How well it fits what was asked, in meaning and words. Agreement makes an answer surer, not more fitting."""
        return self.similarity + self.answer_similarity + self.coverage

    @property
    def features(self) -> tuple[float, ...]:
        """What the probability is made of (F,)."""
        return (self.similarity, self.answer_similarity, self.coverage, self.agreement, math.log1p(self.shared))


class PassageIndex:
    """An index in memory. `retrieval.building` makes one, `retrieval.storage` keeps it on disk."""

    def __init__(
        self,
        entries: Iterable[Entry],
        questions: VectorIndex,
        answers: VectorIndex,
        lexical: LexicalIndex,
        weights: calibration.Weights,
        encoder_hash: str,
    ) -> None:
        self.entries: dict[int, Entry] = {}
        self.passages: dict[int, list[int]] = {}  # a passage to its entries
        self.questions = questions
        self.answers = answers
        self.lexical = lexical
        self.weights = weights
        self.encoder_hash = encoder_hash
        self._matching: dict[Filter, Ids] = {}
        for entry in entries:
            self._enter(entry)

    @property
    def width(self) -> int:
        """Dimensions of a vector."""
        return self.questions.width

    @property
    def pairs(self) -> list[Pair]:
        return [entry.pair for entry in self.entries.values()]

    def add(self, additions: Iterable[Addition]) -> None:
        """Adds entries with their vectors; an entry that is there already is replaced."""
        for addition in additions:
            entry = addition.entry
            self._leave(entry.pair.id)
            self._enter(entry)
            self.questions.add(piece_ids(entry.pair.id, len(addition.question)), addition.question)
            self.answers.add(piece_ids(entry.pair.id, len(addition.answer)), addition.answer)
            self.lexical.add(entry.pair.id, f"{entry.pair.question} {entry.pair.answer}")

    def remove(self, pairs: Iterable[int]) -> int:
        """Removes the pairs with these ids, and returns how many of them there were."""
        removed = 0
        for number in pairs:
            if entry := self._leave(number):
                self.questions.remove(piece_ids(number, entry.pieces[0]))
                self.answers.remove(piece_ids(number, entry.pieces[1]))
                removed += 1
        return removed

    def read(self, text: str, vector: Floats) -> Query:
        """A question, made ready to be searched for; `vector` (D,) is from the encoder that made the index."""
        return Query(text, vector, self.lexical.weigh(text))

    def search(self, query: Query, k: int = 5, filter: Filter | None = None, without_dialogue: str | None = None) -> list[Hit]:
        """The passages that answer a question best, the most relevant first; what a newer answer contradicts comes last.

        Args:
            query: the question, from `read`.
            k: how many passages at most.
            filter: what the search is narrowed to.
            without_dialogue: leave out what this dialogue says (to ask a log about itself).
        """
        allowed = self._allowed(filter)
        near = self.near(query.vector, CANDIDATES, None if filter is None else allowed)
        fused = self._fuse(near, self.lexical.search(query.weights, CANDIDATES, allowed), without_dialogue)
        best: dict[int, int] = {}  # passage to its best entry, in order of the fused score
        for number in sorted(fused, key=lambda number: -fused[number]):
            best.setdefault(self.entries[number].passage, number)
        numbers = list(best.values())[: max(k, WITNESSES + 1)]
        if not numbers:
            return []
        answers = [self.answers.vectors(piece_ids(number, self.entries[number].pieces[1])) for number in numbers]  # of (P, D)
        wholes = np.stack([vectors[0] for vectors in answers])  # (K, D)
        agreements = wholes @ wholes.T  # (K, K)
        weights = self.weights.get(language_of(query.text), calibration.PRIOR_WEIGHTS)
        hits = []
        for row, number in enumerate(numbers[:k]):
            entry = self.entries[number]
            witnesses = [agreements[row, other] for other in range(len(numbers)) if other != row][:WITNESSES]
            coverage, shared = self.lexical.coverage(query.weights, f"{entry.pair.question} {entry.pair.answer}")
            hit = Hit(
                passage=self.passage(entry.passage),
                question=scan(entry.pair.question),
                score=fused[number],
                similarity=float((self.questions.vectors(piece_ids(number, entry.pieces[0])) @ query.vector).max()),
                answer_similarity=float((answers[row] @ query.vector).max()),
                coverage=coverage,
                agreement=float(np.mean(witnesses)) if witnesses else 0.0,
                shared=shared,
            )
            hits.append(replace(hit, probability=calibration.probability(hit.features, weights)))
        return sorted(hits, key=lambda hit: (hit.passage.outdated is not None, -hit.relevance))

    def near(self, vector: Floats, k: int, allowed: Allowed | None = None) -> list[int]:
        """Entries with a piece of question or answer near to a vector (D,), the nearest first: up to k by either."""
        found: dict[int, float] = {}
        for index in (self.questions, self.answers):
            similarities, ids = index.search(vector, k, allowed)
            for number, similarity in zip(pair_of(ids).tolist(), similarities.tolist()):
                if similarity > found.get(number, -1.0):
                    found[number] = similarity
        return sorted(found, key=lambda number: -found[number])

    def passage(self, number: int) -> Passage:
        """A passage as it is served, in the words in which it was said last."""
        entries = {self.entries[member].pair: self.entries[member] for member in self.passages[number]}
        pairs = newest_first(list(entries))
        return passage_of(pairs, entries[pairs[0]].template, entries[pairs[0]].outdated)

    def _enter(self, entry: Entry) -> None:
        self.entries[entry.pair.id] = entry
        self.passages.setdefault(entry.passage, []).append(entry.pair.id)
        self._matching.clear()

    def _leave(self, number: int) -> Entry | None:
        entry = self.entries.pop(number, None)
        if entry:
            members = self.passages[entry.passage]
            members.remove(number)
            if not members:
                del self.passages[entry.passage]
            self._matching.clear()
        return entry

    def _allowed(self, filter: Filter | None) -> Allowed:
        """Which ids, of pairs or of their pieces, are there and match a filter."""
        if filter is None:
            return lambda ids: np.fromiter((number in self.entries for number in ids.tolist()), dtype=np.bool_, count=len(ids))
        if filter not in self._matching:
            if len(self._matching) >= REMEMBERED:
                self._matching.clear()
            matching = [number for number, entry in self.entries.items() if filter.matches(entry.pair)]
            self._matching[filter] = np.sort(np.array(matching, dtype=np.int64))
        matching_ids = self._matching[filter]

        def allowed(ids: Ids) -> Bools:
            if not len(matching_ids):
                return np.zeros(len(ids), dtype=np.bool_)
            asked = pair_of(ids)
            places = np.searchsorted(matching_ids, asked).clip(max=len(matching_ids) - 1)
            return np.asarray(matching_ids[places] == asked)

        return allowed

    def _fuse(self, near: Sequence[int], wordy: Sequence[int], without_dialogue: str | None) -> dict[int, float]:
        """Reciprocal rank fusion of two rankings: entry to score."""
        fused: dict[int, float] = {}
        for ranking in (near, wordy):
            kept = [number for number in ranking if self.entries[number].pair.dialogue != without_dialogue]
            for rank, number in enumerate(kept):
                fused[number] = fused.get(number, 0.0) + 1 / (FUSION + rank)
        return fused
