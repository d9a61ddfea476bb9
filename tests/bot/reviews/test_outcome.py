from __future__ import annotations

from pathlib import Path

from bot.retraining.review.session import Session
from bot.reviews.log import MODEL
from data.folding import folded
from tests.support.suggested import ALL, LABELS, UNSURE, WARRANTY, workspace


def test_of_two_people_the_later_one_holds(tmp_path: Path) -> None:
    place = workspace(tmp_path)
    Session(ALL, place, "Ana").label(UNSURE, "payment")
    later = Session(ALL, place, "Ben")
    later.label(UNSURE, "delivery_time")
    assert later.outcome().labels[folded("when can I pay")] == ("when can I pay", "delivery_time")


def test_a_person_outranks_the_classifier(tmp_path: Path) -> None:
    place = workspace(tmp_path)
    Session(ALL, place, "Ana").label(LABELS, "payment")
    model = Session(ALL, place, MODEL)
    model.accept(LABELS)
    assert model.outcome().labels[folded("will it be here soon")][1] == "payment"


def test_what_was_refused_is_remembered_until_somebody_labels_it(tmp_path: Path) -> None:
    session = Session(ALL, workspace(tmp_path), "Ana")
    session.refuse(UNSURE)
    assert folded("when can I pay") in session.outcome().known
    assert UNSURE not in session.pending()
    session.label(UNSURE, "payment")
    assert not session.outcome().refused


def test_a_group_that_is_partly_decided_keeps_the_rest(tmp_path: Path) -> None:
    session = Session(ALL, workspace(tmp_path), "Ana")
    session.label(WARRANTY, "warranty", only=["is there a warranty"])
    left = next(each for each in session.pending() if each.id == WARRANTY.id)
    assert [question.text for question in left.questions] == ["how long is the guarantee", "guarantee on lamps", "=HYPERLINK(1)"]  # type: ignore[union-attr]
