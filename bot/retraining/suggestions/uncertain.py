"""Questions between intents, which a person's label helps most: by uncertainty, and no two alike."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bot.retraining.suggestions.reading import Reading
from bot.reviews.records import Asked, Unsure, id_of
from finetune.arrays import Floats, Ids

# Intents that are offered for a question.
OFFERED = 4
# A question as near (cosine) to one that is asked already would be answered by the same label.
ALIKE = 0.8


def uncertain(asked: Sequence[Asked], reading: Reading, rows: Ids, most: int) -> list[Unsure]:
    """Questions to ask a person about, the most valuable first.

    The margin between the two likeliest intents is the uncertainty (Scheffer, Decomain & Wrobel 2001, “Active Hidden Markov Models for
    Information Extraction”); a question that an answer got a thumb down for, or that was asked again, comes before the others.

    Args:
        asked: N questions.
        reading: of them.
        rows: which of them to choose from.
        most: how many at most.
    """
    if len(reading.intents) < 2 or not len(rows):
        return []
    ordered = -np.sort(-reading.probabilities[rows], axis=1)
    margin = ordered[:, 0] - ordered[:, 1]  # (R,)
    unhappy = np.array([asked[row].unhappy for row in rows.tolist()])
    chosen = _spread(reading.vectors, rows[np.lexsort((margin, ~unhappy))], most)
    return [_unsure(asked[row], reading, row) for row in chosen]


def _spread(vectors: Floats, rows: Ids, most: int) -> list[int]:
    """The first rows, less those that are nearly the same as an earlier one."""
    chosen: list[int] = []
    for row in rows.tolist():
        if len(chosen) == most:
            break
        if not chosen or float((vectors[chosen] @ vectors[row]).max()) < ALIKE:
            chosen.append(row)
    return chosen


def _unsure(asked: Asked, reading: Reading, row: int) -> Unsure:
    probabilities = reading.probabilities[row]
    best = np.argsort(-probabilities, kind="stable")[:OFFERED].tolist()
    candidates = tuple((reading.intents[place], round(float(probabilities[place]), 4)) for place in best)
    return Unsure(id_of("unsure", [asked.text]), asked, candidates)
