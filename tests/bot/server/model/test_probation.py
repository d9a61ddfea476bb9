"""A promoted model is taken back where a share has jumped, and only there."""

import pytest

from bot.server.model.probation import Tally, worse

BEFORE = Tally(turns=500, errors=5, answers=480, hand_overs=48, ratings=100, thumbs_down=10)


def test_the_same_shares_are_no_jump() -> None:
    assert worse(BEFORE, Tally(50, 1, 49, 6, 40, 5), 30) is None


@pytest.mark.parametrize(
    ("after", "why"),
    [
        (Tally(60, 20, 40, 4), "33% of the turns failed, 1% before"),
        (Tally(60, 0, 60, 40), "67% of the answers handed over, 10% before"),
        (Tally(60, 0, 60, 6, 40, 25), "62% of the ratings were thumbs down, 10% before"),
    ],
)
def test_a_jump_is_told(after: Tally, why: str) -> None:
    assert worse(BEFORE, after, 30) == why


def test_few_answers_tell_nothing() -> None:
    assert worse(BEFORE, Tally(10, 10, 0, 0), 30) is None
    assert worse(Tally(5, 0, 5, 0), Tally(60, 60, 0, 0), 30) is None


def test_a_small_rise_is_no_jump_however_sure() -> None:
    assert worse(Tally(answers=100_000, hand_overs=10_000), Tally(answers=100_000, hand_overs=12_000), 30) is None
