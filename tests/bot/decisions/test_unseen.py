"""What a model would do with questions that it hasn't learnt from."""

import random
from pathlib import Path

import pytest

from bot.decisions.fitting import Trial
from bot.decisions.unseen import Unseen, load_unseen, save_unseen, unseen_outcomes
from bot.decisions.weights import load_weights
from data.errors import ModelError

PRIOR = {kind: {"bias": 0.0} for kind in ("template", "passage", "clarify", "hand_over")}


def trials(count: int = 60) -> list[Trial]:
    """Questions whose right outcome one feature tells."""
    rng = random.Random(0)
    return [
        Trial(
            {"coverage": value}, "template" if value > 0.5 else "hand_over", 1.0, f"question {number}", None, "order" if value > 0.5 else ""
        )
        for number, value in enumerate(rng.random() for _ in range(count))
    ]


def test_each_question_is_decided_on_by_weights_that_have_not_seen_it() -> None:
    learnt = unseen_outcomes(trials(), PRIOR)
    assert len(learnt) == 60
    assert sum(each.state == "right" for each in learnt) > 45
    # One whose label contradicts all others can't have been learnt by heart.
    odd = Trial({"coverage": 0.99}, "clarify", 1.0, "odd one")
    [found] = [each for each in unseen_outcomes([*trials(), odd], PRIOR) if each.text == "odd one"]
    assert (found.came, found.state) == ("template", "wrong_answer")


def test_a_template_that_does_not_come_first_is_never_right() -> None:
    hidden = Trial({"coverage": 0.1}, "clarify", 1.0, "hidden", "template", "order")
    [found] = [each for each in unseen_outcomes([*trials(), hidden], PRIOR) if each.text == "hidden"]
    assert not found.reachable
    assert found.state != "right"


def test_other_weights_decide_on_the_same_features() -> None:
    asked = Unseen(1, "?", "", "hand_over", True, "hand_over", 0.9, 1.0, {"coverage": 1.0})
    bold = {**PRIOR, "template": {"bias": 5.0}}
    assert asked.decided_by(bold).state == "wrong_answer"
    assert asked.decided_by(load_weights()).came in PRIOR


def test_outcomes_are_kept_and_damage_is_told(tmp_path: Path) -> None:
    kept = unseen_outcomes(trials(10), PRIOR)
    save_unseen(kept, tmp_path / "unseen.json")
    assert load_unseen(tmp_path / "unseen.json") == kept
    assert load_unseen(tmp_path / "none.json") == []
    (tmp_path / "unseen.json").write_bytes(b'[{"key": 1')
    with pytest.raises(ModelError, match="train anew"):
        load_unseen(tmp_path / "unseen.json")
