"""Weights of the decision, fitted on questions whose right outcome is known."""

import random
from pathlib import Path

from bot.decisions.decision import probabilities
from bot.decisions.fitting import Trial, fit, own_weights
from bot.decisions.weights import load_weights, shipped_learnt
from data.formats.examples.rasa_yaml import read_examples
from data.records import content_id


def trials(count: int, seed: int = 0) -> list[Trial]:
    """A high coverage means a template, a high interaction a passage, both low a person."""
    rng = random.Random(seed)
    made = []
    for _ in range(count):
        coverage, interaction = rng.random(), rng.random()
        right = "hand_over" if max(coverage, interaction) < 0.4 else "template" if coverage > interaction else "passage"
        made.append(Trial({"coverage": coverage, "interaction": interaction}, right))  # type: ignore[arg-type]
    return made


def share_right(weights: object, asked: list[Trial]) -> float:
    found = [probabilities(trial.features, weights) for trial in asked]  # type: ignore[arg-type]
    return sum(max(chances, key=chances.__getitem__) == trial.right for chances, trial in zip(found, asked)) / len(asked)


def test_it_learns_what_the_right_outcomes_have_in_common() -> None:
    assert share_right(fit(trials(300)), trials(200, seed=1)) > 0.85


def test_without_questions_the_prior_is_kept() -> None:
    shipped = load_weights()
    assert fit([], shipped) == shipped


def test_few_questions_stay_near_the_prior_and_many_do_not() -> None:
    prior = fit(trials(300))
    contrary = [trial._replace(right="clarify") for trial in trials(300, seed=2)]
    assert share_right(fit(contrary[:2], prior, strength=30), trials(200, seed=1)) > 0.6
    assert share_right(fit(contrary, prior, strength=1), trials(200, seed=1)) < 0.4


def test_what_the_shipped_weights_have_learnt_is_not_learnt_once_more() -> None:
    learnt = shipped_learnt()
    texts = [example.text for example in read_examples(Path("data/nlu")) if content_id(example.text) in learnt]
    prior = fit(trials(300))
    contrary = [trial._replace(right="clarify", text=text) for trial, text in zip(trials(300, seed=2), texts)]
    assert len(contrary) > 200
    assert share_right(own_weights(contrary, prior), trials(200, seed=1)) > 0.85
    assert share_right(own_weights([trial._replace(text=f"my own {trial.text}") for trial in contrary], prior), trials(200, seed=1)) < 0.4


def test_the_few_examples_of_a_new_intent_dont_tell_how_new_intents_are_met() -> None:
    known = [trial._replace(features={**trial.features, "few": 0.0}) for trial in trials(300, seed=2)]
    new = [Trial({"coverage": 0.9, "interaction": 0.1, "few": 2.0}, "clarify", text=f"my own {number}") for number in range(20)]
    shipped = {**fit(known)}
    own = own_weights([*known, *new], shipped)
    assert {kind: of_kind["few"] for kind, of_kind in own.items()} == {kind: of_kind["few"] for kind, of_kind in shipped.items()}
    assert probabilities(new[0].features, own)["template"] > 0.5


def test_a_question_that_counts_less_moves_less() -> None:
    prior = fit(trials(300))
    contrary = [trial._replace(right="clarify", weight=0.001) for trial in trials(50, seed=2)]
    assert share_right(fit(contrary, prior), trials(200, seed=1)) > 0.8


def test_chances_add_up_to_one() -> None:
    chances = probabilities({"coverage": 0.9}, load_weights())
    assert abs(sum(chances.values()) - 1) < 1e-9


def test_near_misses_that_were_collected_count_no_more_than_what_is_answered() -> None:
    answered = [Trial({"fits": 1.0 + 0.1 * (number % 5)}, "passage") for number in range(10)]
    missed = [Trial({"fits": 0.8 + 0.1 * (number % 5)}, "hand_over") for number in range(40)]
    said, said_by_rule = (
        probabilities({"fits": 1.1}, fit([*answered, *(trial._replace(weight=weight) for trial in missed)]))["passage"]
        for weight in (1.0, 0.999)
    )
    assert said > said_by_rule + 0.02
