"""The passage index: vectors of past questions and answers, BM25 over their words, fused, with a probability on each hit."""

from collections.abc import Iterable
from functools import partial

import numpy as np

from data.languages import language_of
from data.records import Pair
from data.redaction.output_filter import scan
from retrieval.encoder import TokenStates
from retrieval.lexical.bm25 import LexicalIndex
from retrieval.lexical.particulars import other_thing
from retrieval.search.calibration import Weights, probability, weights_for
from retrieval.search.entries import NO_STANDING, Addition, Entry, Hit, Passage, Query
from retrieval.search.filters import Filter, matching
from retrieval.search.fits import fits
from retrieval.search.fusion import fuse
from retrieval.search.late_interaction import TokenTexts
from retrieval.search.own_contacts import OwnContacts
from retrieval.search.own_questions import OwnQuestions
from retrieval.search.passages import Passages, newest_passage
from retrieval.search.quoting import Names, look_at_first
from retrieval.search.sections.documents import COMPARED_SECTIONS, DOCUMENTS, both_kinds, in_order, is_section
from retrieval.search.token_rarities import TokenRarities
from retrieval.search.verified import answers_first
from retrieval.vectors.interface import Allowed, Bools, Floats, Ids, VectorIndex, pair_of, piece_ids

# Entries that each of the two searches, by vectors and by words, may find.
CANDIDATES = 50
# Passages, the first by fused rank, whose relevance is looked at closely.
COMPARED = 24
# Filters whose matching entries are remembered.
REMEMBERED = 16


