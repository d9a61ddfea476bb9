"""Asking, with the tiny assistant in Rasa itself; the order of what is said, with a scripted one."""

import asyncio
from pathlib import Path

import pytest

from bot.decisions.questions import Part, Question
from bot.retraining.evaluation.asking import ask_all, evaluate
from tests.support import keyword_decision, rasa_process, tiny
from tests.support.scripted_assistant import ScriptedAssistant, template

ORDER, PERSON = Part("template", "order"), Part("hand_over")


def question(text: str, *parts: Part, before: tuple[str, ...] = ()) -> Question:
    return Question(text, parts, "en", "test", before)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tiny assistant, with evidence."""
    folder = tmp_path_factory.mktemp("tiny")
    tiny.write(folder)
    config = tiny.CONFIG.replace("pipeline: [{name: KeywordIntentClassifier}]", keyword_decision.CONFIG)
    assert config != tiny.CONFIG
    (folder / "config.yml").write_text(config)
    return rasa_process.train(folder)


def test_a_real_assistant_is_asked_and_judged(model: Path) -> None:
    told: list[tuple[int, int]] = []
    questions = [
        question("my order?", ORDER),
        question("a refund for my order?", ORDER),
        question("what about a human", PERSON),
        question("blah", ORDER),
        question("the parcel", ORDER, before=("my money back",)),
    ]
    evaluation = evaluate(model, questions, lambda done, total: told.append((done, total)))
    assert [outcome.state for outcome in evaluation.outcomes] == ["right", "wrong_answer", "right", "unanswered", "right"]
    assert evaluation.outcomes[0].text == "It is on its way."
    assert evaluation.outcomes[0].confidence == keyword_decision.SURE
    assert evaluation.outcomes[1].came == (Part("template", "refund"),)
    assert evaluation.model == model.name.removesuffix(".tar.gz")
    assert told == [(done, 5) for done in range(6)]


def test_what_was_said_before_is_said_first_in_the_same_conversation() -> None:
    assistant = ScriptedAssistant({"and the oven?": template("order")})
    asked = [question("hello", PERSON), question("and the oven?", ORDER, before=("the pot", "on induction?"))]
    outcomes = asyncio.run(ask_all(assistant, asked))
    assert assistant.conversations == [["hello"], ["the pot", "on induction?", "and the oven?"]]
    assert [outcome.right for outcome in outcomes] == [True, True]
