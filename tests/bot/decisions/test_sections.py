"""A section beside a template and a past answer, by the shipped weights: who meets the question better answers."""

from dataclasses import replace

import pytest

from bot.decisions.decision import Decision, DecisionSettings, decide
from bot.decisions.observation import Observation, SectionSeen
from bot.decisions.weights import load_weights
from retrieval.search.beside import Beside
from retrieval.search.entries import Fit, Standing
from retrieval.search.quoted import NOT_QUOTED

RANKING = [("delivery_time", 0.9), ("delivery_cost", 0.05), ("clarify", 0.02)]
# Coverage, weakest, gap, nearest by e5 and by the English encoder: the examples of the first intent meet the question well, or so so.
WELL, SO_SO, BADLY = (0.92, 0.85, 0.6, 0.9, 0.9), (0.55, 0.35, 4.0, 0.4, 0.4), (0.35, 0.2, 6.0, 0.1, 0.1)
MEETS = Fit(0.45, 0.45, 0.5, 0.3, 12.0, interaction=0.6, weakest=0.45, gap=2.5, lead=0.15)
HARDLY = Fit(0.15, 0.1, 0.1, 0.1, 2.0, interaction=0.3, weakest=0.1, gap=7.0, lead=0.0)
# The best past answer, which says something else.
SAID = Fit(0.4, 0.3, 0.3, 0.2, 6.0, interaction=0.5, weakest=0.25, gap=4.0, lead=0.05)
AHEAD = Standing(lift=0.0, lead=0.25, share=0.97, neutral=0.6, second=0.65, like_said=0.2, same_language=True)
AMONG = Standing(lead=0.01, share=0.3, neutral=0.35, second=0.25, same_language=True)
# How what the template says stands beside question and section: it speaks of something else, or meets the question better.
ELSEWHERE, BETTER = Beside(0.25, 0.2, 0.2), Beside(0.75, 0.6, 0.3)


def observed(examples: tuple[float, float, float, float, float], section: SectionSeen | None) -> Observation:
    matches = {**dict.fromkeys(("clarify", "out_of_scope", "talk_to_person", "delivery_cost"), BADLY), "delivery_time": examples}
    return Observation(RANKING, matches, 0.8, SAID, None, 30.0, section=section)


def choose(examples: tuple[float, float, float, float, float], beside: Beside, fit: Fit = MEETS, standing: Standing = AHEAD) -> Decision:
    return decide(observed(examples, SectionSeen(fit, standing, beside, NOT_QUOTED)), DecisionSettings(), load_weights())


def test_a_section_that_meets_the_question_better_than_template_and_examples_is_quoted() -> None:
    decision = choose(SO_SO, ELSEWHERE)
    assert (decision.kind, decision.section) == ("passage", True)
    assert sum(decision.chances.values()) == pytest.approx(1)


def test_what_the_company_wrote_for_this_very_question_stays_where_the_page_meets_it_less() -> None:
    less = MEETS._replace(interaction=0.48, answer_similarity=0.3, similarity=0.3)
    assert choose(WELL, BETTER, less, AMONG).kind == "template"


def test_a_section_that_hardly_meets_the_question_changes_nothing_of_what_the_logs_have_taught() -> None:
    for examples in (WELL, SO_SO, BADLY):
        without = decide(observed(examples, None), DecisionSettings(), load_weights())
        assert choose(examples, BETTER, HARDLY, AMONG) == without


def test_who_asks_for_a_person_gets_one_though_a_page_tells_how() -> None:
    matches = {**dict.fromkeys(("clarify", "out_of_scope", "delivery_time"), BADLY), "talk_to_person": WELL}
    seen = replace(
        observed(SO_SO, SectionSeen(MEETS, AHEAD, ELSEWHERE, NOT_QUOTED)),
        ranking=[("talk_to_person", 0.99), ("delivery_time", 0.001)],
        matches=matches,
    )
    decision = decide(seen, DecisionSettings(), load_weights())
    assert not decision.section


def test_a_section_is_said_only_as_surely_as_the_settings_ask_for() -> None:
    seen = observed(SO_SO, SectionSeen(MEETS, AHEAD, ELSEWHERE, NOT_QUOTED))
    assert not decide(seen, DecisionSettings(answer_at=1.0), load_weights()).section
