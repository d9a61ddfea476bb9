"""Passages: replies as the index serves them, near-duplicates folded into one with all its sources."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from datasketch import MinHash, MinHashLSH

from data.outgoing import scan
from data.records import Pair, content_id
from retrieval.words import words

# Answers that share so much of their word pairs are one (Jaccard similarity, estimated by MinHash).
SAME = 0.7
PERMUTATIONS = 64
# Sources that a passage names; `count` tells how many there are.
MOST_SOURCES = 20


@dataclass(frozen=True, slots=True)
class Source:
    """Where a passage came from."""

    dialogue: str
    date: datetime.date | None


@dataclass(frozen=True, slots=True)
class Passage:
    """A reply that agents gave.

    Attributes:
        text: in the words in which it was given last, scanned once more for personal data.
        sources: the newest dialogues that it was given in.
        count: how often it was given.
        template: the template that says the same, if one does.
        outdated: how a newer answer to the same question contradicts it, if one does.
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


def said_on(pair: Pair) -> datetime.date:
    """When; without a date, before all others."""
    return pair.date or datetime.date.min


def newest_first(pairs: Sequence[Pair]) -> list[Pair]:
    return sorted(pairs, key=said_on, reverse=True)


def fold(pairs: Sequence[Pair]) -> list[list[int]]:
    """Groups pairs whose answers are nearly the same: lists of places in `pairs`."""
    lsh = MinHashLSH(threshold=SAME, num_perm=PERMUTATIONS)
    group_of: dict[int, int] = {}
    groups: list[list[int]] = []
    for place, pair in enumerate(pairs):
        sketch = MinHash(num_perm=PERMUTATIONS)
        sketch.update_batch([shingle.encode() for shingle in _shingles(pair.answer)])
        alike = [group_of[other] for other in lsh.query(sketch)]
        if not alike:
            # Only a group's first answer is compared with, so that a chain of small changes can't join two subjects.
            lsh.insert(place, sketch)
            groups.append([])
        group = min(alike, default=len(groups) - 1)
        group_of[place] = group
        groups[group].append(place)
    return groups


def same_answer(one: str, other: str) -> bool:
    """Whether two answers are nearly the same, exactly what `fold` estimates."""
    mine, theirs = _shingles(one), _shingles(other)
    return len(mine & theirs) >= SAME * len(mine | theirs)


def passage_of(pairs: Sequence[Pair], template: str | None = None, outdated: str | None = None) -> Passage:
    """One passage from pairs with nearly the same answer, the newest first."""
    sources = list(dict.fromkeys(Source(pair.dialogue, pair.date) for pair in pairs))
    return Passage(scan(pairs[0].answer), tuple(sources[:MOST_SOURCES]), len(sources), template, outdated, pairs[0].quality)


def _shingles(text: str) -> set[str]:
    said = words(text)
    return {" ".join(said[place : place + 2]) for place in range(max(1, len(said) - 1))}
