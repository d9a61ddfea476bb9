from pathlib import Path

from bench.held_back import GOAL, QUESTIONS, evaluate
from tests.integration.conftest import ROOT


def test_held_back_questions_get_the_expected_outcome(model: Path) -> None:
    outcomes = evaluate(model, ROOT / QUESTIONS)
    assert len(outcomes) >= 60
    right = sum(outcome.right for outcome in outcomes)
    assert right / len(outcomes) >= GOAL, [outcome for outcome in outcomes if not outcome.right]


def test_held_back_questions_are_in_no_training_data() -> None:
    import json

    from data.rasa_yaml import read_examples
    from data.readers import Read, log_files, read_dialogues

    taught = {example.text.casefold() for example in read_examples(ROOT / "data/nlu")}
    for file in log_files(ROOT / "data/logs"):
        taught |= {turn.text.casefold() for row in read_dialogues(file) if isinstance(row, Read) for turn in row.dialogue.turns}
    asked = [json.loads(line)["text"].casefold() for line in (ROOT / QUESTIONS).read_text(encoding="utf-8").splitlines()]
    assert len(set(asked)) == len(asked)
    assert not set(asked) & taught
