"""Hits: how often a search of past dialogues finds, among the first few, nearly the reply that was really given.

A past reply counts as nearly the same if it shares half of its words with the true one. Questions to which nobody ever replied
so are left out: no search could answer them.
"""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from bench.results import Result
from bench.retrieval.scores import Embed, Floats, bm25, dense, tf_idf
from bot.workspace import Workspace
from data.records import Pair
from finetune.encoders.e5.encoder import E5Encoder
from finetune.encoders.e5.export import exported_e5
from retrieval.building.build import build
from retrieval.lexical.words import distinct_words

PAST, ASKED = 10_000, 1_000
SAME = 0.5
KS = (1, 5)


def hits(past: Sequence[Pair], asked: Sequence[Pair], encoders: Mapping[str, Embed]) -> Iterator[Result]:
    """hit@1 and hit@5 of each system; the whole search has multilingual-e5-small, as it is served."""
    past = past[:PAST]
    same = nearly_same([pair.answer for pair in asked[:ASKED]], [pair.answer for pair in past])
    asked = [pair for pair, found in zip(asked, same.any(axis=1)) if found]
    same = same[same.any(axis=1)]
    questions, known, replies = [pair.question for pair in asked], [pair.question for pair in past], [pair.answer for pair in past]
    at = {reply: place for place, reply in enumerate(replies)}
    ranked: dict[str, NDArray[np.int64]] = {}
    for name, scores in (
        ("TF-IDF", tf_idf(known, questions, known)),
        ("BM25", bm25(known, questions, known)),
        *((name, dense(embed, questions, known)) for name, embed in encoders.items()),
    ):
        ranked[name] = np.argsort(-scores, axis=1, kind="stable")[:, : max(KS)]
    encoder = E5Encoder.load(exported_e5(Workspace.current().encoders))
    index = build(past, encoder)
    vectors: Floats = encoder.embed(questions)
    passages = ([hit.passage.text for hit in index.search(index.read(*both), max(KS))] for both in zip(questions, vectors))
    found = [[at[text] for text in texts if text in at] for texts in passages]
    systems: dict[str, Sequence[Sequence[int]]] = {**{name: rows.tolist() for name, rows in ranked.items()}, "heed: search": found}
    condition = f"{len(questions)} test questions in {len(past):,} past ones"
    for name, places in systems.items():
        for k in KS:
            right = np.mean([same[row, each[:k]].any() for row, each in enumerate(places)])
            yield Result("twitter_airlines", f"hit@{k}", float(right), system=name, condition=condition)


def nearly_same(ours: Sequence[str], theirs: Sequence[str]) -> NDArray[np.bool_]:
    """Whether texts (N) and (M) share half of all their words (Jaccard): (N, M)."""
    places: dict[str, int] = {}
    bags = [[[places.setdefault(word, len(places)) for word in distinct_words(text)] for text in texts] for texts in (ours, theirs)]
    one, other = (_incidence(bag, len(places)) for bag in bags)
    shared = (one @ other.T).toarray()
    every = one.sum(axis=1).A + other.sum(axis=1).A.T - shared
    return np.asarray(shared >= SAME * np.maximum(every, 1))


def _incidence(bags: Sequence[Sequence[int]], width: int) -> csr_matrix:
    """A row (width,) for each bag, with ones in the places that it names."""
    ends = np.cumsum([0, *map(len, bags)])
    return csr_matrix((np.ones(ends[-1]), np.concatenate(bags).astype(int), ends), shape=(len(bags), width))
