"""The whole training, on a part of the sample shop: all else in this room is served by the shop's first model, which leaves much out."""

from pathlib import Path

import pytest

from bot.decisions.own_words import NAME as OWN_WORDS
from bot.decisions.questions import read_questions
from bot.decisions.unseen import NAME as UNSEEN
from bot.decisions.unseen import load_unseen
from bot.decisions.weights import NAME as WEIGHTS
from bot.decisions.weights import load_weights
from bot.models.archive import classifier_folder
from bot.retraining.evaluation.asking import evaluate
from data.formats.examples.rasa_yaml import read_examples, write_examples
from tests.integration.conftest import ROOT
from tests.support.encoders import link_encoders
from tests.support.rasa_process import train

# One in so many examples, so many conversations, and so many reviewed questions.
EXAMPLES, CONVERSATIONS, QUESTIONS = 8, 60, 40
# Of what the model was taught; below this, something has broken.
FLOOR = 0.7


def first(lines: int, file: str, place: Path, having: str = "") -> Path:
    """The first lines of one of the shop's files, of those that have some words."""
    kept = [line for line in (ROOT / "data" / file).read_text(encoding="utf-8").splitlines(keepends=True) if having in line][:lines]
    (place / file).parent.mkdir(parents=True)
    (place / file).write_text("".join(kept), encoding="utf-8")
    return place / file


def test_a_whole_model_is_trained_and_answers(model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = tmp_path / "data"
    (data / "nlu").mkdir(parents=True)
    write_examples(read_examples(ROOT / "data/nlu")[::EXAMPLES], data / "nlu/examples.yml")
    first(CONVERSATIONS, "logs/shop-en.jsonl", data)
    questions = read_questions(first(QUESTIONS, "questions/ordinary.jsonl", data, having='"expect": "template"'))
    for name in ("config.yml", "domain", "domain.yml", "data/rules.yml"):
        (tmp_path / name).symlink_to(ROOT / name)
    link_encoders(ROOT / "models/encoders", tmp_path)
    trained = train(tmp_path)

    monkeypatch.chdir(tmp_path)
    with classifier_folder(trained) as folder:
        assert load_weights(folder / WEIGHTS)  # of its own; with so few examples an intent, none moves what is shipped
        assert load_unseen(folder / UNSEEN)
        assert (folder / OWN_WORDS).is_file()
    evaluation = evaluate(trained, questions)
    assert evaluation.all.questions == QUESTIONS
    assert evaluation.all.share >= FLOOR, evaluation.worst
