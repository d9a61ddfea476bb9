from pathlib import Path

import pytest

from data.private_file import private_file


def test_only_its_owner_can_read_it(tmp_path: Path) -> None:
    file = tmp_path / "suggestions.jsonl"
    with private_file(file) as lines:
        lines.write("a question\n")
    assert file.stat().st_mode & 0o077 == 0
    assert file.read_text() == "a question\n"


def test_what_fails_leaves_what_was_there(tmp_path: Path) -> None:
    file = tmp_path / "suggestions.jsonl"
    file.write_text("before\n")
    with pytest.raises(ValueError, match="half"):
        _write_half(file)
    assert file.read_text() == "before\n"
    assert list(tmp_path.iterdir()) == [file]


def _write_half(file: Path) -> None:
    with private_file(file) as lines:
        lines.write("half")
        raise ValueError("half")
