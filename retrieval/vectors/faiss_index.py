"""Vectors in FAISS: a mapped, unchanging base, and beside it what came since.

The base is made at once and only read from; removing marks its rows (tombstones). What is added since is searched
exhaustively, so that it is found at once and exactly. `compacted` joins the two into a new base. Any number of threads may
search while one changes: rows are appended and marked, never moved.
"""

from pathlib import Path
from weakref import WeakKeyDictionary

import faiss
import numpy as np
from numpy.typing import NDArray

from retrieval.vectors.append_array import AppendArray
from retrieval.vectors.faiss_kinds import Bits, make_base, search_parameters
from retrieval.vectors.interface import Allowed, Floats, Ids
from retrieval.vectors.settings import VectorSettings
from retrieval.vectors.top_k import best

# Where a filter keeps at least this share of the vectors, it is put to what was found.
MANY = 0.25


class FaissVectors:
    """A `VectorIndex` in this process."""

    def __init__(self, width: int, settings: VectorSettings, base: faiss.Index | None = None, base_ids: Ids | None = None) -> None:
        self.width = width
        self.settings = settings
        self.base = faiss.IndexFlatIP(width) if base is None else base
        self.base_ids = np.zeros(0, dtype=np.int64) if base_ids is None else base_ids  # (N,), by position in the base
        self._order = np.argsort(self.base_ids, kind="stable")  # (N,), positions in the order of their ids
        self._alive: Bits | None = None  # (N / 8), a bit a row of the base; made when a row gets a tombstone
        self._tombstones = 0
        self._matching: WeakKeyDictionary[Allowed, tuple[Bits, float]] = WeakKeyDictionary()  # the base's rows that a condition allows
        self._fresh = AppendArray(np.float32, width)  # (M, D)
        self._fresh_ids = AppendArray(np.int64)
        self._fresh_alive = AppendArray(np.bool_)  # appended to last: as many rows as it has may be read
        self._fresh_positions: dict[int, int] = {}  # the newest position of an id, also of a removed one

    @classmethod
    def build(cls, ids: Ids, vectors: Floats, settings: VectorSettings | None = None) -> "FaissVectors":
        """An index of vectors (N, D) under ids (N,), of the kind that their number asks for."""
        settings = settings or VectorSettings()
        return cls(vectors.shape[1], settings, make_base(np.ascontiguousarray(vectors), settings), ids.astype(np.int64))

    @classmethod
    def load(cls, folder: Path, settings: VectorSettings, width: int) -> "FaissVectors":
        """What `snapshot` wrote, its vectors mapped from the disk."""
        ids = np.load(folder / "ids.npy", mmap_mode="r").view(np.ndarray)  # a slice of a memmap costs ten times one of an array
        file = folder / "vectors.faiss"
        with file.open("rb") as opened:
            inverted_lists = opened.read(2) == b"Iw"  # FAISS maps these in one way, and all else in another
        base = faiss.read_index(str(file), faiss.IO_FLAG_MMAP if inverted_lists else faiss.IO_FLAG_MMAP_IFC)
        return cls(width, settings, base, ids)

    @property
    def fresh(self) -> int:
        """Vectors that came since the base was made."""
        return int(self._fresh_alive.rows.sum())

    def __len__(self) -> int:
        return len(self.base_ids) - self._tombstones + self.fresh

    def add(self, ids: Ids, vectors: Floats) -> None:
        for number, vector in zip(ids.tolist(), vectors):
            before = self._fresh_positions.get(number)
            self._fresh_positions[number] = self._fresh.append(vector)
            self._fresh_ids.append(number)
            self._fresh_alive.append(True)
            if before is not None:
                self._fresh_alive.rows[before] = False
        self._tombstone(ids)

    def remove(self, ids: Ids) -> int:
        alive = self._fresh_alive.rows
        known = [position for number in ids.tolist() if (position := self._fresh_positions.get(number)) is not None]
        positions = np.array(known, dtype=np.int64)
        gone = int(alive[positions].sum())
        alive[positions] = False
        return gone + self._tombstone(ids)

    def search(self, vector: Floats, k: int, allowed: Allowed | None = None) -> tuple[Floats, Ids]:
        vector = np.ascontiguousarray(vector, dtype=np.float32)
        similarities, ids = self._search_base(vector, k, allowed)
        alive = self._fresh_alive.rows
        if not len(alive):
            return similarities, ids
        scores = np.where(alive, self._fresh.rows[: len(alive)] @ vector, -np.inf)
        fresh_ids, fresh = best(self._fresh_ids.rows[: len(alive)], scores, k, allowed)
        similarities, ids = np.concatenate([similarities, fresh]), np.concatenate([ids, fresh_ids])
        order = np.argsort(-similarities, kind="stable")[:k]
        return similarities[order], ids[order]

    def vectors(self, ids: Ids) -> Floats:
        positions = np.array([self._fresh_positions.get(number, -1) for number in ids.tolist()], dtype=np.int64)
        in_base = positions < 0
        if in_base.all():
            return np.asarray(self.base.reconstruct_batch(self._positions(ids)))
        vectors = np.asarray(self._fresh.rows[positions])
        if in_base.any():
            vectors[in_base] = self.base.reconstruct_batch(self._positions(ids[in_base]))
        return vectors

    def snapshot(self, folder: Path) -> None:
        whole = self.compacted() if len(self._fresh_positions) or self._tombstones else self
        folder.mkdir(parents=True, exist_ok=True)
        faiss.write_index(whole.base, str(folder / "vectors.faiss"))
        np.save(folder / "ids.npy", whole.base_ids)

    def compacted(self) -> "FaissVectors":
        """The same vectors in a new base, without tombstones."""
        alive = self._fresh_alive.rows
        kept = np.arange(len(self.base_ids)) if self._alive is None else np.flatnonzero(self._unpacked(self._alive))
        base = np.zeros((0, self.width), dtype=np.float32)
        if len(kept):
            base = self.base.reconstruct_n(0, len(self.base_ids))[kept]
        ids = np.concatenate([self.base_ids[kept], self._fresh_ids.rows[alive]])
        return FaissVectors.build(ids, np.concatenate([base, self._fresh.rows[alive]]), self.settings)

    def _search_base(self, vector: Floats, k: int, allowed: Allowed | None) -> tuple[Floats, Ids]:
        if not len(self.base_ids):
            return np.zeros(0, dtype=np.float32), np.zeros(0, dtype=np.int64)
        faiss.omp_set_num_threads(1)  # of this thread: a second one gains little for one query, and waits long on a busy machine
        kept = self._kept(allowed)
        similarities, positions = self._nearest(vector, k) if kept is None else self._nearest_kept(vector, k, *kept)
        return similarities, self.base_ids[positions]

    def _nearest(self, vector: Floats, k: int, parameters: faiss.SearchParameters | None = None) -> tuple[Floats, Ids]:
        """Positions in the base and their similarities."""
        similarities, positions = self.base.search(vector[None], min(k, len(self.base_ids)), params=parameters)
        found = positions[0] != -1
        return similarities[0][found], positions[0][found]

    def _nearest_kept(self, vector: Floats, k: int, kept: Bits, share: float) -> tuple[Floats, Ids]:
        """Likewise, of the rows that are kept.

        To leave out a few of what was found costs less than to let FAISS ask of each row whether it is wanted; only where
        few are, or too few of them were near, is it asked.
        """
        if share >= MANY:
            # So many that k kept ones are among them but for one case in a thousand, were they spread evenly.
            enough = k / share + 3 * (k * (1 - share)) ** 0.5 / share
            similarities, positions = self._nearest(vector, int(enough) + 1)
            wanted = kept[positions >> 3] >> (positions & 7) & 1 > 0
            if wanted.sum() >= k:
                return similarities[wanted][:k], positions[wanted][:k]
        return self._nearest(vector, k, search_parameters(self.base, kept, share))

    def _kept(self, allowed: Allowed | None) -> tuple[Bits, float] | None:
        """Which of the base's rows, a bit each, and what share of them; None if all."""
        kept, share = self._alive, 1 - self._tombstones / len(self.base_ids)
        if allowed is not None:
            if allowed not in self._matching:
                matches = allowed(self.base_ids)
                self._matching[allowed] = np.packbits(matches, bitorder="little"), float(matches.mean())
            matching, matching_share = self._matching[allowed]
            kept, share = matching if kept is None else matching & kept, share * matching_share
        return None if kept is None or share == 1 else (kept, share)

    def _unpacked(self, bits: Bits) -> NDArray[np.bool_]:
        return np.unpackbits(bits, count=len(self.base_ids), bitorder="little").astype(np.bool_)

    def _positions(self, ids: Ids) -> Ids:
        """The positions in the base (N,) of ids (N,); -1 where there is none."""
        if not len(self.base_ids):
            return np.full(len(ids), -1, dtype=np.int64)
        ranks = np.searchsorted(self.base_ids, ids, sorter=self._order).clip(max=len(self.base_ids) - 1)
        positions = self._order[ranks]
        return np.where(self.base_ids[positions] == ids, positions, -1)

    def _tombstone(self, ids: Ids) -> int:
        """Sets tombstones on rows of the base, and returns how many."""
        positions = self._positions(ids)
        positions = positions[positions >= 0]
        if not len(positions):
            return 0
        if self._alive is None:
            self._alive = np.packbits(np.ones(len(self.base_ids), dtype=np.bool_), bitorder="little")
        count = 0
        for byte, bit in zip((positions // 8).tolist(), (1 << positions % 8).tolist()):
            count += bool(self._alive[byte] & bit)
            self._alive[byte] &= 255 - bit
        self._tombstones += count
        return count
