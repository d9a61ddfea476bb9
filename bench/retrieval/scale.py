"""Scale: vectors of real sentences, repeated with noise, in Heed's index and in FAISS used bare, hnswlib and usearch.

hnswlib and usearch take part if they are installed (`uv pip install hnswlib usearch`).
"""

import importlib.util
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from bench.results import Result
from data.formats.examples.rasa_yaml import read_examples
from finetune.encoders.mean_pooling import mean_pool
from finetune.encoders.pretrained import load_pretrained
from finetune.encoders.tokenization import encode
from retrieval.vectors.faiss_index import FaissVectors
from retrieval.vectors.interface import Floats
from retrieval.vectors.settings import VectorSettings

Ids = NDArray[np.int64]
Search = Callable[[Floats], Ids]

QUERIES, NEAREST = 300, 10
DATASET = "sentences repeated with noise"
CONDITION = "{:,} vectors of 384 dimensions, one thread"
# How far, as a share of its length, a repeated sentence's vector and a query stand aside from the sentence's own.
NOISE = 0.5


def measure(sizes: Sequence[int]) -> Iterator[Result]:
    faiss.omp_set_num_threads(1)
    seeds = sentence_vectors()
    queries = repeated(seeds, QUERIES, seed=1)
    for count in sizes:
        vectors = repeated(seeds, count, seed=2)
        _, truth = faiss.knn(queries, vectors, NEAREST, metric=faiss.METRIC_INNER_PRODUCT)
        for name, build in systems(count).items():
            started = time.perf_counter()
            search, size = build(vectors)
            yield from timed(name, count, search, queries, truth, time.perf_counter() - started, size)


def systems(count: int) -> dict[str, Callable[[Floats], tuple[Search, int]]]:
    """What is measured: each builds from vectors (N, D) and gives its search and its size in bytes, on disk and mapped."""
    found: dict[str, Callable[[Floats], tuple[Search, int]]] = {
        "heed": lambda vectors: ours(vectors, VectorSettings()),
        "heed, one byte": lambda vectors: ours(vectors, VectorSettings(quantise=True)),
        "FAISS bare": bare,
    }
    if importlib.util.find_spec("hnswlib"):
        found["hnswlib"] = hnswlib_graph
    if importlib.util.find_spec("usearch"):
        found["usearch"] = usearch_graph
    return found


def ours(vectors: Floats, settings: VectorSettings) -> tuple[Search, int]:
    index = FaissVectors.build(np.arange(len(vectors), dtype=np.int64) * 32, vectors, settings)
    with tempfile.TemporaryDirectory() as folder:
        index.snapshot(Path(folder))
        size = sum(file.stat().st_size for file in Path(folder).iterdir())
    return lambda query: index.search(query, NEAREST)[1] // 32, size


def bare(vectors: Floats) -> tuple[Search, int]:
    """The same kind of index as ours, without ids, tombstones or anything else around it."""
    index = FaissVectors.build(np.arange(len(vectors), dtype=np.int64), vectors).base

    def search(query: Floats) -> Ids:
        faiss.omp_set_num_threads(1)  # a setting of the thread that calls
        return np.asarray(index.search(query[None], NEAREST)[1][0])

    return search, vectors.nbytes


def hnswlib_graph(vectors: Floats) -> tuple[Search, int]:
    import hnswlib

    index = hnswlib.Index("ip", vectors.shape[1])
    index.init_index(len(vectors), M=16, ef_construction=100)
    index.set_num_threads(2)
    index.add_items(vectors)
    index.set_num_threads(1)
    index.set_ef(128)
    return lambda query: np.asarray(index.knn_query(query, NEAREST)[0][0], dtype=np.int64), index.index_file_size()


def usearch_graph(vectors: Floats) -> tuple[Search, int]:
    from usearch.index import Index

    index = Index(ndim=vectors.shape[1], metric="ip", dtype="f32", expansion_search=128)
    index.add(np.arange(len(vectors)), vectors, threads=2)
    return lambda query: np.asarray(index.search(query, NEAREST, threads=1).keys, dtype=np.int64), index.serialized_length


def timed(name: str, count: int, search: Search, queries: Floats, truth: Ids, build_s: float, size: int) -> Iterator[Result]:
    condition = CONDITION.format(count)
    found, times = [], []
    for query in queries:
        started = time.perf_counter()
        found.append(search(query))
        times.append(1000 * (time.perf_counter() - started))
    recall = np.mean([len(set(mine.tolist()) & set(true.tolist())) / NEAREST for mine, true in zip(found, truth)])
    for metric, value, unit in (
        ("recall@10", float(recall), ""),
        ("p50", float(np.percentile(times, 50)), "ms"),
        ("p99", float(np.percentile(times, 99)), "ms"),
        ("rate", 1000 / float(np.mean(times)), "queries/s"),
        ("build", build_s, "s"),
        ("size", size / count, "bytes a vector"),
    ):
        yield Result(DATASET, metric, value, unit, system=name, condition=condition)
    condition = condition.replace("one thread", "two threads")
    yield Result(DATASET, "rate", rate(search, queries, threads=2), "queries/s", system=name, condition=condition)


def rate(search: Search, queries: Floats, threads: int) -> float:
    """Queries a second, asked by so many threads at a time."""
    asked = [*queries] * 3
    with ThreadPoolExecutor(threads) as pool:
        started = time.perf_counter()
        list(pool.map(search, asked))
        return len(asked) / (time.perf_counter() - started)


def sentence_vectors() -> Floats:
    """Vectors (N, 384) of the sample shop's training examples."""
    pretrained = load_pretrained("all-MiniLM-L6-v2")
    import torch

    texts = sorted((example.text for example in read_examples(Path("data/nlu"))), key=len)
    vectors = []
    with torch.inference_mode():
        for start in range(0, len(texts), 64):
            batch = encode(pretrained.tokenizer, texts[start : start + 64], 64)
            mask = torch.from_numpy(batch.mask)
            states = pretrained.model(input_ids=torch.from_numpy(batch.ids), attention_mask=mask).last_hidden_state
            vectors.append(mean_pool(states, mask).numpy())
    return np.concatenate(vectors)


def repeated(seeds: Floats, count: int, seed: int) -> Floats:
    """Vectors (count, D) of length 1 around the seeds (S, D)."""
    chance = np.random.default_rng(seed)
    vectors = seeds[chance.integers(len(seeds), size=count)]
    vectors += (NOISE / seeds.shape[1] ** 0.5) * chance.standard_normal(vectors.shape, dtype=np.float32)
    return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True))
