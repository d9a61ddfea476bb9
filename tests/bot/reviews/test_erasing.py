"""A customer who asks to be forgotten is in no decision, no file that is written from decisions, and no suggestion any more."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.models.audit import differences, verified
from bot.retraining.review.session import Session
from bot.reviews.erasing import erase_reviews
from bot.reviews.files import read_suggestions, write_suggestions
from bot.reviews.log import read_decisions
from bot.reviews.records import Answer, Said, id_of
from bot.workspace import Workspace
from data.formats.reading.named_dialogues import NamedDialogues
from tests.support.suggested import CARD, asked, new_intent, workspace

MINE = "quaggazyx lamp broken, how long is the guarantee"
GUARANTEE = new_intent("guarantee", "is there a guarantee on lamps", "guarantee on chairs please")
MIXED = type(GUARANTEE)(**{**{name: getattr(GUARANTEE, name) for name in GUARANTEE.__struct_fields__},
    "questions": (*GUARANTEE.questions, asked(MINE, "mine")), "halves": (0, 0, 1)})  # fmt: skip
ONLY_MINE = Answer(
    id_of("answer", ["Two years."]), "en", Said("Two years on the quaggazyx lamp.", 1, None, ("mine",)), (asked(MINE, "mine"),)
)


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    made = workspace(tmp_path)
    suggestions = [MIXED, ONLY_MINE, CARD]
    write_suggestions(suggestions, made)
    session = Session(suggestions, made, "Ana")
    for each in suggestions:
        session.accept(each)
    session.write()
    return made


def holding(place: Workspace, word: str) -> list[str]:
    return [file.name for file in place.root.rglob("*") if file.is_file() and word in file.read_text()]


def test_what_they_said_goes_and_the_rest_stays(place: Workspace) -> None:
    assert len(holding(place, "quaggazyx")) >= 4
    changed = erase_reviews(place, NamedDialogues(["mine"], None), ["Hello! Quaggazyx lamp broken, how long is the guarantee?"])
    assert changed == 2
    assert holding(place, "quaggazyx") == []
    assert holding(place, '"mine"') == []
    labelled, answer, card = read_decisions(place)
    assert labelled.texts == ("is there a guarantee on lamps", "guarantee on chairs please")
    assert (answer.action, answer.who, answer.texts, answer.answer) == ("erased", "Ana", (), "")
    assert card.answer == CARD.answer.text
    assert "guarantee on chairs please" in (place.data / "nlu" / "reviewed.yml").read_text()
    assert [each.id for each in read_suggestions(place)] == [CARD.id]
    assert list(differences(place, verified(place))) == []  # what an erasure changed is noted


def test_an_answer_stays_as_long_as_another_dialogue_carries_it(place: Workspace) -> None:
    assert erase_reviews(place, NamedDialogues(["d8"], None), ["opening hours please"]) == 1
    card = read_decisions(place)[-1]
    assert (card.texts, card.dialogues, card.answer) == (("when do you open",), ("d7",), CARD.answer.text)
    assert "opening hours please" not in (place.data / "questions" / "reviewed.jsonl").read_text()
    assert erase_reviews(place, NamedDialogues(["d7"], None), ["when do you open"]) == 1
    assert not (place.documents / "approved" / "answers.jsonl").read_text().count("opens at nine")


def test_nobody_else_is_touched(place: Workspace) -> None:
    before = {file: file.read_bytes() for file in place.root.rglob("*") if file.is_file()}
    assert erase_reviews(place, NamedDialogues(["another"], None), ["something else", "is there a guarantee on lamps"]) == 0
    assert {file: file.read_bytes() for file in place.root.rglob("*") if file.is_file()} == before
