"""Cost: what ids, filters and folding add to a search of FAISS, in CPU time, which other work on the machine bends least.

Both sides search the same two indexes, of questions and of answers, for 50 each, turn by turn. Ours goes on to entries that
match a filter (all do, or every other one) and to the five best passages; near-duplicates are four to a passage.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial

import faiss
import numpy as np

from bench.results import Result
from bench.retrieval.scale import DATASET, QUERIES, repeated, sentence_vectors
from data.records import Pair
from retrieval.lexical.bm25 import LexicalIndex
from retrieval.search.entries import Entry
from retrieval.search.filters import Filter
from retrieval.search.index import CANDIDATES, PassageIndex
from retrieval.storage.token_states import TokenStateStore
from retrieval.vectors.faiss_index import FaissVectors
from retrieval.vectors.interface import Floats

FOLDED, PASSAGES = 4, 5
# With more entries than this, making them takes longer than all searches.
MOST = 100_000
FILTERS = {"no filter": None, "a filter that all match": Filter(language="en"), "a filter that half match": Filter(product="pot")}


def measure(sizes: Sequence[int]) -> Iterator[Result]:
    seeds = sentence_vectors()
    for size in sizes:
        index, queries = index_of(size, seeds), repeated(seeds, QUERIES, seed=1)
        for name, filter in FILTERS.items():
            ours, bare = [], []
            for query in queries:
                bare.append(cpu_ms(partial(bare_search, index, query)))
                ours.append(cpu_ms(partial(heed_search, index, query, filter)))
            condition = f"{size:,} passages' questions and answers, {name}, one thread"
            for system, times in (("FAISS bare", bare), ("heed", ours)):
                yield Result(DATASET, "CPU time, p50", float(np.median(times)), "ms", system=system, condition=condition)
            yield Result(DATASET, "CPU time to bare FAISS", float(np.median(ours) / np.median(bare)), "×", condition=condition)


def index_of(size: int, seeds: Floats) -> PassageIndex:
    pairs = [Pair(f"question {number}", "answer", f"d-{number}", product="pot" if number % 2 else "lamp") for number in range(size)]
    ids = np.array([pair.id for pair in pairs], dtype=np.int64)
    entries = [Entry(pair, pairs[place - place % FOLDED].id, (1, 1)) for place, pair in enumerate(pairs)]
    questions, answers = (FaissVectors.build(ids, repeated(seeds, size, seed=seed)) for seed in (2, 3))
    return PassageIndex(entries, questions, answers, LexicalIndex.build(ids[:1], ["question"]), {}, "bench", TokenStateStore(None, "bench"))


def bare_search(index: PassageIndex, query: Floats) -> None:
    faiss.omp_set_num_threads(1)
    for vectors in (index.questions, index.answers):
        assert isinstance(vectors, FaissVectors)
        vectors.base.search(query[None], CANDIDATES)


def heed_search(index: PassageIndex, query: Floats, filter: Filter | None) -> None:
    near = index.near(query, CANDIDATES, None if filter is None else index.allowed(filter))
    assert len(index.folded(near, PASSAGES)) == PASSAGES


def cpu_ms(work: Callable[[], None]) -> float:
    started = time.thread_time()
    work()
    return 1000 * (time.thread_time() - started)
