"""A company's own questions, with a real index."""

import json
import tarfile
from pathlib import Path

import pytest

from bot.decisions.questions import Part
from bot.models.archive import COMPONENT
from bot.models.indexes import build_index, served_index
from bot.retraining.evaluation.own_questions import own_questions
from bot.workspace import Workspace
from tests.support.encoders import link_encoders

NLU = """
version: "3.1"
nlu:
- intent: gift_card
  examples: |
    - do you sell gift cards
- intent: clarify
  examples: |
    - help me
- intent: out_of_scope
  examples: |
    - tell me a joke
"""
QUESTION, ANSWER = "Does the enamel pot work on an induction hob?", "Yes, the Aune enamel pot works on induction hobs up to 250 degrees."


@pytest.fixture
def workspace(tiny_classifier: Path, encoders: Path, tmp_path: Path) -> Workspace:
    home = Workspace(tmp_path)
    link_encoders(encoders, tmp_path)
    for folder in (home.models, home.logs, home.data / "nlu"):
        folder.mkdir(parents=True, exist_ok=True)
    with tarfile.open(home.models / "tiny.tar.gz", "w:gz") as archive:
        archive.add(tiny_classifier, f"components/train_{COMPONENT}0")
    (home.data / "nlu" / "nlu.yml").write_text(NLU)
    turns = [{"role": "customer", "text": QUESTION}, {"role": "agent", "text": ANSWER}]
    rows = [json.dumps({"id": name, "date": "2025-03-14", "turns": turns}) for name in ("d-1", "d-2")]
    (home.logs / "log.jsonl").write_text("\n".join(rows))
    return home


def test_examples_are_asked_and_past_questions_once_there_is_an_index(workspace: Workspace) -> None:
    examples = own_questions(workspace)
    assert {question.text: question.parts for question in examples} == {
        "do you sell gift cards": (Part("template", "gift_card"),),
        "help me": (Part("clarify"),),
        "tell me a joke": (Part("hand_over"),),
    }
    with workspace.used(), served_index() as place:
        build_index(workspace.logs, place)
    both = own_questions(workspace)
    assert both[: len(examples)] == examples
    past = both[len(examples) :]
    assert {question.text for question in past} == {QUESTION}
    assert {question.group for question in past} == {"past questions"}
    assert all(set(question.parts[0].dialogues) == {"d-1", "d-2"} for question in past)
