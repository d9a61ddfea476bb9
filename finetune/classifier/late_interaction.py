"""How well an intent's examples cover a message, token by token: late interaction of frozen token states.

ColBERT's MaxSim (Khattab & Zaharia 2020, section 3.3): each of the message's tokens looks for the likest token in all of an
intent's examples. The sum is weighted by how rare the token is (inverse document frequency), and divided by the weights' sum.
Nothing is trained. What it tells that sentence vectors don't: which word of the message no example knows.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, fields
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file

from data.parallel import cores
from finetune.arrays import Bools, Floats, Ids, Labels
from finetune.encoders.e5.encoder import TokenStates
from finetune.encoders.fixed_vectors import FixedVectors

# `Alignment.weakest` looks at so many of a message's rarest tokens.
RAREST = 3
# Less than any cosine: of a token that has nothing to be compared with.
NOTHING = -1.0
# So many states of an intent at most are kept, of examples chosen at random: a message takes .03 ms for a thousand.
MOST_STATES = 2_000
# From so many messages on, several threads compare them.
WORTH_THREADS = 32


class Alignment(NamedTuple):
    """A message of T tokens beside the examples of an intent.

    Attributes:
        weights: the tokens' inverse document frequencies (T,).
        similarities: for each token the cosine with the likest token of the examples (T,).
        states: how many tokens of examples there are.
    """

    weights: Floats
    similarities: Floats
    states: int

    @property
    def coverage(self) -> float:
        """The weighted mean of the similarities; 0 for a message without tokens."""
        return float(self.weights @ self.similarities / self.weights.sum()) if len(self.weights) else 0.0

    @property
    def weakest(self) -> float:
        """The lowest similarity among the message's rarest tokens."""
        return float(self.similarities[np.argsort(-self.weights, kind="stable")[:RAREST]].min(initial=1.0)) if len(self.weights) else 0.0

    @property
    def gap(self) -> float:
        """The largest weight that isn't covered, max of weight · (1 - similarity) over the tokens."""
        return float((self.weights * (1 - self.similarities)).max(initial=0.0))


