"""What a bot said is never learnt as an answer, and its lines part the questions around it."""

import pytest

from data.mining.pairs import mine
from data.records import Dialogue, Role, Turn

QUESTION = "Can the oak bench stay outside in the winter months?"
ANSWER = "Yes, the oak bench can stay outside all winter if you oil it once in autumn."
BOT_ANSWER = "Delivery to Norway takes four to seven days and costs twelve euros, customs are included."


def pairs(*turns: tuple[Role, str]) -> list[tuple[str, str]]:
    return [(pair.question, pair.answer) for pair in mine(Dialogue("a", tuple(Turn(role, text) for role, text in turns)))]


def test_a_bots_answer_is_not_learnt() -> None:
    assert pairs(("customer", QUESTION), ("bot", ANSWER), ("customer", "perfect")) == []


@pytest.mark.parametrize("between", ["I am not sure about this one. Let me fetch a colleague.", "Which bench do you mean?"])
def test_a_question_that_the_bot_left_open_is_the_agents(between: str) -> None:
    assert pairs(("customer", QUESTION), ("bot", between), ("agent", ANSWER)) == [(QUESTION, ANSWER)]


def test_a_question_that_the_bot_answered_is_not_the_agents() -> None:
    found = pairs(
        ("customer", "Do you ship to Norway, and how long does it take there?"),
        ("bot", BOT_ANSWER),
        ("customer", QUESTION),
        ("agent", ANSWER),
    )
    assert found == [(QUESTION, ANSWER)]
