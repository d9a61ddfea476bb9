"""A closer look at passages: each token of a question is met by the nearest token of the passage.

Late interaction (Khattab & Zaharia 2020, “ColBERT”, section 3.3, MaxSim) over the states of an encoder that nobody trained for it; each of
the question's tokens counts as much as it is rare among the passages, which makes up for that.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from retrieval.encoder import TokenStates
from retrieval.vectors.interface import Floats

TokenIds = NDArray[np.int32]

# States are kept as whole numbers of this fraction of a length: a cosine is off by less than 0.01.
SCALE = 127
# Of a question's rarest tokens, so many are looked at for the one that is met worst.
RAREST = 4
# The best other passages that a passage is compared with.
RIVALS = 5


class TokenText(NamedTuple):
    """A text as it is kept for the closer look.

    Attributes:
        ids: of its tokens (T,).
        states: their states (T, D), times `SCALE`.
    """

    ids: TokenIds
    states: NDArray[np.int8]

    @classmethod
    def of(cls, read: TokenStates) -> "TokenText":
        """What is kept of a text that was read."""
        return cls(np.asarray(read.ids, dtype=np.int32), np.rint(read.states * SCALE).astype(np.int8))


class TokenTexts(Protocol):
    """Where the tokens of texts come from: kept, or read anew."""

    def read(self, text: str) -> TokenStates:
        """A question, token by token."""

    def of(self, texts: Sequence[str]) -> list[TokenText]:
        """Texts (N), token by token."""

    def kept_ids(self, texts: Sequence[str]) -> list[TokenIds]:
        """The token ids of those of the texts that are kept."""

    def write(self, texts: Sequence[str], report: Callable[[int], None] = ...) -> None:
        """Keeps texts, as far as they aren't kept already; `report` is called with how many are done since the last time."""

    def keep_only(self, texts: Sequence[str], folder: Path) -> None:
        """Leaves in a folder what is kept of these texts, and nothing else."""


class Interaction(NamedTuple):
    """How a passage's tokens meet a question's.

    Attributes:
        interaction: mean over the question's tokens, weighed by rarity, of the cosine with the passage's nearest token.
        weakest: the lowest of these cosines among the question's rarest tokens: is what it is about met at all?
        gap: the most that one token of the question misses: its rarity, in nats, times what its cosine lacks to 1.
        lead: how far `interaction` is ahead of the mean of the best other passages'.
    """

    interaction: float = 0.0
    weakest: float = 0.0
    gap: float = 0.0
    lead: float = 0.0


def interactions(states: Floats, weights: Floats, passages: Sequence[TokenText]) -> list[Interaction]:
    """How passages (N) meet a question.

    Args:
        states: those of the question's tokens (T, D), of length 1.
        weights: the tokens' rarities (T,), above 0.
        passages: the tokens of each.
    """
    if not len(passages) or not len(states):
        return [Interaction()] * len(passages)
    filled = [passage.states if len(passage.states) else np.zeros((1, states.shape[1]), dtype=np.int8) for passage in passages]
    starts = np.cumsum([0, *map(len, filled)])[:-1]
    cosines = states @ np.concatenate(filled).astype(np.float32).T / SCALE  # (T, all tokens)
    best = np.maximum.reduceat(cosines, starts, axis=1)  # (T, N)
    means = weights @ best / weights.sum()  # (N,)
    weakest = best[np.argsort(-weights, kind="stable")[:RAREST]].min(axis=0)  # (N,)
    gaps = (weights[:, None] * (1 - best)).max(axis=0)  # (N,)
    return [Interaction(*each) for each in zip(*(found.tolist() for found in (means, weakest, gaps, _leads(means))))]


def _leads(means: Floats) -> Floats:
    """How far each of (N,) is ahead of the mean of the best others; one alone is ahead of nothing by all that it has."""
    best = np.sort(means)[::-1][: RIVALS + 1]
    without_worst = best[:RIVALS].sum()
    sums = np.where(means >= best[-1], best.sum() - means, without_worst) if len(best) > RIVALS else best.sum() - means
    return np.asarray(means - sums / max(1, min(RIVALS, len(means) - 1)), dtype=np.float32)
