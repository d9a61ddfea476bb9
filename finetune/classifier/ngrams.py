"""Words, pairs of words, and pieces of words as features: what a sentence encoder blurs, and any script that it can't read."""

import re
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from finetune.arrays import Floats, Ids

WORD = re.compile(r"\w+")
SHORTEST, LONGEST = 2, 4
# A feature of one example only says nothing about others.
FEWEST_TEXTS = 2


class Sparse(NamedTuple):
    """N rows of features, each with a length of 1, as in SciPy's compressed rows."""

    columns: Ids  # of the features
    values: Floats
    starts: Ids  # (N + 1,), where each row begins


class Vocabulary(NamedTuple):
    """The features that training saw, each with its inverse document frequency."""

    hashes: NDArray[np.uint32]  # (V,), sorted
    idf: Floats  # (V,), inverse document frequencies

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Vocabulary":
        """Collects the features of texts."""
        seen = Counter(key for text in texts for key in set(_features(text)))
        kept = sorted((key, count) for key, count in seen.items() if count >= FEWEST_TEXTS) or sorted(seen.items())
        counts = np.array([count for _, count in kept], dtype=np.float32)
        idf = np.log((1 + len(texts)) / (1 + counts)) + 1
        return cls(np.array([key for key, _ in kept], dtype=np.uint32), idf.astype(np.float32))

    def tf_idf(self, texts: Iterable[str]) -> Sparse:
        """A row a text: TF-IDF with sublinear term frequency, as in Manning et al. 2008, “Introduction to Information Retrieval”, 6.4.1."""
        columns: list[Ids] = []
        values: list[Floats] = []
        starts = [0]
        for text in texts:
            counts = Counter(_features(text))
            hashes = np.fromiter(counts, dtype=np.uint32, count=len(counts))
            often = np.fromiter(counts.values(), dtype=np.float32, count=len(counts))
            found = np.minimum(np.searchsorted(self.hashes, hashes), len(self.hashes) - 1)
            known = self.hashes[found] == hashes
            column = found[known]
            value = (1 + np.log(often[known])) * self.idf[column]
            columns.append(column)
            values.append((value / max(float(np.linalg.norm(value)), 1e-6)).astype(np.float32))
            starts.append(starts[-1] + len(column))
        return Sparse(np.concatenate(columns), np.concatenate(values), np.array(starts, dtype=np.int64))


def _features(text: str) -> list[int]:
    """Hashes of the text's words, pairs of neighbouring words, and pieces of two to four letters."""
    words = WORD.findall(text.lower())
    features = [*words, *(f"{one} {next_one}" for one, next_one in pairwise(words))]
    for word in words:
        framed = f"<{word}>"
        for size in range(SHORTEST, LONGEST + 1):
            features += [framed[start : start + size] for start in range(len(framed) - size + 1)]
    return [zlib.crc32(feature.encode("utf-8", "replace")) for feature in features]
