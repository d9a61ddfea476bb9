import datetime

import numpy as np

from bot.retraining.suggestions.confident import confident
from bot.retraining.suggestions.reading import Reading
from bot.retraining.suggestions.uncertain import uncertain
from bot.reviews.records import Asked


def _asked(text: str, unhappy: bool = False) -> Asked:
    return Asked(text, "en", (text,), datetime.date(2026, 3, 1), "", unhappy)


def _reading(probabilities: list[list[float]], right: list[float], vectors: list[list[float]]) -> Reading:
    arrays = [np.array(each, dtype=np.float32) for each in (vectors, probabilities, right)]
    return Reading(arrays[0], ["a", "b"], arrays[1], arrays[2])


def test_the_narrowest_margin_comes_first_and_no_two_are_alike() -> None:
    asked = [_asked("clear"), _asked("close"), _asked("closer"), _asked("as close as closer")]
    shares = [[0.9, 0.1], [0.6, 0.4], [0.51, 0.49], [0.52, 0.48]]
    reading = _reading(shares, [0.5] * 4, [[1, 0, 0], [0, 1, 0], [0, 0, 1], [0, 0.1, 0.99]])
    chosen = uncertain(asked, reading, np.arange(4), 2)
    assert [each.question.text for each in chosen] == ["closer", "close"]
    assert [intent for intent, _ in chosen[0].candidates] == ["a", "b"]


def test_who_was_unhappy_is_heard_first() -> None:
    asked = [_asked("close"), _asked("clear", unhappy=True)]
    reading = _reading([[0.5, 0.5], [0.9, 0.1]], [0.5, 0.5], [[1, 0], [0, 1]])
    assert uncertain(asked, reading, np.arange(2), 1)[0].question.text == "clear"


def test_confident_labels_are_balanced() -> None:
    asked = [_asked(f"text {number}") for number in range(40)]
    shares = [[1.0, 0.0]] * 36 + [[0.0, 1.0]] * 4
    right = [0.96 + number / 1000 for number in range(36)] + [0.99, 0.99, 0.99, 0.5]
    labels = {each.intent: each for each in confident(asked, _reading(shares, right, [[1, 0]] * 40))}
    assert len(labels["b"].questions) == 3  # one isn't sure
    assert len(labels["a"].questions) <= 4 * 36
    assert labels["a"].questions[0].text == "text 35"
