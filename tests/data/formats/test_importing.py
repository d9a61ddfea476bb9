import json
from pathlib import Path

import pytest

from data.errors import DataError
from data.formats.dialogues import Read, read_dialogues
from data.formats.importing import import_dialogues

TURNS = [{"role": "customer", "text": "Hi, call 07700 900123?"}, {"role": "agent", "text": "Yes."}]


def write(file: Path, *rows: object) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows), encoding="utf-8")
    return file


def ids(file: Path) -> list[str]:
    return [row.dialogue.id for row in read_dialogues(file) if isinstance(row, Read)]


def test_each_dialogue_is_written_once_and_redacted_and_all_is_counted(tmp_path: Path) -> None:
    log = write(tmp_path / "log.jsonl", {"id": "a", "turns": TURNS}, "{broken", {"id": "b", "turns": TURNS}, {"id": "a", "turns": TURNS})
    counts: list[int] = []
    imported = import_dialogues(log, tmp_path / "out", report=counts.append)
    assert (imported.dialogues, imported.turns, imported.removed) == (2, 4, {"phone": 2})
    assert [row.line for row in imported.bad] == [2, 4]
    assert counts[-1] == 2
    assert ids(tmp_path / "out" / "log.jsonl") == ["a", "b"]
    assert "07700" not in (tmp_path / "out" / "log.jsonl").read_text()


def test_an_id_that_another_file_has_is_told_apart_by_what_was_said(tmp_path: Path) -> None:
    write(tmp_path / "in" / "a" / "log.jsonl", {"id": 1, "turns": TURNS}, {"id": 2, "turns": TURNS})
    write(tmp_path / "in" / "b" / "log.jsonl", {"id": 1, "turns": TURNS}, {"id": 2, "turns": TURNS[:1]}, {"id": 3, "turns": TURNS})
    imported = import_dialogues(tmp_path / "in", tmp_path / "out")
    assert [row.problem for row in imported.bad] == [
        "dialogue '1' stands already in log.jsonl:1",
        "dialogue '2' needs an id of its own: another one has it in log.jsonl:2",
    ]
    assert ids(tmp_path / "out" / "a" / "log.jsonl") == ["1", "2"]
    assert ids(tmp_path / "out" / "b" / "log.jsonl") == ["3"]


def test_no_log_is_written_over(tmp_path: Path) -> None:
    log = write(tmp_path / "in" / "log.jsonl", {"id": "a", "turns": TURNS})
    with pytest.raises(DataError, match="would be written onto itself; choose another --out"):
        import_dialogues(log, log.parent)
    write(tmp_path / "in" / "log.csv", "dialogue,role,text", "1,user,Hello?")
    with pytest.raises(DataError, match=r"log\.csv and .*log\.jsonl would both be written to .*; rename one of them"):
        import_dialogues(log.parent, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_log_that_breaks_off_leaves_what_was_there_before(tmp_path: Path) -> None:
    import_dialogues(write(tmp_path / "log.jsonl", {"id": "a", "turns": TURNS}), tmp_path / "out")
    damaged = tmp_path / "log.jsonl.gz"
    damaged.write_bytes(b"no gzip at all")
    with pytest.raises(DataError, match="can't be read"):
        import_dialogues(damaged, tmp_path / "out")
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["log.jsonl"]
    assert ids(tmp_path / "out" / "log.jsonl") == ["a"]
