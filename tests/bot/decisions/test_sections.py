"""A section beside a template, by the shipped weights: who meets the question better answers."""

import pytest

from bot.decisions.decision import Decision, DecisionSettings, decide
from bot.decisions.observation import Observation
from bot.decisions.weights import load_weights
from retrieval.search.beside import Beside
from retrieval.search.entries import Fit

RANKING = [("delivery_time", 0.9), ("delivery_cost", 0.05), ("clarify", 0.02)]
# Coverage, weakest, gap, nearest by e5 and by the English encoder: the examples of the first intent meet the question well, or so so.
WELL, SO_SO, BADLY = (0.92, 0.85, 0.6, 0.9, 0.9), (0.55, 0.35, 4.0, 0.4, 0.4), (0.35, 0.2, 6.0, 0.1, 0.1)
MEETS = Fit(0.7, 0.7, 0.5, 0.3, 15.0, interaction=0.7, weakest=0.55, gap=2.0, lead=0.2)


# How what the template says stands beside question and section: it speaks of something else, or meets the question better.
ELSEWHERE, BETTER = Beside(0.25, 0.2, 0.2), Beside(0.8, 0.75, 0.4)


def choose(examples: tuple[float, float, float, float, float], beside: Beside, fit: Fit = MEETS) -> Decision:
    matches = {**dict.fromkeys(("clarify", "out_of_scope", "talk_to_person", "delivery_cost"), BADLY), "delivery_time": examples}
    observed = Observation(RANKING, matches, 0.8, fit, None, 30.0, 1.0, True, beside)
    return decide(observed, DecisionSettings(), load_weights())


def test_a_section_that_meets_the_question_better_than_template_and_examples_is_quoted() -> None:
    decision = choose(SO_SO, ELSEWHERE)
    assert decision.kind == "passage"
    assert sum(decision.chances.values()) == pytest.approx(1)


def test_what_the_company_wrote_for_this_very_question_stays() -> None:
    assert choose(WELL, BETTER).kind == "template"


def test_the_better_the_template_meets_the_question_the_less_likely_is_the_section() -> None:
    better = BETTER._replace(likeness=ELSEWHERE.likeness)  # what says the same as the template may be quoted in its place
    assert choose(SO_SO, better).chances["passage"] < choose(SO_SO, ELSEWHERE).chances["passage"]


def test_who_asks_for_a_person_gets_one_though_a_page_tells_how() -> None:
    ranking = [("talk_to_person", 0.99), ("delivery_time", 0.001)]
    fit = Fit(0.4, 0.4, 0.2, 0.2, 5.0, interaction=0.52, weakest=0.35, gap=3.5, lead=0.1)
    matches = {**dict.fromkeys(("clarify", "out_of_scope", "delivery_time"), BADLY), "talk_to_person": WELL}
    observed = Observation(ranking, matches, 0.8, fit, None, 20.0, 1.0, True, ELSEWHERE)
    decision = decide(observed, DecisionSettings(), load_weights())
    assert (decision.kind, decision.intent) == ("hand_over", "talk_to_person")


def test_a_section_that_hardly_meets_the_question_answers_nothing() -> None:
    assert choose(SO_SO, ELSEWHERE, Fit(0.2, 0.2, 0.1, 0.1, 3.0, interaction=0.3, weakest=0.1, gap=7.0, lead=0.0)).kind != "passage"
