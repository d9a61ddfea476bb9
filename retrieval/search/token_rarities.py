"""How rare tokens are among the passages of an index."""

from collections.abc import Sequence

import numpy as np

from retrieval.encoder import TokenStates
from retrieval.search.late_interaction import TokenIds
from retrieval.vectors.interface import Floats


class TokenRarities:
    """In how many texts each token stands. One thread may count while others ask."""

    def __init__(self, texts: Sequence[TokenIds]) -> None:
        """Counts texts, given by the ids of their tokens (T,) each."""
        self._total = len(texts)
        owners = np.repeat(np.arange(len(texts), dtype=np.int64), [len(ids) for ids in texts])
        pairs = np.unique(owners << 32 | np.concatenate([np.zeros(0, dtype=np.int64), *texts]))
        ids, counts = np.unique(pairs & 0xFFFFFFFF, return_counts=True)
        self._counts: dict[int, int] = dict(zip(ids.tolist(), counts.tolist()))

    def add(self, ids: TokenIds, sign: int = 1) -> None:
        """Counts one more text with these tokens (T,), or with `sign` -1 one less."""
        self._total += sign
        for token in set(ids.tolist()):
            self._counts[token] = self._counts.get(token, 0) + sign

    def weights(self, read: TokenStates) -> Floats:
        """The rarities of a question's tokens (T,), in nats: inverse document frequencies, all above 0."""
        return self.of(np.asarray(read.ids))

    def of(self, ids: TokenIds) -> Floats:
        """The rarities (T,) of tokens (T,), in the same way."""
        counts = np.array([self._counts.get(token, 0) for token in ids.tolist()], dtype=np.float32)
        return np.asarray(np.maximum(np.log((self._total + 1) / (counts + 0.5)), 1e-3), dtype=np.float32)
