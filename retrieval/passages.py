"""Passages: replies as the index serves them, near-duplicates folded into one with all its sources."""

import datetime
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from datasketch import MinHash, MinHashLSH

from data.records import Pair
from retrieval.words import words

# Answers that share so much of their word pairs are one (Jaccard similarity, estimated by MinHash).
SAME = 0.7
PERMUTATIONS = 64


@dataclass(frozen=True, slots=True)
class Source:
    """Where a passage came from."""

    dialogue: str
    date: datetime.date | None


@dataclass(frozen=True, slots=True)
class Passage:
    """A reply that agents gave, in the words in which they gave it last; and the template that says the same, if one does."""

    text: str
    sources: tuple[Source, ...]
    template: str | None = None

    @property
    def id(self) -> int:
        """A 63-bit id made from the content."""
        return int.from_bytes(hashlib.sha256(self.text.encode()).digest()[:8], "big") >> 1

    @property
    def count(self) -> int:
        """How often the reply was given."""
        return len(self.sources)


def fold(pairs: Sequence[Pair]) -> list[list[int]]:
    """Groups pairs whose answers are nearly the same: lists of places in `pairs`, the newest answer first in each."""
    lsh = MinHashLSH(threshold=SAME, num_perm=PERMUTATIONS)
    group_of: dict[int, int] = {}
    groups: list[list[int]] = []
    for place, pair in enumerate(pairs):
        sketch = _sketch(pair.answer)
        alike = [group_of[other] for other in lsh.query(sketch)]
        if not alike:
            # Only a group's first answer is compared with, so that a chain of small changes can't join two subjects.
            lsh.insert(place, sketch)
            groups.append([])
        group = min(alike, default=len(groups) - 1)
        group_of[place] = group
        groups[group].append(place)
    oldest = datetime.date.min
    return [sorted(group, key=lambda place: pairs[place].date or oldest, reverse=True) for group in groups]


def passage_of(pairs: Sequence[Pair], template: str | None = None) -> Passage:
    """One passage from pairs with nearly the same answer, the newest first."""
    sources = dict.fromkeys(Source(pair.dialogue, pair.date) for pair in pairs)
    return Passage(pairs[0].answer, tuple(sources), template)


def _sketch(text: str) -> MinHash:
    said = words(text)
    shingles = {" ".join(said[place : place + 2]) for place in range(max(1, len(said) - 1))}
    sketch = MinHash(num_perm=PERMUTATIONS)
    sketch.update_batch([shingle.encode() for shingle in shingles])
    return sketch