class PassageIndex:
    """An index in memory. `retrieval.building.build` makes one, `retrieval.storage.snapshots` keeps it on disk.

    One thread may change it while others search: an entry comes in last, after all that belongs to it, and leaves first.
    """

    def __init__(
        self,
        entries: Iterable[Entry],
        questions: VectorIndex,
        answers: VectorIndex,
        lexical: LexicalIndex,
        weights: Weights,
        encoder_hash: str,
        tokens: TokenTexts,
    ) -> None:
        self.entries: dict[int, Entry] = {}
        self.passages: dict[int, tuple[int, ...]] = {}  # a passage to its entries
        self._sections, self._own, self._contacts = 0, OwnQuestions(), OwnContacts()  # first, how many entries are sections of documents
        self.questions, self.answers, self.lexical = questions, answers, lexical
        self.weights, self.encoder_hash, self.tokens = weights, encoder_hash, tokens
        self._now = Passages(self.entries, self.passages, self._contacts)
        self._conditions: dict[Filter, Allowed] = {}
        for entry in entries:
            self._enter(entry)
        self.names = Names.learn(self.pairs)
        self._rarities = TokenRarities(tokens.kept_ids([entry.text for entry in self.entries.values()]))

    @property
    def width(self) -> int:
        """Dimensions of a vector."""
        return self.questions.width

    @property
    def pairs(self) -> list[Pair]:
        return [entry.pair for entry in self.entries.values()]

    @property
    def holds_sections(self) -> bool:
        """Whether some of it stands in documents."""
        return self._sections > 0

    def add(self, additions: Iterable[Addition]) -> None:
        """Adds entries with their vectors; an entry that is there already is replaced."""
        for addition in additions:
            entry = addition.entry
            number = entry.pair.id
            self._leave(number)
            self.questions.add(piece_ids(number, len(addition.question)), addition.question)
            self.answers.add(piece_ids(number, len(addition.answer)), addition.answer)
            self.lexical.add(number, entry.text)
            self._count_tokens(entry, 1)
            self._enter(entry)

    def remove(self, pairs: Iterable[int]) -> int:
        """Removes the pairs with these ids, and returns how many of them there were."""
        removed = 0
        for number in pairs:
            if entry := self._leave(number):
                self.questions.remove(piece_ids(number, entry.pieces[0]))
                self.answers.remove(piece_ids(number, entry.pieces[1]))
                self._count_tokens(entry, -1)
                removed += 1
        return removed

    def read(self, text: str, vector: Floats, reading: TokenStates | None = None) -> Query:
        """A question, made ready to be searched for.

        Args:
            text: what is asked.
            vector: its sentence vector (D,), from the encoder that made the index.
            reading: its tokens, from that encoder; if they aren't at hand, they are made.
        """
        reading = self.tokens.read(text) if reading is None else reading
        return Query(text, vector, self.lexical.weigh(text), reading, self._rarities.weights(reading))

    def search(
        self,
        query: Query,
        k: int = 5,
        filter: Filter | None = None,
        without_dialogue: str | None = None,
        without_question: str | None = None,
        outdated: bool = False,
    ) -> list[Hit]:
        """The passages that answer a question best, the most relevant first; those to the very same question before all others.

        What speaks of another model, size or name than the question is left out.

        Args:
            query: the question, from `read`.
            k: how many passages at most.
            filter: what the search is narrowed to.
            without_dialogue: leave out what this dialogue says (to ask a log about itself).
            without_question: leave out pairs with this very question.
            outdated: also give what a newer answer or a template contradicts, as the last.
        """
        fused = self._fused(query, filter, without_dialogue, without_question)
        own = self._others(self._own.of(query.text) if filter is None else (), without_dialogue, without_question)
        fused |= {number: fused.get(number, 0.0) for number in own}
        ranked = sorted(fused, key=lambda number: (number not in own, -fused[number]))
        apart = filter is None and self.holds_sections  # sections have places of their own, so that they take none from past answers
        fitting = (number for number in ranked if self._fits(query.text, number, number in own, outdated))
        entries = self.folded((number for number in fitting if not (apart and is_section(self.entries.get(number)))), max(k, COMPARED))
        if apart:
            sections = self._fused(query, DOCUMENTS, without_dialogue, without_question)
            best = sorted(sections, key=lambda number: -sections[number])
            entries |= self.folded(
                (number for number in best if self._fits(query.text, number, number in own, outdated)), COMPARED_SECTIONS
            )
            fused = sections | fused
        if not entries:
            return []
        weights = weights_for(language_of(query.text), self.weights)
        found = dict(zip(entries, fits(query, entries, self.questions, self.answers, self.lexical, self.tokens)))
        order, standing = in_order(query, found, entries, own, self.answers, self.tokens)
        order, answers = answers_first(query, order, found, entries, own, lambda entry: self._now.newest(entry).text, self.tokens)
        ordered = sorted(order, key=lambda number: self._now.outdated(entries[number]) is not None)
        hits = []
        for n in both_kinds(ordered, k, entries):  # only what is shown: the last look for personal data takes longer than all the rest
            passage, asked = self._now.newest(entries[n]), scan(entries[n].pair.question)
            sure, stands = probability(found[n].features, weights), standing.get(n, NO_STANDING)
            hits.append(Hit(passage, asked, fused.get(n, 0.0), found[n], sure, n, standing=stands))
        return look_at_first(query, hits, entries, answers, self.tokens, self.names)

    def _fused(self, query: Query, filter: Filter | None, without_dialogue: str | None, without_question: str | None) -> dict[int, float]:
        """The entries that are found by vectors or by words, with their fused rank scores."""
        allowed = self.allowed(filter)
        by_words = self.lexical.search(query.weights, CANDIDATES, allowed)
        found = (self.near(query.vector, CANDIDATES, None if filter is None else allowed), by_words)
        return fuse(self._others(ranking, without_dialogue, without_question) for ranking in found)

    def _fits(self, asked: str, number: int, own: bool, outdated: bool) -> bool:
        """Whether an entry speaks of what is asked, and of today's rules."""
        entry = self.entries.get(number)
        if entry is None or (not outdated and self._now.outdated(entry)):
            return False
        # A section speaks of the thing in its headings; what it mentions besides are examples and lists.
        said = "" if entry.pair.document else entry.pair.answer
        return own or other_thing(asked, entry.pair.question, said, self.names.all) is None

    def near(self, vector: Floats, k: int, allowed: Allowed | None = None) -> list[int]:
        """Entries with a piece of question or answer near to a vector (D,), the nearest first: up to k by either."""
        found: dict[int, float] = {}
        for index in (self.questions, self.answers):
            similarities, ids = index.search(vector, k, allowed)
            for number, similarity in zip(pair_of(ids).tolist(), similarities.tolist()):
                if similarity > found.get(number, -1.0):
                    found[number] = similarity
        return sorted(found, key=lambda number: -found[number])

    def folded(self, numbers: Iterable[int], k: int) -> dict[int, Entry]:
        """Of entries in order the first of each passage, at most k passages."""
        found: dict[int, Entry] = {}
        passages: set[int] = set()
        for number in numbers:
            entry = self.entries.get(number)
            if entry and entry.passage not in passages:
                passages.add(entry.passage)
                found[number] = entry
                if len(found) == k:
                    break
        return found

    def passage(self, number: int) -> Passage:
        """A passage as it is served, in the words in which it was said last."""
        return newest_passage(self._now.entries_of(number), self._contacts.own)

    def _enter(self, entry: Entry) -> None:
        number = entry.pair.id
        self.passages[entry.passage] = (*self.passages.get(entry.passage, ()), number)
        self._own.add(entry.pair.question, number)
        self._contacts.add(entry.pair)
        self._sections += entry.pair.document is not None
        self.entries[number] = entry

    def _count_tokens(self, entry: Entry, sign: int) -> None:
        for ids in self.tokens.kept_ids([entry.text]):
            self._rarities.add(ids, sign)

    def _leave(self, number: int) -> Entry | None:
        entry = self.entries.pop(number, None)
        if entry:
            self._sections -= entry.pair.document is not None
            members = tuple(member for member in self.passages[entry.passage] if member != number)
            if members:
                self.passages[entry.passage] = members
            else:
                del self.passages[entry.passage]
                self._now.forget(entry.passage)
            self._own.remove(entry.pair.question, number)
            self._contacts.remove(entry.pair)
        return entry

    def allowed(self, filter: Filter | None) -> Allowed:
        """Which ids, of pairs or of their pieces, are there and match a filter."""
        if filter is None:
            return self._there
        if filter not in self._conditions:
            if len(self._conditions) >= REMEMBERED:
                self._conditions.clear()
            self._conditions[filter] = partial(matching, self.entries, filter)  # the same each time: what it leads to is remembered
        return self._conditions[filter]

    def _there(self, ids: Ids) -> Bools:
        return np.fromiter(map(self.entries.__contains__, pair_of(ids).tolist()), dtype=np.bool_, count=len(ids))

    def _others(self, ranking: Iterable[int], without_dialogue: str | None, without_question: str | None) -> list[int]:
        """Of entries in order those that are still there, stand in another dialogue and have another question."""
        there = ((number, entry.pair) for number in ranking if (entry := self.entries.get(number)))
        return [number for number, pair in there if pair.dialogue != without_dialogue and pair.question != without_question]
