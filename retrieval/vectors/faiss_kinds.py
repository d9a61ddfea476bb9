"""The kinds of FAISS index that vectors are kept in: flat, inverted lists or a graph, chosen by number and by measured recall."""

import os

import faiss
import numpy as np
from numpy.typing import NDArray

from retrieval.vectors.interface import Floats, Ids
from retrieval.vectors.settings import VectorSettings

Bits = NDArray[np.uint8]

SAMPLE, NEIGHBOURS = 200, 10
TRAINING_PER_LIST = 40
HNSW_LINKS, HNSW_EFFORT = 32, 80


def make_base(vectors: Floats, settings: VectorSettings) -> faiss.Index:
    """An index of vectors (N, D), of the kind that their number asks for."""
    faiss.omp_set_num_threads(os.cpu_count() or 1)
    count, width = vectors.shape
    if count <= settings.flat_up_to:
        if settings.quantise and count:
            base = faiss.IndexScalarQuantizer(width, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT)
            base.train(vectors)
        else:
            base = faiss.IndexFlatIP(width)
        base.add(vectors)
        return base
    ivf = _ivf(vectors, settings)
    return ivf if ivf is not None else _hnsw(vectors, settings)


def _ivf(vectors: Floats, settings: VectorSettings) -> faiss.Index | None:
    """Inverted lists; None if even an eighth of them, looked at for each query, would miss too much."""
    count, width = vectors.shape
    lists = max(1, int(2 ** round(np.log2(4 * count**0.5))))
    coarse = faiss.IndexFlatIP(width)
    if settings.quantise:
        ivf = faiss.IndexIVFScalarQuantizer(coarse, width, lists, faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT)
    else:
        ivf = faiss.IndexIVFFlat(coarse, width, lists, faiss.METRIC_INNER_PRODUCT)
    ivf.cp.niter, ivf.cp.min_points_per_centroid = 8, 1
    sample = np.random.default_rng(0).choice(count, min(count, lists * TRAINING_PER_LIST), replace=False)
    ivf.train(vectors[np.sort(sample)])
    ivf.add(vectors)
    ivf.make_direct_map(True)  # for `reconstruct`
    truth, queries = _truth(vectors)
    if settings.quantise:  # what one byte blurs, no list brings back: as near as can be told is near enough
        ivf.nprobe = lists
        truth = ivf.search(queries, NEIGHBOURS)[1]
    ivf.nprobe = 4
    while _recall(ivf, queries, truth) < settings.recall:
        if ivf.nprobe * 2 > max(4, lists // 8):
            return None
        ivf.nprobe *= 2
    return ivf


def _hnsw(vectors: Floats, settings: VectorSettings) -> faiss.Index:
    """A navigable graph (Malkov & Yashunin 2018), with as much effort a query as the recall asks for."""
    width = vectors.shape[1]
    if settings.quantise:
        hnsw = faiss.IndexHNSWSQ(width, faiss.ScalarQuantizer.QT_8bit, HNSW_LINKS, faiss.METRIC_INNER_PRODUCT)
        hnsw.train(vectors)
    else:
        hnsw = faiss.IndexHNSWFlat(width, HNSW_LINKS, faiss.METRIC_INNER_PRODUCT)
    hnsw.hnsw.efConstruction = HNSW_EFFORT
    hnsw.add(vectors)
    truth, queries = _truth(vectors)
    hnsw.hnsw.efSearch = 32
    while hnsw.hnsw.efSearch < 1024 and _recall(hnsw, queries, truth) < settings.recall:
        hnsw.hnsw.efSearch *= 2
    return hnsw


def _truth(vectors: Floats) -> tuple[Ids, Floats]:
    """Some queries (S, D), and the positions of the nearest to each (S, 10), by looking at all.

    As questions do, the queries stand aside from what is stored.
    """
    rng = np.random.default_rng(1)
    sample = vectors[np.sort(rng.choice(len(vectors), min(SAMPLE, len(vectors)), replace=False))]
    queries = sample + rng.normal(0, vectors.shape[1] ** -0.5, sample.shape).astype(np.float32)
    queries /= np.linalg.norm(queries, axis=1, keepdims=True)
    _, positions = faiss.knn(queries, vectors, NEIGHBOURS, metric=faiss.METRIC_INNER_PRODUCT)
    return positions, queries


def _recall(index: faiss.Index, queries: Floats, truth: Ids) -> float:
    _, positions = index.search(queries, NEIGHBOURS)
    return float(np.mean([len(set(mine) & set(true)) / len(true) for mine, true in zip(positions.tolist(), truth.tolist())]))


def search_parameters(index: faiss.Index, kept: Bits, share: float) -> faiss.SearchParameters:
    """What leaves out all rows that aren't kept; the fewer are, the farther an approximate index has to look for them.

    Each kind of index has parameters of its own, and forgets its settings when given any.
    """
    index, selector = faiss.downcast_index(index), faiss.IDSelectorBitmap(kept)
    if isinstance(index, faiss.IndexIVF):
        return faiss.SearchParametersIVF(sel=selector, nprobe=_farther(index.nprobe, share, index.nlist))
    if isinstance(index, faiss.IndexHNSW):
        return faiss.SearchParametersHNSW(sel=selector, efSearch=_farther(index.hnsw.efSearch, share, index.ntotal))
    return faiss.SearchParameters(sel=selector)


def _farther(effort: int, share: float, most: int) -> int:
    return most if share * most <= effort else int(effort / share)
