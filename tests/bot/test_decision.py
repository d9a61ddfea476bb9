from typing import Any

import pytest

from bot.decision import Decision, Known, Thresholds, decide
from data.errors import SettingsError

SURE = [("track_order", 0.9), ("delivery_time", 0.05)]
TORN = [("track_order", 0.45), ("delivery_time", 0.4), ("change_order", 0.1), ("greet", 0.05)]
STRANGE = [("out_of_scope", 0.4), ("track_order", 0.3), ("greet", 0.2)]
THRESHOLDS = Thresholds(template=0.6, passage=0.5, clarify=0.4, vague=6.0)


def choose(ranking: list[tuple[str, float]], **known: Any) -> Decision:
    return decide(Known(ranking, **known), THRESHOLDS)


def test_a_sure_intent_is_answered_by_its_template() -> None:
    assert choose(SURE, confidence=0.9, passage=0.7) == Decision("template", "track_order", 0.9)
    assert choose(SURE, confidence=0.9, information=2.0).kind == "template"


def test_an_unsure_intent_gives_way_to_a_sure_passage() -> None:
    assert choose(SURE, confidence=0.3, passage=0.7) == Decision("passage", "passage", 0.7)


def test_the_surer_of_two_answers_is_given() -> None:
    assert choose(SURE, confidence=0.7, passage=0.9).kind == "passage"
    assert choose(SURE, confidence=0.9, passage=0.7).kind == "template"


def test_where_a_template_says_the_same_the_template_is_said() -> None:
    decision = choose(TORN, confidence=0.3, passage=0.95, template="delivery_time")
    assert (decision.kind, decision.intent) == ("template", "delivery_time")
    assert decision.confidence == pytest.approx(0.95 * 0.55)


def test_a_template_that_the_message_can_hardly_mean_is_not_said() -> None:
    assert choose(SURE, confidence=0.3, passage=0.7, template="get_invoice") == Decision("passage", "passage", 0.7)


def test_a_question_that_only_the_log_answers_needs_a_less_sure_passage() -> None:
    assert choose([("passage", 0.9)], confidence=0.8, passage=0.4).kind == "passage"
    assert choose([("passage", 0.9)], confidence=0.8, passage=0.1).kind == "hand_over"


def test_what_was_taught_to_be_unclear_is_asked_back() -> None:
    assert choose([("clarify", 0.9), ("track_order", 0.1)], confidence=0.9, passage=0.9).kind == "clarify"


def test_two_witnesses_for_one_template_are_surer_than_either() -> None:
    decision = choose(SURE, confidence=0.5, passage=0.4, template="track_order")
    assert (decision.kind, decision.intent, decision.confidence) == ("template", "track_order", pytest.approx(0.7))


def test_between_likely_readings_it_asks() -> None:
    assert choose(TORN, confidence=0.4, readings=0.8, passage=0.3) == Decision("clarify", "clarify", 0.8)


def test_a_vague_message_is_asked_back_rather_than_answered_at_random() -> None:
    assert choose(TORN, confidence=0.2, readings=0.3, passage=0.9, information=3.0).kind == "clarify"


def test_what_it_does_not_know_it_hands_over() -> None:
    assert choose(TORN, confidence=0.1, readings=0.15, passage=0.2) == Decision("hand_over", "hand_over", 0.2)
    assert choose([]).kind == "hand_over"


@pytest.mark.parametrize("intent", ["talk_to_person", "out_of_scope"])
def test_these_intents_mean_a_person(intent: str) -> None:
    assert choose([(intent, 0.9), ("greet", 0.1)], confidence=0.9, passage=0.9) == Decision("hand_over", intent, 0.9)


def test_what_is_likeliest_out_of_scope_is_not_asked_back() -> None:
    assert choose(STRANGE, confidence=0.3, readings=0.8, passage=0.1).kind == "hand_over"
    assert choose(STRANGE, information=3.0).kind == "hand_over"


def test_thresholds_are_probabilities() -> None:
    with pytest.raises(SettingsError, match=r"template must be in \[0, 1\]. It was: 60"):
        Thresholds(template=60)
    with pytest.raises(SettingsError, match=r"vague must be at least 0. It was: -1"):
        Thresholds(vague=-1)
