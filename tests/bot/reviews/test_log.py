from __future__ import annotations

from pathlib import Path

import pytest

from bot.retraining.review.session import Session
from bot.reviews.log import Decision, append, new_id, read_decisions, reviews_file, standing
from bot.workspace import Workspace
from data.errors import DataError
from tests.support.suggested import ALL, UNSURE, WARRANTY, workspace


def test_a_decision_is_a_line_with_who_and_when(tmp_path: Path) -> None:
    place = workspace(tmp_path)
    made = Session(ALL, place, "Ana").label(UNSURE, "payment")
    (read,) = read_decisions(place)
    assert read == made
    assert (read.who, read.intent, read.texts) == ("Ana", "payment", ("when can I pay",))
    assert read.at.tzinfo is not None


def test_an_undo_is_another_line_and_can_be_undone(tmp_path: Path) -> None:
    place = workspace(tmp_path)
    session = Session(ALL, place, "Ana")
    made = session.accept(WARRANTY)
    session.undo()
    assert standing(read_decisions(place)) == []
    undo = read_decisions(place)[-1]
    append(Decision(new_id(), undo.at, "Ben", "undo", undoes=undo.id), place)
    assert standing(read_decisions(place)) == [made]
    assert len(reviews_file(place).read_bytes().splitlines()) == 3


def test_only_ones_own_last_decision_is_undone(tmp_path: Path) -> None:
    place = workspace(tmp_path)
    mine, theirs = Session(ALL, place, "Ana"), Session(ALL, place, "Ben")
    first = mine.accept(UNSURE)
    theirs.accept(WARRANTY)
    assert mine.undo() == first
    assert mine.undo() is None


def test_a_line_that_is_no_decision_is_named(tmp_path: Path) -> None:
    place = workspace(tmp_path)
    Session(ALL, place, "Ana").accept(UNSURE)
    with reviews_file(place).open("a") as lines:
        lines.write('{"who": "Ana"}\n')
    with pytest.raises(DataError, match=r"reviews.jsonl:2 is no decision"):
        read_decisions(place)


def test_nobody_decides_namelessly(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="needs the name"):
        Session(ALL, Workspace(tmp_path), "  ")
