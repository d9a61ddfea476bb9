"""The lexical half of the search: BM25 over the words of past questions and answers."""

import json
import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import bm25s
import numpy as np

from retrieval.lexical.words import distinct_words, words
from retrieval.vectors.append_array import AppendArray
from retrieval.vectors.interface import Allowed, Floats, Ids
from retrieval.vectors.top_k import best

logging.getLogger("bm25s").setLevel(logging.WARNING)  # it reports each step on standard output

# How fast a repeated word saturates, and how much long texts are damped (bm25s' and Lucene's usual values).
K1, B = 1.5, 0.75

Weights = Mapping[str, float]


class LexicalIndex:
    """BM25 (Robertson & Zaragoza 2009, “The Probabilistic Relevance Framework”, section 3; Lucene's variant) over entries.

    Most entries stand in a sparse matrix that is made at once and mapped from the disk; what came since stands beside it, word
    by word, and is weighed by the matrix's figures. Any number of threads may search while one adds.
    """

    def __init__(self, bm25: bm25s.BM25, ids: Ids, mean_length: float) -> None:
        self._bm25 = bm25
        self._ids = ids  # (N,), by column of the matrix
        self._mean_length = mean_length
        self._fresh: dict[str, AppendArray] = {}  # word to the positions of the fresh entries that have it, and how often: (P, 2)
        self._fresh_ids = AppendArray(np.int64)  # (M,)
        self._damping = AppendArray(np.float32)  # (M,), by how much their length holds their words' scores down
        self._added: set[int] = set()

    @classmethod
    def build(cls, ids: Ids, texts: Sequence[str]) -> "LexicalIndex":
        """An index of texts (N) under ids (N,)."""
        split = [words(text) for text in texts]
        bm25 = bm25s.BM25(method="lucene", k1=K1, b=B)
        bm25.index(split or [["nothing"]], show_progress=False)
        return cls(bm25, ids, sum(map(len, split)) / max(1, len(split)))

    def save(self, folder: Path) -> None:
        """Writes what `build` made; what was added since is not in it."""
        self._bm25.save(str(folder))
        np.save(folder / "ids.npy", self._ids)
        (folder / "lengths.json").write_text(json.dumps({"mean": self._mean_length}))

    def holds_exactly(self, ids: Ids) -> bool:
        """Whether `build` made it of these ids (N,), in this order, and nothing was added since."""
        return not self._added and np.array_equal(self._ids, ids)

    @classmethod
    def load(cls, folder: Path) -> "LexicalIndex":
        mean = json.loads((folder / "lengths.json").read_text())["mean"]
        return cls(bm25s.BM25.load(str(folder), mmap=True), np.load(folder / "ids.npy", mmap_mode="r").view(np.ndarray), mean)

    def add(self, number: int, text: str) -> None:
        """Adds an entry; one that is there already is not added again."""
        if number in self._added:
            return
        counts = Counter(words(text))
        self._damping.append(K1 * (1 - B + B * counts.total() / max(1.0, self._mean_length)))
        position = self._fresh_ids.append(number)
        for word, count in counts.items():
            self._fresh.setdefault(word, AppendArray(np.int32, 2)).append((position, count))
        self._added.add(number)

    def weigh(self, query: str) -> dict[str, float]:
        """The words of a query with their rarities (inverse document frequency), in nats."""
        return {word: self._rarity(word) for word in words(query)}

    def search(self, weights: Weights, k: int, allowed: Allowed) -> list[int]:
        """The entries that share words with a query, the best first, at most k."""
        known = [word for word in weights if word in self._bm25.vocab_dict]
        scores = np.asarray(self._bm25.get_scores(known), dtype=np.float32)[: len(self._ids)] if known else np.zeros(0, dtype=np.float32)
        ids, scores = best(self._ids, scores, k, allowed, above=0)
        fresh_scores = self._fresh_scores(weights)
        fresh_ids, fresh_scores = best(self._fresh_ids.rows[: len(fresh_scores)], fresh_scores, k, allowed, above=0)
        found = dict(zip(ids.tolist(), scores.tolist())) | dict(zip(fresh_ids.tolist(), fresh_scores.tolist()))
        return sorted(found, key=lambda number: -found[number])[:k]

    @staticmethod
    def coverage(weights: Weights, text: str) -> tuple[float, float]:
        """How much of a query's words, by rarity, stands in the text: as a share in [0, 1], and as a sum in nats.

        A word that no entry knows is the rarest. The sum is small where only common words were asked, all of which may
        stand in the text: “my order” fits any answer.
        """
        shared = sum(weights[word] for word in weights.keys() & distinct_words(text))
        return (shared / sum(weights.values()) if weights else 0.0), shared

    def _fresh_scores(self, weights: Weights) -> Floats:
        """BM25 scores (M,) of what was added since."""
        found = [(rarity, self._fresh[word].rows) for word, rarity in weights.items() if word in self._fresh]
        damping = self._damping.rows  # read after the words' entries, so that it has a row for each of them
        scores = np.zeros(min(len(damping), len(self._fresh_ids.rows)), dtype=np.float32)
        for rarity, rows in found:
            positions, counts = rows[:, 0], rows[:, 1]
            scores[positions] += rarity * counts / (counts + damping[positions])
        return scores

    def _rarity(self, word: str) -> float:
        """Inverse document frequency."""
        total = len(self._ids) + len(self._added)
        column = self._bm25.vocab_dict.get(word)
        pointers = self._bm25.scores["indptr"]
        fresh = len(self._fresh[word].rows) if word in self._fresh else 0
        entries = fresh + (0 if column is None else int(pointers[column + 1] - pointers[column]))
        return float(np.log(1 + (total - entries + 0.5) / (entries + 0.5)))
