"""How similar a message is to the training examples of each class, by the cosines of their sentence vectors."""

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from finetune.arrays import Bools, Floats, Ids, Labels

# A cosine is divided by this before it is exponentiated: the lower, the less far examples count.
TEMPERATURE = 0.05
# So many examples of a class at most are kept and compared with each message.
KEPT_PER_CLASS = 200
# Cosines of so many nearest examples of a class are given: one alone may be there by chance, the farthest say little.
NEIGHBOURS = 10
# Stands for the cosine where a class has fewer examples; less than any cosine.
NO_NEIGHBOUR = -2.0
CHUNK = 128


class Similarities(NamedTuple):
    """How similar N messages are to the examples of C classes."""

    summed: Floats  # (N, C), log of the sum of exp((cosine - 1) / TEMPERATURE) over all kept examples of the class
    nearest: Floats  # (N, C, K), the cosines with the K nearest examples of the class, unsorted; NO_NEIGHBOUR where it has fewer


def choose_examples(labels: Labels, classes: int, seed: int) -> tuple[Ids, Ids]:
    """Which training examples are kept, at most `KEPT_PER_CLASS` of each class, chosen at random.

    Args:
        labels: the examples' classes (N,).
        classes: how many there are, C.
        seed: of the choice.

    Returns:
        the positions of the kept examples (M,); and, for each class, the positions of its examples among the kept ones (C, K),
        -1 where it has fewer than K.
    """
    rng = np.random.default_rng(seed)
    kept = [np.sort(rng.permutation(np.flatnonzero(labels == label))[:KEPT_PER_CLASS]) for label in range(classes)]
    positions = np.full((classes, max(map(len, kept))), -1, dtype=np.int64)
    for label, end in enumerate(np.cumsum([len(indices) for indices in kept])):
        positions[label, : len(kept[label])] = range(end - len(kept[label]), end)
    return np.concatenate(kept), positions


def similarities(sentences: Floats, kept: Floats, positions: Ids, without: Bools | None = None) -> Similarities:
    """Compares messages with the kept examples of each class.

    Args:
        sentences: the messages' sentence vectors (N, D), of length 1.
        kept: the kept examples' (M, D), of length 1.
        positions: of each class's examples in `kept` (C, K); -1 where it has fewer.
        without: which of the kept examples each message is not compared with (N, M).
    """
    chunks = [_by_class(each) for each in _of_classes(sentences, kept, positions, without)]
    return Similarities(*(np.concatenate(each) for each in zip(*chunks)))


def largest(sentences: Floats, kept: Floats, positions: Ids, wanted: Bools, without: Bools | None = None) -> Floats:
    """The cosine with the nearest example (N, C) of each class that one of the messages wants (N, C), and NO_NEIGHBOUR of the others; the
    other arguments are those of `similarities`, and a class's examples stand side by side, as `choose_examples` gives them.
    """
    found = np.full(wanted.shape, NO_NEIGHBOUR, dtype=sentences.dtype)
    for label in np.flatnonzero(wanted.any(axis=0)).tolist():
        own = slice(positions[label, 0], positions[label].max() + 1)
        cosines = sentences @ kept[own].T  # (N, k)
        if without is not None:
            cosines[without[:, own]] = NO_NEIGHBOUR
        found[:, label] = cosines.max(axis=1)
    return found


def _of_classes(sentences: Floats, kept: Floats, positions: Ids, without: Bools | None) -> Iterator[Floats]:
    """The cosines with each class's examples (n, C, K), of some messages at a time; NO_NEIGHBOUR where it has fewer."""
    for start in range(0, len(sentences), CHUNK):
        cosines = sentences[start : start + CHUNK] @ kept.T  # (n, M)
        if without is not None:
            cosines[without[start : start + CHUNK]] = NO_NEIGHBOUR
        none = np.full((len(cosines), 1), NO_NEIGHBOUR, dtype=cosines.dtype)  # the last of a row, which -1 stands for
        yield np.concatenate([cosines, none], axis=1).take(positions, axis=1)


def _by_class(of_class: Floats) -> Similarities:
    most = min(NEIGHBOURS, of_class.shape[2])
    summed = np.log(np.exp((of_class - 1) / TEMPERATURE).sum(axis=2) + 1e-12)
    return Similarities(summed, np.partition(of_class, -most, axis=2)[:, :, -most:])
