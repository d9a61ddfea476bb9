import pytest

from bot.decision import Decision, Thresholds, decide
from data.errors import SettingsError

SURE = [("track_order", 0.9), ("delivery_time", 0.05)]
TORN = [("track_order", 0.45), ("delivery_time", 0.4), ("change_order", 0.1), ("greet", 0.05)]
THRESHOLDS = Thresholds(template=0.6, passage=0.5, clarify=0.25, offer=0.1, buttons=3)


def test_a_sure_intent_is_answered_by_its_template() -> None:
    assert decide(SURE, 0.9, 0.95, 0.7, THRESHOLDS) == Decision("template", "track_order", 0.9)


def test_an_unsure_intent_gives_way_to_a_sure_passage() -> None:
    assert decide(SURE, 0.3, 0.6, 0.7, THRESHOLDS) == Decision("passage", "passage", 0.7)


def test_between_two_readings_it_asks() -> None:
    assert decide(TORN, 0.4, 0.8, 0.3, THRESHOLDS) == Decision("clarify", "clarify", 0.8, ("track_order", "delivery_time", "change_order"))


def test_with_one_reading_there_is_nothing_to_ask() -> None:
    assert decide(SURE, 0.4, 0.8, 0.3, THRESHOLDS).kind == "hand_over"


def test_what_it_does_not_know_it_hands_over() -> None:
    assert decide(TORN, 0.1, 0.15, 0.2, THRESHOLDS) == Decision("hand_over", "hand_over", 0.2)
    assert decide([], 0.0, 0.0, 0.0, THRESHOLDS).kind == "hand_over"


@pytest.mark.parametrize("intent", ["talk_to_person", "out_of_scope"])
def test_these_intents_mean_a_person(intent: str) -> None:
    assert decide([(intent, 0.9), ("greet", 0.1)], 0.9, 0.95, 0.9, THRESHOLDS) == Decision("hand_over", intent, 0.9)


def test_out_of_scope_is_never_offered() -> None:
    torn = [("track_order", 0.4), ("out_of_scope", 0.3), ("greet", 0.2)]
    assert decide(torn, 0.3, 0.8, 0.1, THRESHOLDS).readings == ("track_order", "greet")


def test_what_is_likeliest_out_of_scope_is_not_asked_back() -> None:
    torn = [("out_of_scope", 0.4), ("track_order", 0.3), ("greet", 0.2)]
    assert decide(torn, 0.3, 0.8, 0.1, THRESHOLDS).kind == "hand_over"


def test_thresholds_are_probabilities() -> None:
    with pytest.raises(SettingsError, match=r"template must be in \[0, 1\]. It was: 60"):
        Thresholds(template=60)
    with pytest.raises(SettingsError, match="buttons must be at least 2"):
        Thresholds(buttons=1)
