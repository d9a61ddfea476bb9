from __future__ import annotations

import json
from pathlib import Path

from bot.retraining.review.session import Session
from bot.workspace import Workspace
from data.documents.passages import document_pairs
from data.formats.examples.rasa_yaml import read_examples, read_intents, read_section, read_templates
from tests.support.suggested import ALL, CARD, NLU, REPAIRS, UNSURE, WARRANTY, WRONG, workspace


def _files(place: Workspace) -> dict[str, str]:
    return {file.relative_to(place.root).as_posix(): file.read_text() for file in place.root.rglob("*") if file.is_file()}


def test_a_new_intent_gets_examples_an_answer_and_a_rule(tmp_path: Path) -> None:
    place = workspace(tmp_path)
    session = Session(ALL, place, "Ana")
    session.accept(WARRANTY)
    session.accept(REPAIRS)
    session.write()
    written = {(each.text, each.intent) for each in read_examples(place.data / "nlu")}
    assert ("how long is the guarantee", "warranty") in written
    assert {"warranty", "repairs"} <= read_intents(place.domain)
    assert read_templates(place.domain)["warranty"] == "Two years on everything."
    rules = {rule["steps"][0]["intent"]: rule["steps"][1]["action"] for rule in read_section(place.data / "rules_reviewed.yml", "rules")}
    assert rules == {"warranty": "utter_warranty", "repairs": "utter_hand_over"}  # nobody has answered repairs


def test_files_are_sorted_whatever_the_order_of_the_decisions(tmp_path: Path) -> None:
    for number, order in enumerate(([WARRANTY, REPAIRS, UNSURE], [UNSURE, REPAIRS, WARRANTY])):
        place = workspace(tmp_path / str(number))
        session = Session(ALL, place, "Ana")
        for each in order:
            session.accept(each)
        session.write()
    one, other = (_files(Workspace(tmp_path / name)) for name in "01")
    assert one["data/nlu/reviewed.yml"] == other["data/nlu/reviewed.yml"]
    assert one["domain/reviewed.yml"] == other["domain/reviewed.yml"]


def test_a_wrong_label_goes_from_its_file_and_an_undo_brings_it_back(tmp_path: Path) -> None:
    place = workspace(tmp_path)
    session = Session(ALL, place, "Ana")
    session.accept(WRONG)
    session.write()
    shop = place.data / "nlu" / "shop.yml"
    assert shop.read_text() == NLU.replace("    - how do I pay by card\n", "")
    assert ("how do I pay by card", "payment") in {(each.text, each.intent) for each in read_examples(place.data / "nlu")}
    session.undo()
    session.write()
    assert shop.read_text() == NLU
    assert not (place.data / "nlu" / "reviewed.yml").exists()


def test_undoing_everything_leaves_no_file(tmp_path: Path) -> None:
    place = workspace(tmp_path)
    before = _files(place)
    session = Session(ALL, place, "Ana")
    for each in ALL:
        session.accept(each)
    session.write()
    while session.undo():
        session.write()
    after = _files(place)
    assert after.pop("data/reviews.jsonl")
    assert after.pop(".heed/audit.jsonl")
    assert after == before


def test_an_approved_answer_is_the_companys_own_word(tmp_path: Path) -> None:
    place = workspace(tmp_path)
    session = Session(ALL, place, "Ana")
    made = session.approve(CARD, "We open at nine on weekdays.")
    session.write()
    (pair,) = document_pairs(place.documents)
    assert (pair.answer, pair.quality, pair.dialogue) == ("We open at nine on weekdays.", 1.0, f"approved/{made.id}#0")
    rows = [json.loads(line) for line in (place.data / "questions" / "reviewed.jsonl").read_text().splitlines()]
    assert {row["text"] for row in rows} == {"when do you open", "opening hours please"}
    assert all(row["dialogues"] == [pair.dialogue] for row in rows)


def test_writing_twice_changes_nothing(tmp_path: Path) -> None:
    session = Session(ALL, workspace(tmp_path), "Ana")
    session.accept(WARRANTY)
    session.accept(CARD)
    assert session.write()
    assert session.write() == []
