"""Which turns hand a conversation over, and what people are told of it."""

from typing import Any

from rasa.shared.core.events import ActionExecuted, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.decisions.evidence import EVIDENCE, Evidence
from bot.server.turns.handing_over import why_handed_over
from finetune.moods.mood import Mood


def said(text: str, intent: str, **about: Any) -> list[Event]:
    """A message and its answer."""
    return [UserUttered(text, {"name": intent}, metadata=about or None), ActionExecuted(f"utter_{intent}"), ActionExecuted("action_listen")]


def why(*events: Event, at_once: bool = False) -> dict[str, str]:
    return why_handed_over(DialogueStateTracker.from_events("c", list(events)), at_once, "web")


def test_a_person_who_was_asked_for_is_told_the_last_real_question() -> None:
    found = why(*said("Where is my parcel?", "track_order"), *said("thanks", "thank"), *said("/talk_to_person", "talk_to_person"))
    assert found == {"why": "talk_to_person", "asked": "Where is my parcel?", "language": "en", "channel": "web"}


def test_a_yes_to_the_offer_says_what_led_to_it() -> None:
    yes = [UserUttered("yes", {"name": "affirm"}), ActionExecuted("utter_talk_to_person"), ActionExecuted("action_listen")]
    found = why(*said("Will the pan rust in the sea?", "hand_over"), *yes)
    assert (found["why"], found["asked"]) == ("hand_over", "Will the pan rust in the sea?")


def test_an_answer_and_an_offer_hand_nothing_over_unless_it_is_done_at_once() -> None:
    assert why(*said("/talk_to_person", "talk_to_person"), *said("Where is my parcel?", "track_order")) == {}
    unknown = said("Will the pan rust?", "hand_over")
    assert why(*unknown) == {}
    assert why(*unknown, at_once=True)["why"] == "hand_over"
    assert why() == {}


def test_who_only_clicked_speaks_the_pages_language_and_is_quoted_by_the_buttons_title() -> None:
    found = why(*said("/talk_to_person", "talk_to_person", locale="zh-CN", shown="转人工客服"))
    assert (found["language"], found["asked"]) == ("zh", "转人工客服")


def felt(text: str, intent: str, mood: Mood) -> list[Event]:
    """A message whose mood is known, and its answer."""
    evidence = Evidence("en", mood=mood).as_json()
    return [UserUttered(text, {"name": intent}, parse_data={"intent": {"name": intent}, EVIDENCE: evidence}), *said(text, intent)[1:]]


def test_who_was_angry_a_moment_ago_is_angry() -> None:
    angry, calm = felt("Third time it is broken!", "damaged_item", "negative"), felt("How do I send it back?", "return_item", "neutral")
    person, button = felt("a person please", "talk_to_person", "neutral"), said("/talk_to_person", "talk_to_person")
    assert why(*calm, *angry, *person)["mood"] == why(*angry, *calm, *button)["mood"] == "negative"
    assert why(*angry, *calm, *calm, *calm, *person)["mood"] == "neutral"
    assert why(*calm, *felt("great, thanks", "thank", "positive"), *button)["mood"] == "positive"
