import json
from pathlib import Path

from data.formats.reading.dialogues import Read, read_dialogues


def journal(user: int, notes: str, minute: int, private: bool = False) -> dict[str, object]:
    return {"user": {"id": user}, "notes": notes, "private_notes": private, "created_on": f"2026-03-02T09:{minute}:00Z", "details": []}


def test_an_issue_with_its_journals(tmp_path: Path) -> None:
    journals = [
        journal(7, "Two weeks.", 15),
        journal(7, "He always asks.", 16, private=True),
        journal(7, "", 17),
        journal(100, "Thanks!", 18),
    ]
    issue = {"id": 40, "author": {"id": 100, "name": "Ines"}, "description": "How long is it?", "created_on": "2026-03-02T09:14:00Z"}
    (tmp_path / "issues.json").write_text(json.dumps({"issues": [{**issue, "journals": journals}]}))
    [found] = [read for read in read_dialogues(tmp_path / "issues.json") if isinstance(read, Read)]
    assert [(turn.role, turn.text) for turn in found.dialogue.turns] == [
        ("customer", "How long is it?"), ("agent", "Two weeks."), ("customer", "Thanks!"),
    ]  # fmt: skip
    assert found.dialogue.id == "40"
