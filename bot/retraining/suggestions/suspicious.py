"""Written examples whose label is likely wrong, by confident learning.

An example counts as another intent's if a classifier that never saw it gives that intent a probability at least as high as it gives, on
average, to the examples which have that label (Northcutt, Jiang & Chuang 2021, “Confident Learning: Estimating Uncertainty in Dataset
Labels”, section 3.1). Of these, the ones that are surest come first.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bot.reviews.records import Suspicious, id_of
from data.records import Example
from finetune.arrays import Floats, Labels

# More would be a task of its own.
MOST = 40


def suspicious(examples: Sequence[Example], intents: Sequence[str], probabilities: Floats, most: int = MOST) -> list[Suspicious]:
    """The examples whose label is likely wrong, the surest first.

    Args:
        examples: N, with their labels.
        intents: C, in the order of the columns of `probabilities`.
        probabilities: (N, C), of a classifier that never saw the example (`finetune.training.cross_fit`).
        most: how many at most.
    """
    position = {intent: place for place, intent in enumerate(intents)}
    labels: Labels = np.array([position[example.intent] for example in examples], dtype=np.int64)
    own = probabilities[np.arange(len(labels)), labels]
    sums, counts = np.zeros(len(intents)), np.zeros(len(intents))
    np.add.at(sums, labels, own)
    np.add.at(counts, labels, 1)
    thresholds = np.where(counts > 0, sums / np.maximum(counts, 1), np.inf)  # (C,), mean self-confidence of each intent
    above = np.where(probabilities >= thresholds, probabilities, 0.0)
    likelier = above.argmax(axis=1)
    wrong = np.flatnonzero((above.max(axis=1) > 0) & (likelier != labels) & (above.max(axis=1) > own))
    order = wrong[np.argsort(own[wrong] - probabilities[wrong, likelier[wrong]], kind="stable")][:most]
    return [
        Suspicious(
            id_of("suspicious", [examples[row].text, examples[row].intent]),
            examples[row].text,
            examples[row].intent,
            intents[likelier[row]],
            float(probabilities[row, likelier[row]]),
        )
        for row in order.tolist()
    ]
