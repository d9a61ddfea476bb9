from collections.abc import Mapping
from typing import Any

import pytest

from bot.decisions.questions import Part, Question
from bot.retraining.evaluation.judging import judge
from tests.support.scripted_assistant import HAND_OVER, passage, several, template

CLARIFY = {**HAND_OVER, "decision": "clarify", "intent": "clarify"}
A, B, P, UNKNOWN = Part("template", "a"), Part("template", "b"), Part("passage", dialogues=("d-1", "d-2")), Part("hand_over")
SAID = Part("passage", dialogues=("d-2",), says=("两次", "twice a year"))


@pytest.mark.parametrize(
    ("expected", "answer", "state"),
    [
        ((A,), template("a"), "right"),
        ((A,), template("b"), "wrong_answer"),
        ((A,), passage("d-1"), "wrong_answer"),
        ((A,), CLARIFY, "unanswered"),
        ((A,), HAND_OVER, "unanswered"),
        ((P,), passage("d-9", "d-2"), "right"),
        ((P,), passage("d-9"), "wrong_answer"),
        ((SAID,), {**passage("d-2"), "text": "Oil it Twice a year."}, "right"),
        ((SAID,), {**passage("d-2"), "text": "It carries 110 kg."}, "wrong_answer"),
        ((A, SAID), {**several(template("a"), passage("d-2")), "text": "Here.\n\nOil it twice a year."}, "right"),
        ((P,), passage(), "wrong_answer"),
        ((P,), {**passage("d-2"), "intent": "out_of_scope"}, "right"),  # the likeliest intent is evidence; the passage was said
        ((Part("clarify"),), {**CLARIFY, "intent": "talk_to_person"}, "right"),
        ((Part("clarify"),), CLARIFY, "right"),
        ((Part("clarify"),), HAND_OVER, "unanswered"),
        ((Part("clarify"),), template("a"), "wrong_answer"),
        ((UNKNOWN,), HAND_OVER, "right"),
        ((UNKNOWN,), template("talk_to_person"), "right"),
        ((UNKNOWN,), {**HAND_OVER, "intent": "talk_to_person"}, "right"),
        ((UNKNOWN,), CLARIFY, "unanswered"),
        ((UNKNOWN,), passage("d-1"), "wrong_answer"),
        # several at once
        ((A, P), several(template("a"), passage("d-1")), "right"),
        ((A, UNKNOWN), several(template("a"), HAND_OVER), "right"),
        ((A, UNKNOWN), several(template("a"), template("talk_to_person")), "right"),
        ((A, P), several(passage("d-1"), template("a")), "unanswered"),  # in the wrong order, but nothing false
        ((P, P), passage("d-1"), "right"),  # one answer says both
        ((P, P), several(passage("d-1"), passage("d-2")), "right"),
        ((P, A, P), several(passage("d-1"), template("a")), "unanswered"),
        ((P, Part("passage", dialogues=("d-3",))), passage("d-2", "d-3"), "right"),
        ((A, B), several(template("a"), HAND_OVER), "unanswered"),
        ((A, B), template("a"), "unanswered"),
        ((A, B), several(template("a"), template("c")), "wrong_answer"),
        ((A, UNKNOWN), several(template("a"), passage("d-1")), "wrong_answer"),
        # more was answered than asked: “do not unsubscribe me, I just want my invoice”
        ((A,), several(template("b"), template("a")), "wrong_answer"),
        ((A,), several(template("a"), HAND_OVER), "unanswered"),
    ],
)
def test_states(expected: tuple[Part, ...], answer: Mapping[str, Any], state: str) -> None:
    outcome = judge(Question("?", expected, "en", "test"), answer)
    assert outcome.state == state
    assert outcome.right == (state == "right")


def test_an_outcome_says_what_came() -> None:
    outcome = judge(Question("?", (A, P), "en", "test"), several(template("a", 0.7, "Yes."), passage("d-3")))
    assert outcome.expected_in_words == "template a + passage d-1 or d-2"
    assert outcome.came_in_words == "template a + passage d-3"
    assert (outcome.confidence, outcome.text) == (0.7, "Yes.")
