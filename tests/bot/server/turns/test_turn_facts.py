"""What is counted of a turn."""

from typing import Any

from rasa.shared.core.events import ActionExecuted, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.decisions.evidence import EVIDENCE, Evidence
from bot.server.turns.turn_facts import facts_of
from bot.state.numbers.turn_facts import TurnFacts


def turn(text: str, evidence: Evidence | None, decision: str, locale: str = "fr-FR", **hand_over: str) -> TurnFacts:
    parse_data: dict[str, Any] = {"intent": {"name": "x"}, **({EVIDENCE: evidence.as_json()} if evidence else {})}
    events: list[Event] = [UserUttered(text, {"name": "x"}, parse_data=parse_data, metadata={"locale": locale}), ActionExecuted("utter_x")]
    tracker = DialogueStateTracker.from_events("c", events)
    return facts_of(tracker, [{"text": "…", "decision": decision}] if decision else [{"text": "…"}], hand_over, "web")


def test_an_answer() -> None:
    found = turn("Wo ist es?", Evidence("de", "template", "track_order", mood="negative"), "template")
    assert found == TurnFacts("web", "de", "track_order", "negative", "template")


def test_what_has_no_answer_is_counted_by_what_it_is_likeliest_about() -> None:
    assert turn("Will it rust?", Evidence("en", "hand_over", "warranty"), "hand_over").unanswered
    assert turn("Who won?", Evidence("en", "hand_over", "out_of_scope"), "hand_over").unanswered
    person = turn("a person", Evidence("en", "hand_over", "talk_to_person"), "hand_over", why="talk_to_person")
    assert (person.unanswered, person.handed_over) == (False, "talk_to_person")
    assert not turn("hm", Evidence("en", "clarify", "warranty"), "clarify").unanswered


def test_what_a_page_answers_is_answered_and_what_nobody_knows_is_something_else() -> None:
    quoted = Evidence("en", "passage", "out_of_scope", passages=[{"sources": [{"page": "Care of pans"}]}])
    found = turn("May it go in the oven?", quoted, "passage")
    assert (found.topic, found.unanswered) == ("Care of pans", False)
    assert turn("Who won?", Evidence("en", "hand_over", "out_of_scope"), "hand_over").topic == "other"
    assert turn("hm?", Evidence("en", "hand_over", "clarify"), "hand_over").topic == "other"


def test_a_button_has_no_topic_and_no_mood_and_the_pages_language() -> None:
    assert turn("/track_order", None, "") == TurnFacts("web", "fr")
    assert turn("/track_order", None, "", "nb-NO").language == "no"


def test_a_language_that_is_made_up_is_none() -> None:
    assert {turn("/track_order", None, "", f"x{number}-GB").language for number in range(100)} == {""}
