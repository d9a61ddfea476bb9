import json
from pathlib import Path

import pytest

from data.errors import DataError
from data.formats.reading.dialogues import Read, read_dialogues
from data.formats.reading.identity import hashed_id, told_apart
from data.formats.storing.importing import import_dialogues

KEY = bytes(32)
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
    assert [(row.line, row.kept) for row in imported.bad] == [(2, False), (4, True)]
    assert counts[-1] == 2
    assert ids(tmp_path / "out" / "log.jsonl") == ["a", "b"]
    assert "07700" not in (tmp_path / "out" / "log.jsonl").read_text()


def test_an_id_that_another_file_has_is_told_apart_by_what_was_said(tmp_path: Path) -> None:
    other = [{"role": "customer", "text": "Something else?"}, *TURNS[1:]]
    write(tmp_path / "in" / "a" / "log.jsonl", {"id": 1, "turns": TURNS}, {"id": 2, "turns": TURNS})
    write(tmp_path / "in" / "b" / "log.jsonl", {"id": 1, "turns": TURNS}, {"id": 2, "turns": other}, {"id": 3, "turns": TURNS})
    for written in (4, 0):
        imported = import_dialogues(tmp_path / "in", tmp_path / "out", key=KEY)
        assert imported.dialogues == written
    one, two, three = (hashed_id(str(number), KEY) for number in (1, 2, 3))
    assert ids(tmp_path / "out" / "a" / "log.jsonl") == [one, two]
    assert ids(tmp_path / "out" / "b" / "log.jsonl") == [told_apart(two, "Something else?"), three]


def test_no_log_is_written_over(tmp_path: Path) -> None:
    log = write(tmp_path / "in" / "log.jsonl", {"id": "a", "turns": TURNS})
    with pytest.raises(DataError, match="would be written onto itself; choose another --out"):
        import_dialogues(log, log.parent)
    write(tmp_path / "in" / "log.csv", "dialogue,role,text", "1,user,Hello?")
    assert import_dialogues(log.parent, tmp_path / "out").dialogues == 2
    assert sorted(ids(tmp_path / "out" / "log.jsonl")) == ["1", "a"]


def test_logs_of_one_name_from_two_folders_dont_meet(tmp_path: Path) -> None:
    for month in ("03", "04"):
        write(tmp_path / month / "chats.csv", "dialogue,role,text", f"{month},customer,Is the shop open in {month}?", f"{month},agent,Yes.")
        import_dialogues(tmp_path / month / "chats.csv", tmp_path / "out")
    assert ids(tmp_path / "out" / "chats.jsonl") == ["03", "04"]


def test_a_second_import_changes_nothing_and_a_longer_one_adds_what_is_new(tmp_path: Path) -> None:
    rows = [{"id": number, "turns": [{"role": "customer", "text": f"Question {number}?"}, *TURNS[1:]]} for number in range(5)]
    log, kept = write(tmp_path / "log.jsonl", *rows[:3]), tmp_path / "out" / "log.jsonl"
    import_dialogues(log, tmp_path / "out", key=KEY)
    before = kept.read_bytes(), kept.stat().st_mtime_ns
    again = import_dialogues(log, tmp_path / "out", key=KEY)
    assert (again.dialogues, again.unchanged) == (0, 3)
    assert (kept.read_bytes(), kept.stat().st_mtime_ns) == before
    longer = {**rows[1], "turns": [*rows[1]["turns"], {"role": "customer", "text": "Thanks!"}]}  # type: ignore[misc]
    more = import_dialogues(write(tmp_path / "log.jsonl", rows[0], longer, *rows[2:]), tmp_path / "out", key=KEY)
    assert (more.dialogues, more.unchanged) == (3, 2)
    assert sorted(ids(kept)) == sorted(hashed_id(str(number), KEY) for number in range(5))
    assert kept.read_text().count("Thanks!") == 1
    fewer = import_dialogues(write(tmp_path / "later.jsonl", rows[1]), tmp_path / "out", key=KEY)
    assert (fewer.dialogues, fewer.unchanged) == (0, 1)
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["log.jsonl"]


def test_only_the_owner_reads_what_was_imported(tmp_path: Path) -> None:
    import_dialogues(write(tmp_path / "log.jsonl", {"id": "a", "turns": TURNS}), tmp_path / "out")
    assert (tmp_path / "out" / "log.jsonl").stat().st_mode & 0o777 == 0o600


def test_a_log_that_breaks_off_leaves_what_was_there_before(tmp_path: Path) -> None:
    import_dialogues(write(tmp_path / "log.jsonl", {"id": "a", "turns": TURNS}), tmp_path / "out")
    damaged = tmp_path / "log.jsonl.gz"
    damaged.write_bytes(b"no gzip at all")
    imported = import_dialogues(damaged, tmp_path / "out")
    assert [passed.reason for passed in imported.passed_over] == ["can't be read: it is no gzip, though its name says so"]
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["log.jsonl"]
    assert ids(tmp_path / "out" / "log.jsonl") == ["a"]
