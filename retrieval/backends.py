"""Where an index's vectors are kept, as its settings say: in this process, or on a Milvus server."""

from pathlib import Path

from retrieval.faiss_vectors import FaissVectors
from retrieval.milvus_vectors import MilvusVectors
from retrieval.vector_settings import VectorSettings
from retrieval.vectors import Floats, Ids, VectorIndex


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
