"""e5 that reads a text once, however often it is asked for: to train, to index, and to ask questions again."""

from collections.abc import Iterator, Sequence

import numpy as np

from finetune.arrays import Floats
from finetune.encoders.e5.encoder import E5Encoder, TokenStates

# Tokens whose states are kept, 1.5 kB each, and texts of which only the vector is, 1.5 kB each: of many, those that come first.
MOST_TOKENS, MOST_TEXTS = 100_000, 50_000
# Texts that are read token by token at a time where only their vectors are asked for.
AT_A_TIME = 256


class RememberingEncoder:
    """An encoder that keeps what it has read.

    Attributes:
        known: texts as they were read; whoever keeps some anyway may put them here.
    """

    def __init__(self, e5: E5Encoder) -> None:
        self._e5 = e5
        self.known: dict[str, TokenStates] = {}
        self._vectors: dict[str, Floats] = {}
        self._room = MOST_TOKENS

    @property
    def encoder_hash(self) -> str:
        return self._e5.encoder_hash

    @property
    def width(self) -> int:
        return self._e5.width

    def read_all(self, texts: Sequence[str]) -> Iterator[TokenStates]:
        """Texts, token by token, in their order."""
        fresh = list(dict.fromkeys(text for text in texts if text not in self.known))
        read = dict(zip(fresh, self._e5.read_all(fresh)))
        for text, states in read.items():
            if self._room < len(states.ids):
                self._room = 0  # the few tokens that are left would have every further text read token by token, for nothing
                break
            self._room -= len(states.ids)
            self.known[text] = states
        yield from (read[text] if text in read else self.known[text] for text in texts)

    def embed(self, texts: Sequence[str]) -> Floats:
        """Vectors (N, D) of N texts, centred, of length 1.

        As long as there is room, their tokens are kept as well: what is indexed by its vector is read closely afterwards.
        """
        fresh = list(dict.fromkeys(text for text in texts if text not in self.known and text not in self._vectors))
        read: dict[str, Floats] = {}
        while fresh and self._room > 0:
            part, fresh = fresh[:AT_A_TIME], fresh[AT_A_TIME:]
            read |= {text: states.sentence for text, states in zip(part, self.read_all(part)) if text not in self.known}
        read |= zip(fresh, self._e5.embed(fresh))
        room = max(0, MOST_TEXTS - len(self._vectors))
        self._vectors |= dict(list(read.items())[:room])
        found = (read[text] if text in read else self._vector(text) for text in texts)
        return np.stack(list(found)) if texts else np.zeros((0, self.width), dtype=np.float32)

    def _vector(self, text: str) -> Floats:
        return self._vectors[text] if text in self._vectors else self.known[text].sentence
