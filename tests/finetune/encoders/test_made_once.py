"""A folder is there whole, once, or not at all."""

from pathlib import Path

import pytest

from data.errors import ModelError
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


def test_a_link_to_what_is_not_there_is_named(tmp_path: Path) -> None:
    (tmp_path / "encoders").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ModelError, match=r"encoders is a link to .*elsewhere, where there is no folder; make it, or remove the link"):
        made_once(tmp_path / "encoders" / "one", write)


def test_a_file_in_place_of_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "encoders").write_text("")
    with pytest.raises(ModelError, match="encoders is no folder"):
        made_once(tmp_path / "encoders" / "one", write)
