"""The lexical half of the search: BM25 over the words of past questions and answers."""

import json
import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

import bm25s
import numpy as np

from retrieval.vectors import Allowed, Floats, Ids
from retrieval.words import words

logging.getLogger("bm25s").setLevel(logging.WARNING)  # it reports each step on standard output

# How fast a repeated word saturates, and how much long texts are damped (bm25s' and Lucene's usual values).
K1, B = 1.5, 0.75

Weights = Mapping[str, float]


class LexicalIndex:
    """BM25 (Robertson & Zaragoza 2009, “The Probabilistic Relevance Framework”, section 3; Lucene's variant) over entries.

    Most entries stand in a sparse matrix that is made at once and mapped from the disk; what came since stands beside it in
    plain dictionaries and is weighed by the matrix's figures.
    """

    def __init__(self, bm25: bm25s.BM25, ids: Ids, mean_length: float) -> None:
        self._bm25 = bm25
        self._ids = ids  # (N,), by column of the matrix
        self._mean_length = mean_length
        self._fresh: dict[str, dict[int, int]] = {}  # word to the entries that have it, and how often
        self._fresh_lengths: dict[int, int] = {}

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

    @classmethod
    def load(cls, folder: Path) -> "LexicalIndex":
        mean = json.loads((folder / "lengths.json").read_text())["mean"]
        return cls(bm25s.BM25.load(str(folder), mmap=True), np.load(folder / "ids.npy", mmap_mode="r"), mean)

    def add(self, number: int, text: str) -> None:
        """Adds an entry; one that is there already is not added again."""
        if number in self._fresh_lengths:
            return
        counts = Counter(words(text))
        self._fresh_lengths[number] = counts.total()
        for word, count in counts.items():
            self._fresh.setdefault(word, {})[number] = count

    def weigh(self, query: str) -> dict[str, float]:
        """The words of a query with their rarities (inverse document frequency), in nats."""
        return {word: self._rarity(word) for word in words(query)}

    def search(self, weights: Weights, k: int, allowed: Allowed) -> list[int]:
        """The entries that share words with a query, the best first, at most k."""
        known = [word for word in weights if word in self._bm25.vocab_dict]
        scores = np.asarray(self._bm25.get_scores(known), dtype=np.float32)[: len(self._ids)] if known else np.zeros(0, dtype=np.float32)
        ids, scores = self._best(self._ids, scores, k, allowed)
        fresh = self._fresh_scores(weights)
        fresh_ids, fresh_scores = np.fromiter(fresh, dtype=np.int64), np.fromiter(fresh.values(), dtype=np.float32)
        fresh_ids, fresh_scores = self._best(fresh_ids, fresh_scores, k, allowed)
        found = dict(zip(ids.tolist(), scores.tolist())) | dict(zip(fresh_ids.tolist(), fresh_scores.tolist()))
        return sorted(found, key=lambda number: -found[number])[:k]

    @staticmethod
    def coverage(weights: Weights, text: str) -> tuple[float, float]:
        """How much of a query's words, by rarity, stands in the text: as a share in [0, 1], and as a sum in nats.

        A word that no entry knows is the rarest. The sum is small where only common words were asked, all of which may
        stand in the text: “my order” fits any answer.
        """
        shared = sum(weights[word] for word in weights.keys() & set(words(text)))
        return (shared / sum(weights.values()) if weights else 0.0), shared

    def _best(self, ids: Ids, scores: Floats, k: int, allowed: Allowed) -> tuple[Ids, Floats]:
        """Of ids (N,) with scores (N,), the best k that are allowed and share a word."""
        while len(scores):
            more = min(4 * k, len(scores))
            top = np.argpartition(-scores, more - 1)[:more]
            top = top[scores[top] > 0]
            kept = top[allowed(ids[top])]
            if len(kept) >= k or len(top) < more or more == len(scores):
                kept = kept[np.lexsort((ids[kept], -scores[kept]))][:k]
                return ids[kept], scores[kept]
            k *= 4
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)

    def _fresh_scores(self, weights: Weights) -> dict[int, float]:
        found: dict[int, float] = {}
        for word, rarity in weights.items():
            for number, count in self._fresh.get(word, {}).items():
                damping = K1 * (1 - B + B * self._fresh_lengths[number] / max(1.0, self._mean_length))
                found[number] = found.get(number, 0.0) + rarity * count / (count + damping)
        return found

    def _rarity(self, word: str) -> float:
        """Inverse document frequency."""
        total = len(self._ids) + len(self._fresh_lengths)
        column = self._bm25.vocab_dict.get(word)
        pointers = self._bm25.scores["indptr"]
        entries = len(self._fresh.get(word, ())) + (0 if column is None else int(pointers[column + 1] - pointers[column]))
        return float(np.log(1 + (total - entries + 0.5) / (entries + 0.5)))
