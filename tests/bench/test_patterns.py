"""No regular expression of the product, and no function that reads untrusted text, takes more than linear time.

New patterns come under test by themselves. `make fuzz-patterns` tries 60,000 texts; this is a sample of them.
"""

import re
from random import Random

import pytest

from bench.patterns import functions, fuzz
from bench.patterns.collecting import Found, patterns
from bench.patterns.inputs import texts

LENGTH = 4_000
EACH, EACH_FUNCTION = 12, 40
# In seconds of this thread's own time; a run that others slowed down is tried again, so three times the budget is far more than noise.
BOUND = 3 * fuzz.BUDGET[LENGTH]


@pytest.fixture(scope="module")
def all_patterns() -> dict[tuple[str, int], Found]:
    """Finding them takes seconds, which whoever only collects the tests need not wait."""
    return patterns()


def test_patterns_are_found_by_themselves(all_patterns: dict[tuple[str, int], Found]) -> None:
    places = {place.split(":")[0] for found in all_patterns.values() for place in found.places}
    assert {"data/redaction/mail.py", "data/refusals.py", "bot/decisions/splitting.py", "bot/server/files/uploads.py"} <= places
    assert len(all_patterns) > 200


def test_no_pattern_runs_away(all_patterns: dict[tuple[str, int], Found]) -> None:
    slow = [
        (trial.what, trial.text[:60], trial.seconds)
        for found in all_patterns.values()
        for trial in fuzz.trials(found, LENGTH, EACH, seed=11)
        if trial.seconds > BOUND
    ]
    assert slow == []


@pytest.mark.parametrize("name", sorted(functions.READERS))
def test_no_reader_of_untrusted_text_runs_away(name: str) -> None:
    slow = [trial for trial in functions.trials(name, functions.READERS[name], LENGTH, EACH_FUNCTION, seed=11) if trial.seconds > BOUND]
    assert slow == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("names", "_" * 70),
        ("names", "_" * 16_000),
        ("redact", "a" * 16_000 + " @"),
        ("strip_courtesies", " " * 4_000 + "x"),
        ("strip_courtesies", "亲哥" * 4_000 + "x"),
        ("without_refused", "我" * 16_000),
        ("questions_of", ", " + " " * 16_000 + "x"),
        ("redact", "க" * 16_000 + "@"),
    ],
)
def test_what_once_ran_away_does_no_more(name: str, text: str) -> None:
    assert fuzz.timed(functions.READERS[name], text) <= 3 * fuzz.BUDGET[16_000]


def test_a_pattern_that_runs_away_is_told_and_ended() -> None:
    runaway = Found(re.compile(r"^(?:_+)+$"), {"here"}, {"match"})
    assert any(trial.seconds == fuzz.HANGS_S for trial in fuzz.trials(runaway, 40, 30, seed=1))


def test_the_same_seed_makes_the_same_texts() -> None:
    pattern = re.compile(r"(?i:mr|mrs)\. [A-Z]\w+|\d{2,4}")
    first, again = ([text for _, text in zip(range(20), texts(pattern, Random(3), 100))] for _ in range(2))
    assert first == again
    assert len(set(first)) > 5
