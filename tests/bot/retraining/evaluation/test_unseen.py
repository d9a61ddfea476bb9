"""Outcomes of unseen questions that models keep: read from their archives, and paired."""

from pathlib import Path

import msgspec
import pytest

from bot.decisions.unseen import Unseen
from bot.decisions.weights import load_weights
from bot.retraining.evaluation.comparison import Comparison
from bot.retraining.evaluation.evaluation import Evaluation
from bot.retraining.evaluation.unseen import BY_RULE, REVIEWED, outcome_of, paired, read_unseen
from data.errors import ModelError
from tests.support.archives import write_archive

FOLDER = "components/train_bot.components.intent.AttentionIntentClassifier0"
RIGHT = Unseen(1, "where is it?", "order", "template", True, "template", 0.9, 1.0, {"coverage": 0.9})
WRONG = Unseen(2, "is it blue?", "", "hand_over", True, "passage", 0.8, 0.1, {"coverage": 0.1})


def model(path: Path, *outcomes: Unseen) -> Path:
    kept = {f"{FOLDER}/unseen.json": msgspec.json.encode(outcomes)} if outcomes else {}
    write_archive(path, path.name, {f"{FOLDER}/classifier.json": b"{}", **kept})
    return path


def test_they_are_judged_as_if_they_had_been_asked() -> None:
    right, wrong = map(outcome_of, (RIGHT, WRONG))
    assert (right.state, right.expected_in_words, right.question.group) == ("right", "template order", REVIEWED)
    assert (wrong.state, wrong.came[0].kind, wrong.question.group) == ("wrong_answer", "passage", BY_RULE)


def test_those_that_both_models_keep_are_paired(tmp_path: Path) -> None:
    learnt_since = msgspec.structs.replace(WRONG, came="hand_over", weight=1.0)
    new, old = model(tmp_path / "new.tar.gz", RIGHT, learnt_since), model(tmp_path / "old.tar.gz", WRONG)
    [(before, after)] = paired(new, old)
    assert (before.state, after.state) == ("wrong_answer", "right")
    compared = Comparison(*(Evaluation(name, (outcome_of(each),)) for name, each in (("old", before), ("new", after))))
    assert (compared.better, compared.worse) == (1, 0)


def test_another_expectation_makes_an_older_outcome_wrong(tmp_path: Path) -> None:
    new = model(tmp_path / "new.tar.gz", msgspec.structs.replace(RIGHT, intent="refund"))
    [(before, _)] = paired(new, model(tmp_path / "old.tar.gz", RIGHT))
    assert before.state == "wrong_answer"


def test_a_model_that_keeps_none_decides_on_the_others_features(tmp_path: Path) -> None:
    new, first = model(tmp_path / "new.tar.gz", RIGHT, WRONG), model(tmp_path / "first.tar.gz")
    assert read_unseen(first) == ([], load_weights())
    assert [pair[0] for pair in paired(new, first)] == [each.decided_by(load_weights()) for each in (RIGHT, WRONG)]
    assert paired(first, first) == []


def test_nothing_in_common_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="different questions"):
        paired(model(tmp_path / "new.tar.gz", RIGHT), model(tmp_path / "old.tar.gz", WRONG))


def test_a_damaged_archive_is_told(tmp_path: Path) -> None:
    (tmp_path / "damaged.tar.gz").write_bytes(b"no archive")
    with pytest.raises(ModelError, match="damaged"):
        read_unseen(tmp_path / "damaged.tar.gz")
