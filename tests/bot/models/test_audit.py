"""What was promoted and decided is noted, and what is changed afterwards is found."""

import json
from pathlib import Path

import pytest

from bot.models.audit import broken, differences, note, verified
from bot.models.registry import Registry
from bot.retraining.review.session import _now
from bot.reviews.log import Decision, append, new_id, reviews_file
from bot.workspace import Workspace
from data.hash_chain import BrokenChain
from tests.support.archives import write_archive


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    """Two promotions, a rollback and three decisions."""
    made = Workspace(tmp_path)
    made.models.mkdir()
    for name in ("one", "two"):
        write_archive(made.models / f"{name}.tar.gz", name)
        Registry(made.models).promote(name, who="ana")
    Registry(made.models).rollback(why="worse")
    for number in range(3):
        append(Decision(new_id(), _now(), "ana", "label", texts=(f"question {number}",), intent="payment"), made)
    return made


def found(place: Workspace) -> list[str]:
    return list(differences(place, verified(place)))


def test_each_act_is_noted_with_who_did_it(place: Workspace) -> None:
    records = [link.record for link in verified(place)]
    assert [record["act"] for record in records] == ["begin", "promote", "promote", "rollback", "decide", "decide", "decide"]
    assert [record.get("who") for record in records[1:5]] == ["ana", "ana", "heed", "ana"]
    assert len(records[1]["model"]) == 64
    assert "question 0" not in place.model_audit.read_text()
    assert found(place) == []


def test_a_changed_added_or_missing_decision_is_found(place: Workspace) -> None:
    file = reviews_file(place)
    lines = file.read_text().splitlines()
    file.write_text("\n".join([lines[0].replace("ana", "bob"), lines[1], json.dumps({**json.loads(lines[1]), "id": "forged"})]) + "\n")
    said = " ".join(found(place))
    first, _, third = (json.loads(line)["id"] for line in lines)
    assert f"decision {first} in" in said
    assert f"decision {third} was taken out" in said
    assert "forged" in said


def test_a_changed_history_is_found(place: Workspace) -> None:
    history = place.models / "history.jsonl"
    history.write_text(history.read_text().replace("worse", "better"))
    assert "line 3" in found(place)[0]
    history.write_text("".join(history.read_text().splitlines(keepends=True)[:2]))
    assert "holds 2 lines, and 3 were noted" in found(place)[0]


def test_what_was_there_before_the_log_is_noted_as_its_beginning(place: Workspace) -> None:
    place.model_audit.unlink()
    note("promote", place, line="not in the history")
    assert [record["act"] for record in (link.record for link in verified(place))] == ["begin", "promote"]
    assert len(found(place)) == 1  # the history lacks the line


def test_a_damaged_log_holds_no_promotion_up_and_is_kept(place: Workspace) -> None:
    place.model_audit.write_text(place.model_audit.read_text().replace('"act":"decide"', '"act":"nothing"'))
    with pytest.raises(BrokenChain):
        verified(place)
    Registry(place.models).promote("two")
    assert len(broken(place)) == 1
    assert [record["act"] for record in (link.record for link in verified(place))] == ["begin", "promote"]
    assert found(place) == []
