import numpy as np

from bot.retraining.suggestions.suspicious import suspicious
from data.records import Example


def test_an_example_that_reads_like_another_intent_is_found_and_the_surest_comes_first() -> None:
    examples = [Example(f"text {number}", "ab"[number >= 5]) for number in range(10)]
    probabilities = np.array([[0.9, 0.1]] * 5 + [[0.1, 0.9]] * 5, dtype=np.float32)
    probabilities[2], probabilities[7] = (0.05, 0.95), (0.9, 0.1)
    found = suspicious(examples, ["a", "b"], probabilities)
    assert [(each.text, each.intent, each.likelier) for each in found] == [("text 2", "a", "b"), ("text 7", "b", "a")]


def test_a_hard_intent_is_judged_by_its_own_measure() -> None:
    """An intent whose examples are all read with .5 isn't overruled by one that is read with .9."""
    examples = [Example(f"hard {number}", "hard") for number in range(4)] + [Example(f"easy {number}", "easy") for number in range(4)]
    probabilities = np.array([[0.45, 0.55]] * 4 + [[0.05, 0.95]] * 4, dtype=np.float32)
    assert suspicious(examples, ["hard", "easy"], probabilities) == []
