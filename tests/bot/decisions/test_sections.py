"""How likely a section answers."""

import pytest

from bot.decisions.sections import with_section
from bot.decisions.weights import Kind

CHANCES: dict[Kind, float] = {"template": 0.5, "passage": 0.2, "clarify": 0.1, "hand_over": 0.2}


def test_chances_add_up_and_the_others_keep_their_proportions() -> None:
    found = with_section(CHANCES, 0.7)
    assert sum(found.values()) == pytest.approx(1)
    assert found["template"] / found["clarify"] == pytest.approx(5)


def test_the_better_its_tokens_meet_the_question_the_likelier_it_answers() -> None:
    low, high = (with_section(CHANCES, interaction)["passage"] for interaction in (0.2, 0.8))
    assert low < CHANCES["passage"] < high
