"""What is done with messages of which much, little or nothing is known; the weights are those that are shipped."""

import pytest

from bot.decisions.decision import Decision, DecisionSettings, Observation, decide
from bot.decisions.weights import load_weights
from data.errors import SettingsError
from retrieval.search.entries import Fit

SURE = [("track_order", 0.97), ("delivery_time", 0.02)]
TORN = [("track_order", 0.3), ("delivery_time", 0.28), ("change_order", 0.2), ("clarify", 0.2)]
ASKS_THE_LOG = [("passage", 0.9), ("warranty", 0.05), ("track_order", 0.03)]
FITS = Fit(similarity=0.7, answer_similarity=0.6, coverage=0.5, agreement=0.4, shared=25.0)
FITS_BADLY = Fit(similarity=0.2, answer_similarity=0.2, coverage=0.1, agreement=0.1, shared=3.0)


def choose(
    ranking: list[tuple[str, float]],
    found: Fit | None = FITS_BADLY,
    information: float = 30.0,
    in_scope: float = 0.8,
    answer_at: float = 0.0,
) -> Decision:
    return decide(Observation(ranking, in_scope, found, information=information), DecisionSettings(answer_at), load_weights())


def test_chances_add_up_to_one_and_the_likeliest_is_done() -> None:
    decision = choose(SURE)
    assert sum(decision.chances.values()) == pytest.approx(1)
    assert decision.confidence == max(decision.chances.values())


def test_a_sure_intent_is_answered_by_its_template() -> None:
    decision = choose(SURE)
    assert (decision.kind, decision.intent) == ("template", "track_order")


def test_what_only_the_log_answers_is_answered_by_a_passage_that_fits() -> None:
    decision = choose(ASKS_THE_LOG, FITS)
    assert (decision.kind, decision.intent) == ("passage", "passage")


def test_a_passage_counts_the_more_the_better_it_fits() -> None:
    assert choose(ASKS_THE_LOG, FITS).chances["passage"] > choose(ASKS_THE_LOG, FITS_BADLY).chances["passage"]


def test_without_a_passage_none_is_said() -> None:
    assert choose(ASKS_THE_LOG, None).kind != "passage"


def test_a_message_that_says_little_is_asked_back() -> None:
    assert choose([("clarify", 0.8), ("track_order", 0.1)], information=6.0).kind == "clarify"
    assert choose(TORN, information=4.0).kind == "clarify"


def test_small_talk_needs_few_words() -> None:
    decision = choose([("greet", 0.99), ("thank", 0.01)], information=0.0)
    assert (decision.kind, decision.intent) == ("template", "greet")


@pytest.mark.parametrize("intent", ["talk_to_person", "out_of_scope"])
def test_these_intents_mean_a_person(intent: str) -> None:
    decision = choose([(intent, 0.97), ("greet", 0.01), ("track_order", 0.01)], in_scope=0.3)
    assert (decision.kind, decision.intent) == ("hand_over", intent)


def test_of_what_nothing_is_known_it_hands_over() -> None:
    decision = choose([], None, information=40.0, in_scope=0.1)
    assert (decision.kind, decision.intent) == ("hand_over", "hand_over")


def test_who_is_careful_answers_less_and_asks_or_hands_over_instead() -> None:
    assert choose(ASKS_THE_LOG, FITS).kind == "passage"
    assert choose(ASKS_THE_LOG, FITS, answer_at=0.9999).kind in ("clarify", "hand_over")


def test_answer_at_is_a_probability() -> None:
    with pytest.raises(SettingsError, match=r"answer_at must be a number in \[0, 1\]. It was: 60"):
        DecisionSettings(60)
