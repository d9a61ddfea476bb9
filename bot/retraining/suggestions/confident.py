"""Labels that need nobody: questions that the classifier reads with confidence, as many of each intent.

Balance matters more than confidence: of an intent that is asked all the time, the surest thousand questions teach less than the first
hundred, and pull every other question to it (Bhattacharya et al. 2023, “TK-KNN: A Balanced Distance-Based Pseudo Labeling Approach for
Semi-Supervised Intent Classification”).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bot.retraining.suggestions.reading import Reading
from bot.reviews.records import Asked, Labels, id_of

# So probable must it be that the likeliest intent is right, and so many questions of an intent are labelled at most.
SURE, MOST = 0.95, 60
# Of an intent with few sure questions, others may have at most so many times as many.
BALANCE = 4


def confident(asked: Sequence[Asked], reading: Reading, not_intents: Sequence[str] = ()) -> list[Labels]:
    """Labels for questions that are read with confidence, by intent.

    Args:
        asked: N questions.
        reading: of them.
        not_intents: intents that nobody wants more examples of.
    """
    if not reading.intents:
        return []
    likeliest = reading.probabilities.argmax(axis=1)
    sure: dict[str, list[int]] = {}
    for place, intent in enumerate(reading.intents):
        rows = np.flatnonzero((likeliest == place) & (reading.right >= SURE))
        if len(rows) and intent not in not_intents:
            sure[intent] = rows[np.argsort(-reading.right[rows], kind="stable")].tolist()
    if not sure:
        return []
    middle = sorted(map(len, sure.values()))[len(sure) // 2]
    most = min(MOST, BALANCE * middle)
    return [_labels(intent, [asked[row] for row in rows[:most]], reading.right[rows[:most]].tolist()) for intent, rows in sure.items()]


def _labels(intent: str, questions: Sequence[Asked], sureness: Sequence[float]) -> Labels:
    texts = [intent, *(question.text for question in questions)]
    return Labels(id_of("labels", texts), intent, tuple(questions), tuple(round(each, 4) for each in sureness))
