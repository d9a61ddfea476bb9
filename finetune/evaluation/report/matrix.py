"""The part of the confusion matrix that fits on a page."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from finetune.evaluation.metrics import Scores

# A matrix with more rows can't be read.
MATRIX = 20


class Cell(NamedTuple):
    """So many messages of one intent were classified as `predicted`; `share` in [0, 1] is how strong the colour is."""

    predicted: str
    messages: int
    share: float
    kind: str  # hit or miss


class Matrix(NamedTuple):
    """`counts[i][j]` messages of the intent `intents[i]` were classified as `intents[j]`."""

    intents: Sequence[str]
    counts: Sequence[Sequence[int]]

    @property
    def mistakes(self) -> int:
        return sum(self._off_diagonal())

    def rows(self) -> Iterator[tuple[str, list[Cell]]]:
        """Each intent with its row of cells; hits and misses are coloured each by their own largest count."""
        largest, wrong = max(map(max, self.counts)), max(self._off_diagonal(), default=0)
        for intent, counts in zip(self.intents, self.counts):
            kinds = ["hit" if predicted == intent else "miss" for predicted in self.intents]
            shares = [count / (largest if kind == "hit" else wrong) if count else 0.0 for kind, count in zip(kinds, counts)]
            yield intent, [Cell(*cell) for cell in zip(self.intents, counts, shares, kinds)]

    def _off_diagonal(self) -> list[int]:
        return [count for i, row in enumerate(self.counts) for j, count in enumerate(row) if i != j]


def matrix(scores: Scores) -> Matrix | None:
    """All intents if they fit, else those that are mixed up most; None if there are many, and none is mixed up."""
    intents, counts = scores.confusion_matrix.intents, scores.confusion_matrix.counts
    chosen = range(len(intents)) if len(intents) <= MATRIX else _most_confused(scores)
    if not chosen:
        return None
    return Matrix([intents[index] for index in chosen], [[counts[i][j] for j in chosen] for i in chosen])


def _most_confused(scores: Scores) -> list[int]:
    """Positions of the intents in the most frequent confusions, those that are mixed up side by side."""
    chosen: list[str] = []
    for pair in scores.confusions:
        new = [name for name in (pair.label, pair.predicted) if name not in chosen]
        if len(chosen) + len(new) <= MATRIX:
            after = next((index + 1 for index, name in enumerate(chosen) if name in (pair.label, pair.predicted)), len(chosen))
            chosen[after:after] = new
    return [scores.confusion_matrix.intents.index(name) for name in chosen]
