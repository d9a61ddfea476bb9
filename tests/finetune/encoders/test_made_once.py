"""A folder is there whole, once, or not at all."""

from pathlib import Path

import pytest

from finetune.encoders.made_once import made_once


def write(folder: Path) -> None:
    (folder / "card.json").write_text("{}")


def test_it_is_written_once(tmp_path: Path) -> None:
    target = tmp_path / "encoders" / "one"
    assert made_once(target, write) == target
    assert [path.name for path in target.iterdir()] == ["card.json"]
    assert made_once(target, lambda folder: pytest.fail("it is there")) == target


def test_what_fails_leaves_nothing(tmp_path: Path) -> None:
    def fail(folder: Path) -> None:
        write(folder)
        raise ValueError("no space")

    with pytest.raises(ValueError, match="no space"):
        made_once(tmp_path / "one", fail)
    assert list(tmp_path.iterdir()) == []


def test_another_process_may_be_faster(tmp_path: Path) -> None:
    target = tmp_path / "one"

    def slow(folder: Path) -> None:
        write(folder)
        target.mkdir()
        (target / "card.json").write_text("theirs")

    assert made_once(target, slow) == target
    assert (target / "card.json").read_text() == "theirs"
