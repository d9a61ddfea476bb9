from __future__ import annotations

from pathlib import Path

import pytest
from msgspec import structs

from bot.retraining.review.session import Session, checked_name
from bot.reviews.records import NewIntent, texts_of
from data.errors import DataError
from tests.support.suggested import ALL, REPAIRS, WARRANTY, workspace


def _intents(session: Session) -> list[NewIntent]:
    return [each for each in session.pending() if isinstance(each, NewIntent)]


def test_proposed_intents_are_merged_and_their_merging_is_undone(tmp_path: Path) -> None:
    session = Session(ALL, workspace(tmp_path), "Ana")
    session.merge([WARRANTY, REPAIRS])
    (one,) = _intents(session)
    assert set(texts_of(one)) == {*texts_of(WARRANTY), *texts_of(REPAIRS)}
    session.undo()
    assert _intents(session) == [WARRANTY, REPAIRS]


def test_a_merged_one_can_be_accepted(tmp_path: Path) -> None:
    session = Session(ALL, workspace(tmp_path), "Ana")
    session.merge([WARRANTY, REPAIRS])
    session.accept(_intents(session)[0])
    assert _intents(session) == []
    assert {intent for _, intent in session.outcome().labels.values()} == {"warranty"}


def test_a_proposed_intent_is_split_into_its_halves(tmp_path: Path) -> None:
    session = Session(ALL, workspace(tmp_path), "Ana")
    session.split(REPAIRS)
    parts = _intents(session)[1:]
    assert [texts_of(part) for part in parts] == [("do you repair chairs",), ("can you mend my kettle",)]


def test_marked_questions_are_split_off(tmp_path: Path) -> None:
    session = Session(ALL, workspace(tmp_path), "Ana")
    session.split(WARRANTY, ["is there a warranty", "guarantee on lamps"])
    assert [len(texts_of(part)) for part in _intents(session)] == [2, 2, 2]


def test_a_split_that_leaves_nothing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="would be empty"):
        Session(ALL, workspace(tmp_path), "Ana").split(WARRANTY, texts_of(WARRANTY))


def test_names_become_what_rasa_takes() -> None:
    assert checked_name("gift wrapping-service") == "gift_wrapping_service"
    with pytest.raises(DataError, match="letters, digits and underscores"):
        checked_name("a/b")


def test_what_one_agent_said_once_does_not_answer_an_intent_that_is_accepted(tmp_path: Path) -> None:
    once = structs.replace(WARRANTY, answers=(structs.replace(WARRANTY.answers[0], count=1),))
    session = Session([once], workspace(tmp_path), "Ana")
    session.accept(once)
    assert session.outcome().templates == {}
    session.undo()
    session.label(once, once.name, once.answers[0].text)
    assert session.outcome().templates == {"warranty": "Two years on everything."}
