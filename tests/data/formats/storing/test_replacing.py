from pathlib import Path

import pytest

from data.formats.storing.replacing import BEGIN, remove_leftovers, replacement


def test_nothing_is_seen_until_it_is_put(tmp_path: Path) -> None:
    target = tmp_path / "log.jsonl"
    target.write_text("old")
    with replacement(target) as writing:
        writing.text.write("new")
        assert target.read_text() == "old"
        writing.put()
    assert target.read_text() == "new"
    assert list(tmp_path.iterdir()) == [target]
    assert target.stat().st_mode & 0o777 == 0o600


def test_what_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    def broken_off() -> None:
        with replacement(tmp_path / "deep" / "log.jsonl") as writing:
            writing.text.write("new")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        broken_off()
    assert list((tmp_path / "deep").iterdir()) == []


def test_what_a_killed_process_left_is_removed(tmp_path: Path) -> None:
    (tmp_path / f"{BEGIN}x").write_text("half")
    (tmp_path / "log.jsonl").write_text("whole")
    remove_leftovers(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["log.jsonl"]
