"""The questions of a message: what each is answered with, and which of them are none."""

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.components.asked import Asked, Scope, texts_asked
from bot.components.several import Decided, both_readings, parts_of, vectors_of
from bot.decisions.decision import Decision
from bot.decisions.weights import Kind

NAMES = frozenset({"vind", "aune"})


def asked(text: str, scope: Scope, part: int | None = None) -> Asked:
    prediction = SimpleNamespace(
        reading=SimpleNamespace(ids=text.split()),
        ranking=[("gift_card", 1.0)],
        matches={},
        in_scope=1.0,
        foreign=0.0,
        sentence=np.eye(2)[len(text) % 2],
    )
    return Asked(text, scope, lambda _: cast(Any, prediction), part=part)


def decision(kind: Kind, intent: str, chance: float = 0.9) -> Decision:
    chances: dict[Kind, float] = dict.fromkeys(("template", "passage", "clarify", "hand_over"), (1 - chance) / 3)
    return Decision(kind, intent, {**chances, kind: chance})


def decided(table: Mapping[str, Decision], *given: Asked) -> list[str]:
    return [part.decision.intent for part in parts_of(given, lambda each: table[each.text])]


WHOLE = asked("both", "alone")
COST, TIME = decision("template", "delivery_cost"), decision("template", "delivery_time")
ASK_BACK, PERSON = decision("clarify", "clarify"), decision("hand_over", "hand_over")


def test_each_question_is_answered_in_its_order() -> None:
    parts = asked("what does it cost", "part", 0), asked("how long does it take", "part", 1)
    assert decided({parts[0].text: COST, parts[1].text: TIME}, WHOLE, *parts) == ["delivery_cost", "delivery_time"]


@pytest.mark.parametrize("second", [COST, ASK_BACK, decision("template", "thank")])
def test_what_asks_nothing_of_its_own_leaves_one_question(second: Decision) -> None:
    parts = asked("what does it cost", "part", 0), asked("and the postage", "part", 1)
    assert decided({parts[0].text: COST, parts[1].text: second}, WHOLE, *parts) == []


def test_what_nobody_knows_is_said_beside_what_is_known() -> None:
    parts = asked("what does it cost", "part", 0), asked("is there parking", "part", 1)
    assert decided({parts[0].text: COST, parts[1].text: PERSON}, WHOLE, *parts) == ["delivery_cost", "hand_over"]


def test_questions_that_nobody_can_answer_are_one_hand_over() -> None:
    parts = asked("who wins", "part", 0), asked("is there parking", "part", 1)
    assert decided({each.text: PERSON for each in parts}, WHOLE, *parts) == []


def test_a_question_is_read_with_the_one_before_unless_that_is_all_it_says() -> None:
    one, two, both = asked("what does it cost", "part", 0), asked("and how long is that", "part", 1), asked("x", "part_in_context", 1)
    table = {one.text: COST, two.text: PERSON}
    assert decided({**table, "x": TIME}, WHOLE, one, two, both) == ["delivery_cost", "delivery_time"]
    assert decided({**table, "x": COST}, WHOLE, one, two, both) == ["delivery_cost", "hand_over"]


def test_clauses_that_only_tell_are_no_questions() -> None:
    clauses = asked("I live in Oslo", "clause", 0), asked("what does it cost", "clause", 1), asked("how long does it take", "clause", 2)
    table = {clauses[0].text: decision("template", "delivery_countries", 0.8), clauses[1].text: COST, clauses[2].text: TIME}
    assert decided(table, WHOLE, *clauses) == ["delivery_cost", "delivery_time"]


def test_a_part_that_names_nothing_is_read_under_the_name_in_the_other() -> None:
    texts = texts_asked("how much weight does the vind chair take, and can it stay out all winter?", None, NAMES)
    assert "Vind: can it stay out all winter?" in [each.text for each in texts if each.scope == "part_named" and each.part == 1]
    chinese = texts_asked("搪瓷锅Aune电磁炉能用吗，另外糊底黑一片怎么弄掉", None, NAMES)
    assert "Aune: 糊底黑一片怎么弄掉" in [each.text for each in chinese]


def test_a_follow_up_is_read_under_the_name_in_what_was_asked_before() -> None:
    tracker = DialogueStateTracker.from_events("c", [UserUttered("Is the Aune pot dishwasher safe?", {"name": "passage"})])
    texts = texts_asked("and the induction hob, any trouble there?", tracker, NAMES)
    assert ("Aune: and the induction hob, any trouble there?", "in_context_named") in [(each.text, each.scope) for each in texts]
    assert "in_context_named" not in [each.scope for each in texts_asked("and the Vind?", tracker, NAMES)]


def test_both_readings_tell_what_is_known_and_what_is_not() -> None:
    parts = [Decided(asked("what does it cost", "part", 0), COST), Decided(asked("is there parking", "part", 1), PERSON)]
    read = both_readings("what does it cost? is there parking?", Decided(WHOLE, COST), parts, read=1.5)
    assert read["read"] == 1.5
    assert (read["unknown"], read["marks"], read["said_anyway"], read["unmarked"], read["asking"]) == (1, 2, 1, 0, 2)


def test_of_a_message_the_whole_and_the_first_and_last_part_are_read_as_they_stand() -> None:
    whole, one, two = asked("both", "alone"), asked("what does it cost", "part", 0), asked("is there parking", "part", 1)
    named = asked("Vind: is there parking", "part_named", 1)
    read = vectors_of([whole, one, two, named])
    assert read.tolist() == [*whole.prediction.sentence, *one.prediction.sentence, *two.prediction.sentence]
