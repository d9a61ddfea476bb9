"""The form of a look-up: what is an answer, how often it asks, and when it ends."""

from typing import Any

import pytest

from bot.lookups.dialogue import Dialogue, Progress
from bot.lookups.form import ask, validate
from tests.support.lookup_dialogue import dialogue, lookup

NUMBER = {"requested_slot": "order_number"}
CONTACT = {"requested_slot": "order_contact", "order_number": "JL-482913"}


def run(conversation: Dialogue) -> tuple[dict[str, Any], Progress]:
    """The slots that the form sets, and how the look-up goes."""
    slots = {event["name"]: event["value"] for event in validate("order", lookup(), conversation)}
    return slots, Progress.of(slots.pop("order_lookup", None))


def gone(**progress: Any) -> dict[str, Any]:
    return {"order_lookup": {"misses": 0, "digressions": 0, "wrong": 0, "ending": "", **progress}}


def test_a_fact_that_was_found_is_taken() -> None:
    said = dialogue("it is JL-482913", NUMBER, {"order_number": "JL-482913"}, entities={"order_number": "JL-482913"})
    assert run(said) == ({}, Progress())
    alone = dialogue("482913", NUMBER | gone(misses=2), {"order_number": "482913"}, entities={"order_number": "482913"})
    assert run(alone) == ({}, Progress())


@pytest.mark.parametrize(("misses", "ending"), [(0, ""), (1, ""), (2, "unclear")])
def test_a_wrong_answer_is_asked_for_twice_more_then_a_person_is_offered(misses: int, ending: str) -> None:
    slots, progress = run(dialogue("my number is AB", NUMBER | gone(misses=misses), {"order_number": "my number is AB"}))
    assert progress == Progress(misses=misses + 1, ending=ending)
    assert slots == {"order_number": None, **({"requested_slot": None} if ending else {})}


@pytest.mark.parametrize(
    ("text", "asked", "ending"),
    [
        ("I don't have it", "order_number", "no_order_number"),
        ("no idea", "order_contact", "no_order_contact"),
        ("算了", "order_contact", "stopped"),
    ],
)
def test_giving_up_ends_it(text: str, asked: str, ending: str) -> None:
    slots, progress = run(dialogue(text, {"requested_slot": asked}, {asked: text}))
    assert progress.ending == ending
    assert slots == {asked: None, "requested_slot": None}


def test_another_fact_than_the_one_asked_for_is_no_wrong_answer() -> None:
    said = dialogue(
        "sorry, JL-300417",
        CONTACT | {"order_number": "JL-300417"},
        {"order_number": "JL-300417", "order_contact": "sorry, JL-300417"},
        entities={"order_number": "JL-300417"},
    )
    assert run(said) == ({"order_contact": None}, Progress())


def test_another_question_is_left_to_rasa_and_the_form_is_dropped_after_three() -> None:
    assert validate("order", lookup(), dialogue("how long does delivery take?", NUMBER)) == []
    back = ["action_listen", "utter_delivery_time"]
    for digressions in (0, 1):
        slots, progress = run(dialogue("…", NUMBER | gone(digressions=digressions), before=back))
        assert (slots, progress.digressions, progress.ending) == ({}, digressions + 1, "")
    slots, progress = run(dialogue("…", NUMBER | gone(digressions=2), before=back))
    assert (slots, progress.ending) == ({"requested_slot": None}, "dropped")


def test_to_ask_for_the_order_once_more_is_no_other_question() -> None:
    said = dialogue("where is my order?", NUMBER | gone(digressions=2), before=["action_listen", "utter_order_needed"])
    assert run(said) == ({}, Progress(digressions=2))


def test_it_begins_anew_but_remembers_wrong_tries() -> None:
    slots, progress = run(dialogue("where is my order?", gone(misses=2, digressions=2, wrong=2)))
    assert (slots, progress) == ({}, Progress(wrong=2))
    slots, progress = run(dialogue("where is my order?", gone(wrong=3)))
    assert (slots, progress.ending) == ({"requested_slot": None}, "locked")


@pytest.mark.parametrize(
    ("misses", "before", "ending"),
    [
        (0, ["action_listen"], ""),
        (1, ["action_listen"], "_again"),
        (0, ["action_listen", "utter_greet"], "_still"),
        (1, ["utter_greet"], "_still"),
    ],
)
def test_the_question_says_what_went_before(misses: int, before: list[str], ending: str) -> None:
    assert ask("order", "order_number", dialogue("…", gone(misses=misses), before=before)) == [
        {"response": f"utter_ask_order_number{ending}"}
    ]
