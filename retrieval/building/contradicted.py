"""Tells which past answers a document contradicts. What a company has published holds for as long as it is published: it outweighs them.

Of the sections that are near to question and answer, paragraph by paragraph: one about the same gives another figure for the same unit
(`retrieval.building.abolished`), or says with the same words what the answer says no to, or the other way round.
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from data.languages import sentences_of
from data.records import Pair
from retrieval.building.abolished import Rule, other_figures
from retrieval.encoder import Encoder
from retrieval.lexical.particulars import FREE, NEGATED, denied
from retrieval.lexical.words import words
from retrieval.vectors.interface import Floats, Ids, VectorIndex

# How the reason begins or goes on, so that it can be told from others.
BY = "contradicted by"
# Sections that are looked at for each answer, and answers whose nearest ones are looked for at a time.
NEAREST, BATCH = 4, 4_096
# A section whose question and text are less like an answer's, on average (cosine), is about something else.
NEAR = 0.3
# So well must a paragraph meet the answer to be about the same. It is more than for a template, since a paragraph says more besides.
SAME_RULE = 0.5
# Where a paragraph meets the answer nearly as well as the best one does and has its figure, nothing is contradicted.
MARGIN = 0.06
# A clause with fewer words that mean something says too little to be contradicted by its words alone.
FEWEST_WORDS = 3


def contradicted(
    said: Sequence[Pair], published: Sequence[Pair], questions: VectorIndex, answers: VectorIndex, encoder: Encoder
) -> dict[int, str]:
    """Which past answers, by the ids of their pairs, a section contradicts, and how.

    Args:
        said: the pairs of dialogues.
        published: those of documents.
        questions, answers: hold the vectors of both.
        encoder: made them.
    """
    if not said or not published:
        return {}
    rules = [Rule(f"{pair.question}: {text}", f"{BY} {pair.document}:") for pair in published for text in _texts(pair)]
    places = iter(range(len(rules)))
    of_section = [[next(places) for _ in _texts(pair)] for pair in published]
    nearest = dict(_nearest(said, published, questions, answers))
    near = {number: [rule for section in sections for rule in of_section[section]] for number, sections in nearest.items()}
    looked = [pair for pair in said if pair.id in near]
    figures = other_figures([pair for pair in looked if not FREE.search(pair.answer)], rules, encoder, near, MARGIN, SAME_RULE)
    return dict(_contraries(looked, published, nearest)) | figures


def by_document(why: str) -> bool:
    """Whether it was a document that outdated an answer, from the reason."""
    return BY in why


def _texts(pair: Pair) -> list[str]:
    """The paragraphs of a section, and the lines of a list each by itself."""
    return [text for block in pair.answer.split("\n\n") for text in (block, *(block.split("\n") if "\n" in block else ()))]


def _nearest(
    said: Sequence[Pair], published: Sequence[Pair], questions: VectorIndex, answers: VectorIndex
) -> Iterator[tuple[int, list[int]]]:
    """For each pair, by its id, the places of the sections that may be about the same."""
    for start in range(0, len(said), BATCH):
        batch = said[start : start + BATCH]
        for pair, row in zip(batch, _likeness(batch, published, questions, answers)):
            yield pair.id, [int(place) for place in np.argsort(-row)[:NEAREST] if row[place] >= NEAR]


def _likeness(said: Sequence[Pair], published: Sequence[Pair], questions: VectorIndex, answers: VectorIndex) -> Floats:
    """How near pairs (N) are to sections (M), on average of what is asked and what is said: (N, M)."""
    mine, theirs = _ids(said), _ids(published)
    asked, told = questions.vectors(mine), answers.vectors(theirs)
    about = np.maximum(asked @ questions.vectors(theirs).T, asked @ told.T)
    return np.asarray((about + answers.vectors(mine) @ told.T) / 2, dtype=np.float32)


def _ids(pairs: Sequence[Pair]) -> Ids:
    return np.array([pair.id for pair in pairs], dtype=np.int64)


def _contraries(pairs: Sequence[Pair], published: Sequence[Pair], nearest: Mapping[int, Sequence[int]]) -> Iterator[tuple[int, str]]:
    """Which pairs say no to what a section says yes to, or the other way round."""
    for pair in pairs:
        for section in (published[place] for place in nearest[pair.id]):
            if _contrary(pair.answer, section.answer) or _contrary(section.answer, pair.answer):
                yield pair.id, f"{BY} {section.document}: it says the contrary"


def _contrary(one: str, other: str) -> bool:
    """Whether a clause of a text says no to something for which a sentence of the other has all its words, and no “not”."""
    claims = [set(words(sentence)) for sentence in sentences_of(other) if not denied(sentence)]
    denials = ({word for word in words(clause) if not NEGATED.search(word)} for clause in denied(one))
    return any(len(no) >= FEWEST_WORDS and no <= claimed for no in denials for claimed in claims)
