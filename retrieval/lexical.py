"""The lexical half of the search: BM25 over the words of past questions and answers."""

import logging
from collections.abc import Sequence
from pathlib import Path

import bm25s
import numpy as np
from numpy.typing import NDArray

from retrieval.words import words

logging.getLogger("bm25s").setLevel(logging.WARNING)  # it reports each step on standard output

Floats = NDArray[np.float32]


class LexicalIndex:
    """BM25 (Robertson & Zaragoza 2009, “The Probabilistic Relevance Framework”, section 3; Lucene's variant) over entries."""

    def __init__(self, bm25: bm25s.BM25) -> None:
        self._bm25 = bm25

    @classmethod
    def build(cls, texts: Sequence[str]) -> "LexicalIndex":
        bm25 = bm25s.BM25(method="lucene")
        bm25.index([words(text) for text in texts], show_progress=False)
        return cls(bm25)

    def save(self, folder: Path) -> None:
        self._bm25.save(str(folder))

    @classmethod
    def load(cls, folder: Path) -> "LexicalIndex":
        return cls(bm25s.BM25.load(str(folder), mmap=True))

    def scores(self, query: str) -> Floats:
        """BM25 scores of all entries (N,) for a query; 0 where no word is shared."""
        known = [word for word in words(query) if word in self._bm25.vocab_dict]
        if not known:
            return np.zeros(self._bm25.scores["num_docs"], dtype=np.float32)
        return np.asarray(self._bm25.get_scores(known), dtype=np.float32)

    def information(self, query: str) -> float:
        """How much a query says: the sum of its words' rarities, in nats. “My order” says little, “vegan candles” much."""
        return sum(self._rarity(word) for word in set(words(query)))

    def coverage(self, query: str, text: str) -> tuple[float, float]:
        """How much of the query's words, by rarity, stands in the text: as a share in [0, 1], and as a sum in nats.

        A word that no entry knows is the rarest. The sum is small where only common words were asked, all of which may
        stand in the text: “my order” fits any answer.
        """
        asked = set(words(query))
        weight = {word: self._rarity(word) for word in asked}
        shared = sum(weight[word] for word in asked & set(words(text)))
        return (shared / sum(weight.values()) if asked else 0.0), shared

    def _rarity(self, word: str) -> float:
        """Inverse document frequency."""
        total = int(self._bm25.scores["num_docs"])
        column = self._bm25.vocab_dict.get(word)
        pointers = self._bm25.scores["indptr"]
        entries = 0 if column is None else int(pointers[column + 1] - pointers[column])
        return float(np.log(1 + (total - entries + 0.5) / (entries + 0.5)))
