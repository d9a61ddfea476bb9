"""The questions in `data/questions/` are ones that the sample shop can be asked, and that it wasn't taught."""

import re
import unicodedata
from functools import cache
from itertools import chain

import pytest

from bot.decisions.questions import Question, question_files, read_questions
from bot.workspace import Workspace
from data.formats.examples.rasa_yaml import read_examples, read_templates
from data.formats.files.log_files import log_files
from data.formats.reading.dialogues import Read, read_dialogues
from data.records import CUSTOMER, Dialogue
from tests.conftest import ROOT

SHOP = Workspace(ROOT)
FILES = question_files(SHOP)
# Shorter messages of customers, as “thank you”, may be asked again.
SHORT = 12
# Its last hundred are what every customer writes, as “hi” and “where is my refund”, and so are examples.
EVERYDAY = ("validation", "plain")


@cache
def dialogues() -> dict[str, Dialogue]:
    rows = chain.from_iterable(map(read_dialogues, log_files(SHOP.logs)))
    return {row.dialogue.id: row.dialogue for row in rows if isinstance(row, Read)}


@cache
def questions() -> list[Question]:
    return [question for file in FILES for question in read_questions(file)]


def folded(text: str) -> str:
    """A text without case, punctuation and full width."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


def test_there_are_questions_of_all_kinds() -> None:
    assert {file.stem for file in FILES} >= {"validation", "double", "follow_up", "near_miss", "negation", "short"}
    assert {file.stem for file in FILES} >= {"ar", "de", "es", "ja", "zh"}
    assert {question.expected for question in questions()} == {"template", "passage", "clarify", "hand_over", "several"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_templates_and_dialogues_are_those_of_the_shop(file: object) -> None:
    templates = read_templates(SHOP.domain)
    parts = [(question.place, part) for question in questions() if question.place.startswith(str(file)) for part in question.parts]
    assert [(place, part.intent) for place, part in parts if part.kind == "template" and part.intent not in templates] == []
    assert [(place, name) for place, part in parts for name in part.dialogues if name not in dialogues()] == []


def test_no_question_is_asked_twice() -> None:
    first: dict[tuple[str, ...], str] = {}
    again = []
    for question in questions():
        said = (*map(folded, question.before), folded(question.text))
        assert said[-1], question.place
        if said in first:
            again.append((first[said], question.place))
        first.setdefault(said, question.place)
    assert again == []


def test_no_question_was_taught() -> None:
    taught = {folded(example.text) for example in read_examples(SHOP.data / "nlu")}
    said = (turn.text for dialogue in dialogues().values() for turn in dialogue.turns if turn.role == CUSTOMER and len(turn.text) > SHORT)
    known = taught | set(map(folded, said))
    new = [question for question in questions() if question.group not in EVERYDAY]
    assert [question.place for question in new if folded(question.text) in known] == []
