"""Whether a message answers a form's question, on Rasa's own tracker."""

from functools import cache
from typing import Any

import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SlotSet, UserUttered
from rasa.shared.core.slots import Slot, TextSlot
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.message import Message

from bot.components.asked import said_before
from bot.components.form_answers import answers_form, asks_again, lookup_begun_by, requested_slot
from bot.decisions.decision import certain
from tests.conftest import ROOT

BEGUN = UserUttered("where is my order?", {"name": "track_order"})
ASKED: list[Event] = [BEGUN, ActionExecuted("order_form"), ActiveLoop("order_form"), SlotSet("requested_slot", "order_number")]
ANSWERED: list[Event] = [
    *ASKED,
    ActionExecuted("action_listen"),
    UserUttered("JL-482913", {"name": "inform"}),
    ActiveLoop(None),
    SlotSet("requested_slot", None),
    ActionExecuted("action_look_up_order"),
    ActionExecuted("action_listen"),
]
OTHER_FORM: list[Event] = [
    UserUttered("repair my lamp", {"name": "book_repair"}),
    ActiveLoop("repair_form"),
    SlotSet("requested_slot", "town"),
]


@cache
def shop_slots() -> list[Slot]:
    """Read once, by whoever asks first: who only collects the tests need not wait."""
    return list(Domain.load(str(ROOT / "domain")).slots)


def tracker(events: list[Event]) -> DialogueStateTracker:
    return DialogueStateTracker.from_events("c", events, slots=shop_slots())


def message(text: str, entity: str = "") -> Message:
    built = Message.build(text)
    if entity:
        built.set("entities", [{"entity": entity, "value": "x"}])
    return built


@pytest.mark.parametrize(
    ("text", "kind", "more", "answers"),
    [
        ("it is JL-482913, thanks a lot for your help today", "hand_over", {"entity": "order_number"}, True),
        ("AB", "hand_over", {}, True),
        ("my number is AB 12", "template", {}, True),
        ("forget it", "template", {"written": "deny"}, True),
        ("???", "clarify", {}, True),
        ("I have it here somewhere, one moment", "clarify", {}, True),
        ("opening hours", "template", {}, False),
        ("what is the weather?", "hand_over", {}, False),
        ("can the enamel pot go into the oven at 200 degrees", "passage", {}, True),
        ("tell me how the enamel pot behaves in an oven", "passage", {}, False),
        ("agent please", "hand_over", {"wants_person": True}, False),
        ("talk to a person", "hand_over", {"written": "talk_to_person"}, False),
        ("yes", "template", {"written": "affirm"}, False),
    ],
)
def test_an_answer_or_another_question(text: str, kind: Any, more: dict[str, Any], answers: bool) -> None:
    said = message(text, more.get("entity", ""))
    decision = certain(kind, "delivery_time")
    assert answers_form(said, decision, more.get("wants_person", False), more.get("written"), tracker(ASKED)) is answers


def test_without_a_form_nothing_answers_one() -> None:
    for conversation in (None, tracker([BEGUN]), tracker(ANSWERED)):
        assert requested_slot(conversation) is None
        assert not answers_form(message("JL-482913", "order_number"), certain("hand_over", "hand_over"), False, None, conversation)


def test_other_forms_keep_their_own_words() -> None:
    conversation = tracker(OTHER_FORM)
    assert not answers_form(message("stop"), certain("template", "stop"), False, "stop", conversation)
    assert answers_form(message("Leeds"), certain("passage", "passage"), False, None, conversation)
    assert answers_form(message("the lamp I told you about"), certain("template", "book_repair"), False, None, conversation)


def test_what_a_look_up_goes_on_from() -> None:
    assert lookup_begun_by(tracker(ASKED)) == lookup_begun_by(tracker(ANSWERED), answered=True) == BEGUN
    assert lookup_begun_by(tracker(ASKED), answered=True) is None
    later = tracker([*ANSWERED, UserUttered("thanks", {"name": "thank"}), ActionExecuted("utter_thank"), ActionExecuted("action_listen")])
    assert lookup_begun_by(later) is lookup_begun_by(None) is lookup_begun_by(tracker(OTHER_FORM)) is None


def test_only_right_after_it_a_look_up_is_asked_for_again() -> None:
    again = message("and when will it arrive?", "order_again")
    assert asks_again(again, tracker(ANSWERED))
    assert not asks_again(message("is it insured?"), tracker(ANSWERED))
    assert not asks_again(again, tracker(ASKED))
    assert not asks_again(again, tracker([]))


def test_the_right_fact_after_a_wrong_one_is_asked_for_again() -> None:
    assert asks_again(message("sorry, it's ada@example.com", "order_contact"), tracker(ANSWERED))
    assert asks_again(message("JL-482913", "order_number"), tracker(ANSWERED))
    assert not asks_again(message("please send the newsletter to ada@example.com", "order_contact"), tracker(ANSWERED))
    assert not asks_again(message("ada@example.com", "order_contact"), tracker([]))


def test_the_fact_of_another_look_up_asks_for_none_again() -> None:
    booking = {"type": "from_entity", "entity": "booking_number", "conditions": [{"active_loop": "booking_form"}]}
    slots = [*shop_slots(), TextSlot("booking_number", [booking])]
    conversation = DialogueStateTracker.from_events("c", ANSWERED, slots=slots)
    assert not asks_again(message("BK-1234", "booking_number"), conversation)
    assert asks_again(message("JL-482913", "order_number"), conversation)


def test_facts_are_no_context() -> None:
    assert said_before(tracker(ANSWERED)) == ["where is my order?"]
    clicked = UserUttered("/track_order", {"name": "track_order"}, metadata={"shown": "Where is it?"})
    assert said_before(tracker([clicked, *ANSWERED[1:]])) == ["Where is it?"]
    later: list[Event] = [
        UserUttered("JL-482913", {"name": "inform"}),
        UserUttered("hello", {"name": "greet"}),
        ActionExecuted("utter_greet"),
    ]
    assert said_before(tracker(later)) == ["hello"]