@dataclass(frozen=True)
class ExampleStates:
    """The token states of examples, as they are saved in a safetensors file: S tokens of M examples of C intents, in the intents' order."""

    states: NDArray[np.int8]  # (S, D), a state is this times its scale
    scales: Floats  # (S,)
    examples: Ids  # (M + 1,), where each example's states begin
    intents: Ids  # (C + 1,), where each intent's states begin
    order: Ids  # (M,), the examples' positions among those that it was made of
    ids: Ids  # (V,), the tokens that occur, sorted
    idf: Floats  # (V + 1,), their inverse document frequencies, then that of all others

    @classmethod
    def of(cls, tokens: Sequence[TokenStates], labels: Labels, classes: int) -> "ExampleStates":
        """Takes the examples' tokens, and their intents (M,)."""
        order = np.concatenate([_chosen(tokens, np.flatnonzero(labels == label)) for label in range(classes)])
        lengths = np.array([len(tokens[example].ids) for example in order], dtype=np.int64)
        ends = np.concatenate([[0], lengths.cumsum()])
        parts = [_rounded(tokens[example].states) for example in order]
        seen = Counter(token for each in tokens for token in set(each.ids.tolist()))
        counts = np.array([*(seen[token] for token in sorted(seen)), 0])
        return cls(
            states=np.concatenate([states for states, _ in parts]),
            scales=np.concatenate([scales for _, scales in parts]),
            examples=ends,
            intents=ends[np.searchsorted(labels[order], np.arange(classes + 1))],
            order=order,
            ids=np.array(sorted(seen), dtype=np.int64),
            idf=np.log((len(tokens) + 1) / (counts + 0.5)).clip(0).astype(np.float32),
        )

    def weights(self, ids: Ids) -> Floats:
        """The inverse document frequencies (T,) of tokens (T,)."""
        places = np.searchsorted(self.ids, ids)
        known = self.ids[np.minimum(places, len(self.ids) - 1)] == ids
        return np.asarray(self.idf[np.where(known, places, len(self.ids))], dtype=np.float32)

    def align(
        self, tokens: Sequence[TokenStates], wanted: Bools, without: Sequence[Sequence[int]] | None = None
    ) -> list[Mapping[int, Alignment]]:
        """Compares N messages with the examples of some intents each.

        Args:
            tokens: the messages'.
            wanted: which intents (N, C).
            without: for each message the examples, by their position, that it is not compared with.

        Returns:
            for each message the alignment with each wanted intent.
        """
        own = self._places(without) if without else [[] for _ in tokens]
        if len(tokens) < WORTH_THREADS:
            return [self._aligned(*each) for each in zip(tokens, wanted, own)]
        with ThreadPoolExecutor(cores()) as pool:  # onnxruntime works beside Python
            return list(pool.map(self._aligned, tokens, wanted, own))

    def _aligned(self, tokens: TokenStates, wanted: Bools, without: Sequence[Sequence[int]]) -> Mapping[int, Alignment]:
        weights = self.weights(tokens.ids)
        if not len(weights):
            return {intent: Alignment(weights, weights, self._count(intent)) for intent in np.flatnonzero(wanted).tolist()}
        return {
            intent: Alignment(weights, self._nearest(tokens.states, intent, without), self._count(intent))
            for intent in np.flatnonzero(wanted).tolist()
        }

    def _count(self, intent: int) -> int:
        return int(self.intents[intent + 1] - self.intents[intent])

    def _nearest(self, states: Floats, intent: int, without: Sequence[Sequence[int]]) -> Floats:
        """The cosine (T,) of each state (T, D) with the likest one of an intent's examples, but for those at some places."""
        first, last = self.intents[intent : intent + 2].tolist()
        if first == last:
            return np.full(len(states), NOTHING, dtype=np.float32)
        cosines = self._fixed[intent].products(states)  # (T, the intent's)
        for begin, end in without:
            cosines[:, max(begin - first, 0) : max(end - first, 0)] = NOTHING
        nearest: Floats = cosines.max(axis=1)
        return nearest

    @cached_property
    def _fixed(self) -> list[FixedVectors]:
        """Each intent's states: a message is compared with the likeliest intents only."""
        places = pairwise(self.intents.tolist())
        return [FixedVectors.of(self.states[first:last], self.scales[first:last]) for first, last in places]

    def _places(self, examples: Sequence[Sequence[int]]) -> list[list[list[int]]]:
        """Where the states of examples begin and end, of those that were kept."""
        places = {example: self.examples[place : place + 2].tolist() for place, example in enumerate(self.order.tolist())}
        return [[places[example] for example in each if example in places] for each in examples]

    def save(self, path: Path) -> None:
        save_file({each.name: np.ascontiguousarray(getattr(self, each.name)) for each in fields(self)}, path)

    @classmethod
    def load(cls, path: Path) -> "ExampleStates":
        return cls(**load_file(path))


def coverages(alignments: Sequence[Mapping[int, Alignment]], scored: Bools) -> Floats:
    """How far each intent's examples cover N messages (N, C).

    Args:
        alignments: of the messages with some intents each.
        scored: which of them count (N, C), at least one for each message; the other intents get the lowest coverage of these.
    """
    found = np.zeros(scored.shape, dtype=np.float32)
    for row, (own, counted) in enumerate(zip(alignments, scored)):
        intents = np.flatnonzero(counted)
        values = [own[intent].coverage for intent in intents.tolist()]
        found[row] = min(values)
        found[row, intents] = values
    return found


def _chosen(tokens: Sequence[TokenStates], examples: Ids) -> Ids:
    """Of an intent's examples, one at least, as many as have `MOST_STATES` states together."""
    if sum(len(tokens[example].ids) for example in examples) <= MOST_STATES:
        return examples
    shuffled = np.random.default_rng(len(examples)).permutation(examples)
    lengths = np.array([len(tokens[example].ids) for example in shuffled])
    return np.sort(shuffled[: max(1, int(np.searchsorted(lengths.cumsum(), MOST_STATES, side="right")))])


def _rounded(states: Floats) -> tuple[NDArray[np.int8], Floats]:
    """States (T, D) as integers, with each state's scale (T,)."""
    scales = np.maximum(np.abs(states).max(axis=1), np.float32(1e-9)) / np.float32(127)
    return np.rint(states / scales[:, None]).astype(np.int8), scales
