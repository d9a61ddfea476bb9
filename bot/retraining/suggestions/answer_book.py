"""What agents answered, as far as it holds for everybody; the same answer of many agents is one."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import numpy as np

from bot.reviews.records import Said
from data.records import Pair
from finetune.arrays import Floats
from retrieval.building.build import worth_indexing
from retrieval.building.deduplication import fold
from retrieval.building.standing import Embed, StandingDetector
from retrieval.lexical.particulars import differ

# Answers whose vectors have this cosine, and that differ in no figure, name or “not”, are one in other words.
SAME = 0.85
# The score from which on a sentence is kept: that it stands by itself must be likelier than not, no more, since a person looks at it.
LIKELY = 0.0
# Pairs that are looked at: each sentence of an answer is encoded.
MOST = 2_000


@dataclass(frozen=True)
class Given:
    """One answer, and the pairs in which agents gave it, the newest first; `vector` (D,) is of its newest wording."""

    pairs: tuple[Pair, ...]
    vector: Floats

    @property
    def text(self) -> str:
        return self.pairs[0].answer

    @property
    def date(self) -> datetime.date | None:
        return self.pairs[0].date

    @property
    def dialogues(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(pair.dialogue for pair in self.pairs))

    def said(self, dialogues: Collection[str] | None = None, why: str = "") -> Said:
        """As it is shown; counted in some dialogues only, if they are given."""
        counted = [name for name in self.dialogues if dialogues is None or name in dialogues]
        return Said(self.text, len(counted), self.date, tuple(counted), why)


@dataclass(frozen=True)
class AnswerBook:
    """The answers of logs, the commonest first."""

    answers: tuple[Given, ...]

    @classmethod
    def of(cls, pairs: Sequence[Pair], embed: Embed, dialogues: Collection[str] = ()) -> AnswerBook:
        """Reads mined pairs; of their answers only sentences that stand by themselves are kept.

        Args:
            pairs: of which only some are read, if there are many: those of the given dialogues, then the newest.
            embed: turns texts into vectors (N, D) of length 1.
            dialogues: whose answers are asked for.
        """
        newest = sorted(worth_indexing(pairs), key=lambda pair: (pair.dialogue in dialogues, _date(pair)), reverse=True)[:MOST]
        standing = replace(StandingDetector.load(), least=LIKELY).quotable(newest, embed) if newest else []
        groups = fold(standing)
        if not groups:
            return cls(())
        vectors = embed([standing[group[0]].answer for group in groups])  # (G, D)
        joined = _joined([standing[group[0]].answer for group in groups], vectors)
        found = []
        for same in joined:
            members = sorted((standing[place] for group in same for place in groups[group]), key=_date, reverse=True)
            found.append(Given(tuple(members), vectors[same[0]]))
        return cls(tuple(sorted(found, key=lambda given: -len(given.dialogues))))

    def to(self, dialogues: Collection[str]) -> list[Said]:
        """What was answered in some dialogues, the commonest first."""
        said = [given.said(dialogues) for given in self.answers if not given.pairs[0].document]
        return sorted((each for each in said if each.count), key=lambda each: -each.count)


def _joined(texts: Sequence[str], vectors: Floats) -> list[list[int]]:
    """Answers in groups of those that say the same in other words: positions, the first of each group as it came."""
    leaders: list[int] = []
    groups: dict[int, list[int]] = {}
    for place in range(len(texts)):
        near = [leaders[row] for row in np.flatnonzero(vectors[leaders] @ vectors[place] >= SAME)] if leaders else []
        leader = next((other for other in near if not differ(texts[other], texts[place])), None)
        if leader is None:
            leaders.append(place)
            groups[place] = [place]
        else:
            groups[leader].append(place)
    return list(groups.values())


def _date(pair: Pair) -> datetime.date:
    return pair.date or datetime.date.min
