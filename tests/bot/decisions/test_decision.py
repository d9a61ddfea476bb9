"""What is done with messages of which much, little or nothing is known; the weights are those that are shipped."""

import math

import pytest

from bot.decisions.decision import Decision, DecisionSettings, Observation, decide
from bot.decisions.observation import features
from bot.decisions.weights import Kind, Weights, load_weights
from data.errors import SettingsError
from retrieval.search.entries import Fit
from retrieval.search.named_things import NamedThings
from retrieval.search.quoted import Quoted

SURE = [("track_order", 0.97), ("delivery_time", 0.02)]
TORN = [("clarify", 0.5), ("track_order", 0.2), ("delivery_time", 0.15), ("change_order", 0.1)]
UNLIKE_ALL = [("warranty", 0.3), ("track_order", 0.2), ("out_of_scope", 0.2)]
FITS = Fit(0.7, 0.6, 0.6, 0.4, 25.0, interaction=0.8, weakest=0.65, gap=1.5, lead=0.3)
FITS_BADLY = Fit(0.2, 0.2, 0.1, 0.1, 3.0, interaction=0.35, weakest=0.15, gap=7.0, lead=0.01)
# Coverage, weakest, gap, nearest by e5 and by the English encoder: of an intent that says the same, and of one that doesn't.
COVERS, IS_UNLIKE = (0.9, 0.8, 0.8, 0.85, 0.85), (0.4, 0.25, 6.0, 0.1, 0.1)


def choose(
    ranking: list[tuple[str, float]],
    found: Fit | None = FITS_BADLY,
    information: float = 30.0,
    in_scope: float = 0.8,
    answer_at: float = 0.0,
    covered: bool = True,
) -> Decision:
    """The decision on a question that the first intent's examples cover, or that none covers."""
    matches = dict.fromkeys(("clarify", "out_of_scope", "talk_to_person", *(intent for intent, _ in ranking)), IS_UNLIKE)
    if ranking and covered:
        matches[ranking[0][0]] = COVERS
    # It names no thing, and isn't its customer's own case.
    says = Quoted(interaction=0.8 if found is FITS else 0.5, answers=2.0 if found is FITS else -6.0, things=NamedThings(rest=information))
    observed = Observation(ranking, matches, in_scope, found, information=information, quoted=says, own_case=-2.0)
    return decide(observed, DecisionSettings(answer_at), load_weights())


def test_chances_add_up_to_one_and_the_likeliest_is_done() -> None:
    decision = choose(SURE)
    assert sum(decision.chances.values()) == pytest.approx(1)
    assert decision.confidence == max(decision.chances.values())


def test_a_sure_intent_is_answered_by_its_template() -> None:
    decision = choose(SURE)
    assert (decision.kind, decision.intent) == ("template", "track_order")


def test_a_thing_that_no_template_knows_takes_little_from_what_is_said_besides() -> None:
    matches = {
        **dict.fromkeys(("clarify", "out_of_scope", "talk_to_person", "delivery_time"), IS_UNLIKE),
        "track_order": (0.75, 0.3, 3.0, 0.6, 0.6),
    }
    known, unknown = (
        decide(Observation(SURE, matches, 0.8, FITS_BADLY, own_case=-4.0, besides=besides), DecisionSettings(), load_weights())
        for besides in ((0.9, 0.8, 0.8), (0.75, 0.3, 3.0))
    )
    assert known.chances["template"] > unknown.chances["template"]


def test_what_only_the_log_answers_is_answered_by_a_passage_that_fits() -> None:
    decision = choose(UNLIKE_ALL, FITS, covered=False)
    assert (decision.kind, decision.intent) == ("passage", "passage")


def test_a_passage_counts_the_more_the_better_it_fits() -> None:
    assert choose(UNLIKE_ALL, FITS, covered=False).chances["passage"] > choose(UNLIKE_ALL, FITS_BADLY, covered=False).chances["passage"]


@pytest.mark.parametrize(("template", "kind"), [("track_order", "passage"), ("delivery_time", "hand_over"), (None, "hand_over")])
def test_a_template_and_a_passage_that_say_the_same_are_right_together(template: str | None, kind: str) -> None:
    observed = Observation(SURE, {}, fit=FITS, template=template)
    zero: dict[str, float] = dict.fromkeys(features(observed), 0.0)
    biases: dict[Kind, float] = {"template": 0.3, "passage": 0.32, "clarify": 0.01, "hand_over": 0.37}
    weights: Weights = {each: {**zero, "bias": math.log(share)} for each, share in biases.items()}
    decision = decide(observed, DecisionSettings(), weights)
    assert decision.kind == kind
    assert decision.confidence == pytest.approx(0.62 if kind == "passage" else 0.37)
    assert sum(decision.chances.values()) == pytest.approx(1)


def test_without_a_passage_none_is_said() -> None:
    assert choose(UNLIKE_ALL, None, covered=False).kind != "passage"


def test_a_message_that_says_little_is_asked_back() -> None:
    assert choose([("clarify", 0.95), ("track_order", 0.03)], information=6.0).kind == "clarify"
    assert choose(TORN, information=4.0).kind == "clarify"


def test_small_talk_needs_few_words() -> None:
    decision = choose([("greet", 0.99), ("thank", 0.01)], information=0.0)
    assert (decision.kind, decision.intent) == ("template", "greet")


@pytest.mark.parametrize("intent", ["talk_to_person", "out_of_scope"])
def test_these_intents_mean_a_person(intent: str) -> None:
    decision = choose([(intent, 0.97), ("greet", 0.01), ("track_order", 0.01)], in_scope=0.3)
    assert (decision.kind, decision.intent) == ("hand_over", intent)


def test_of_what_nothing_is_known_nothing_is_said() -> None:
    decision = choose([], None, information=40.0, in_scope=0.1, covered=False)
    assert decision.kind in ("hand_over", "clarify")


def test_who_is_careful_answers_less_and_asks_or_hands_over_instead() -> None:
    assert choose(UNLIKE_ALL, FITS, covered=False).kind == "passage"
    assert choose(UNLIKE_ALL, FITS, answer_at=1.0, covered=False).kind in ("clarify", "hand_over")


def test_answer_at_is_a_probability() -> None:
    with pytest.raises(SettingsError, match=r"answer_at must be a number in \[0, 1\]. It was: 60"):
        DecisionSettings(60)
