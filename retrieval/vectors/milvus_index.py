"""Vectors on a Milvus server (https://milvus.io), for indexes that outgrow one machine (the extra `milvus`).

An index has a collection for its questions and one for its answers. They live on the server from one snapshot to the next,
so a snapshot holds nothing but their name. Every change is written by id: made twice, by a writer and by the readers that
follow its journal, it is the same as once.
"""

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from data.errors import IndexFileError, SettingsError
from retrieval.vectors.interface import Allowed, Floats, Ids

# Vectors that go over the wire at a time, and hits that Milvus gives at most.
BATCH, MOST_HITS = 1_000, 16_384
NAME_FILE = "collection.json"


class MilvusVectors:
    """A `VectorIndex` on a server."""

    def __init__(self, server: str, collection: str, width: int) -> None:
        """Connects to a collection on the server at a URI; the variable MILVUS_TOKEN is its password, if it has one.

        Raises:
            IndexFileError: the server can't be reached, or has no such collection.
        """
        self.width = width
        self.server = server
        self.collection = collection
        self._client = _connect(server)
        with self._asked():
            if not self._client.has_collection(collection):
                raise IndexFileError(f"the Milvus at {server} has no {collection}; build the index anew with `heed index build`")
            self._client.load_collection(collection)

    @classmethod
    def build(cls, server: str, ids: Ids, vectors: Floats) -> "MilvusVectors":
        """A new collection of vectors (N, D) under ids (N,)."""
        from pymilvus import DataType, MilvusClient

        collection = f"heed_{time.time_ns():x}"
        schema = MilvusClient.create_schema(auto_id=False, enable_dynamic_field=False)
        schema.add_field("id", DataType.INT64, is_primary=True)
        schema.add_field("vector", DataType.FLOAT_VECTOR, dim=vectors.shape[1])
        parameters = MilvusClient.prepare_index_params()
        parameters.add_index("vector", index_type="AUTOINDEX", metric_type="IP")
        with _asking(server):
            _connect(server).create_collection(collection, schema=schema, index_params=parameters, consistency_level="Strong")
        made = cls(server, collection, vectors.shape[1])
        made.add(ids, vectors)
        return made

    @classmethod
    def load(cls, folder: Path, server: str, width: int) -> "MilvusVectors":
        """What `snapshot` wrote."""
        return cls(server, _name_in(folder), width)

    def __len__(self) -> int:
        with self._asked():
            return int(self._client.query(self.collection, filter="", output_fields=["count(*)"])[0]["count(*)"])

    def add(self, ids: Ids, vectors: Floats) -> None:
        rows = [{"id": number, "vector": vector} for number, vector in zip(ids.tolist(), np.asarray(vectors, dtype=np.float32))]
        with self._asked():
            for start in range(0, len(rows), BATCH):
                self._client.upsert(self.collection, rows[start : start + BATCH])

    def remove(self, ids: Ids) -> int:
        with self._asked():
            there = [row["id"] for row in self._client.get(self.collection, ids=ids.tolist(), output_fields=["id"])]
            if there:
                self._client.delete(self.collection, ids=there)
        return len(there)

    def search(self, vector: Floats, k: int, allowed: Allowed | None = None) -> tuple[Floats, Ids]:
        asked = k
        while True:
            asked = min(asked, MOST_HITS)
            with self._asked():
                hits = self._client.search(self.collection, [vector], limit=asked)[0]
            ids = np.array([hit["id"] for hit in hits], dtype=np.int64)
            similarities = np.array([hit["distance"] for hit in hits], dtype=np.float32)
            kept = np.ones(len(ids), dtype=np.bool_) if allowed is None else allowed(ids)
            if kept.sum() >= k or len(ids) < asked or asked == MOST_HITS:
                return similarities[kept][:k], ids[kept][:k]
            asked *= 8  # the server doesn't know the condition: it is asked for more

    def vectors(self, ids: Ids) -> Floats:
        found: dict[int, Any] = {}
        with self._asked():
            for start in range(0, len(ids), BATCH):
                rows = self._client.get(self.collection, ids=ids[start : start + BATCH].tolist(), output_fields=["id", "vector"])
                found |= {row["id"]: row["vector"] for row in rows}
        if missing := [number for number in ids.tolist() if number not in found]:
            raise IndexFileError(f"{self.collection} at {self.server} lacks the vector {missing[0]}; build the index anew")
        return np.array([found[number] for number in ids.tolist()], dtype=np.float32).reshape(len(ids), self.width)

    def snapshot(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / NAME_FILE).write_text(json.dumps({"collection": self.collection}))

    @contextmanager
    def _asked(self) -> Iterator[None]:
        with _asking(self.server):
            yield


def retire(old: Path, new: Path, server: str) -> None:
    """Drops the collections of an old snapshot that the new one doesn't go on with."""
    kept = {_name_in(file.parent) for file in new.glob(f"*/{NAME_FILE}")}
    for file in old.glob(f"*/{NAME_FILE}"):
        if (name := _name_in(file.parent)) not in kept:
            with _asking(server):
                _connect(server).drop_collection(name)


def _name_in(folder: Path) -> str:
    return str(json.loads((folder / NAME_FILE).read_text())["collection"])


def _connect(server: str) -> Any:
    try:
        from pymilvus import MilvusClient
    except ImportError:
        raise SettingsError(
            'vectors on a Milvus server need pymilvus; install it with `uv pip install -e ".[milvus]"` in this folder'
        ) from None
    with _asking(server):
        return MilvusClient(server, token=os.environ.get("MILVUS_TOKEN", ""))


@contextmanager
def _asking(server: str) -> Iterator[None]:
    from pymilvus.exceptions import MilvusException

    try:
        yield
    except MilvusException as error:
        raise IndexFileError(f"the Milvus at {server} can't be reached or doesn't do what it was asked: {error}") from error
