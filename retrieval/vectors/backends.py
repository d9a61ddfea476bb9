"""Where an index's vectors are kept, as its settings say: in this process, or on a Milvus server."""

from pathlib import Path

from retrieval.vectors.faiss_index import FaissVectors
from retrieval.vectors.interface import Floats, Ids, VectorIndex
from retrieval.vectors.milvus_index import MilvusVectors
from retrieval.vectors.settings import VectorSettings


def build_vectors(ids: Ids, vectors: Floats, settings: VectorSettings) -> VectorIndex:
    """An index of vectors (N, D) under ids (N,)."""
    if settings.server:
        return MilvusVectors.build(settings.server, ids, vectors)
    return FaissVectors.build(ids, vectors, settings)


def load_vectors(folder: Path, settings: VectorSettings, width: int) -> VectorIndex:
    """What the index's `snapshot` wrote."""
    if settings.server:
        return MilvusVectors.load(folder, settings.server, width)
    return FaissVectors.load(folder, settings, width)
