"""Which model is served: promoted, rolled back, damaged, and as Rasa's own rule has it."""

import os
from pathlib import Path

import pytest

from bot.models.bundle import MANIFEST, Bundle
from bot.models.registry import Registry
from data.errors import ModelError
from tests.support.archives import name_in, write_archive


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    """Three archives, the last the newest."""
    for age, name in enumerate(("third", "second", "first")):
        archive = tmp_path / f"{name}.tar.gz"
        write_archive(archive, name)
        os.utime(archive, (1_000_000 - age, 1_000_000 - age))
    return Registry(tmp_path)


def served(registry: Registry) -> str:
    archive = registry.served()
    assert archive
    return name_in(archive)


def test_nothing_is_served_where_nothing_was_trained(tmp_path: Path) -> None:
    assert Registry(tmp_path / "models").served() is None


def test_the_newest_is_served_until_one_is_promoted(registry: Registry) -> None:
    assert served(registry) == "third"
    registry.promote("first")
    assert served(registry) == "first"
    newer = registry.newer()
    assert newer
    assert newer.name == "third.tar.gz"


def test_a_promotion_is_a_link_to_a_bundle_whose_files_are_checked(registry: Registry) -> None:
    registry.promote("second.tar.gz")
    assert os.readlink(registry.folder / "current") == "second"
    assert name_in(registry.folder / "current" / "model.tar.gz") == "second"
    assert Bundle(registry.folder / "second").verify().version == "second"
    assert not [path for path in registry.folder.iterdir() if path.name.startswith(".")]


def test_rollbacks_undo_promotions_one_by_one(registry: Registry) -> None:
    for name in ("first", "second", "third"):
        registry.promote(name)
    registry.rollback()
    assert served(registry) == "second"
    registry.rollback()
    assert served(registry) == "first"
    with pytest.raises(ModelError, match="no earlier promotion"):
        registry.rollback()
    registry.promote("third")
    registry.rollback()
    assert served(registry) == "first"
    assert [change.kind for change in registry.history()] == ["promote"] * 3 + ["rollback"] * 2 + ["promote", "rollback"]


def test_an_archive_from_elsewhere_is_taken_in(registry: Registry, tmp_path: Path) -> None:
    elsewhere = tmp_path / "candidate" / "better.tar.gz"
    elsewhere.parent.mkdir()
    write_archive(elsewhere, "better")
    registry.promote(str(elsewhere))
    assert served(registry) == "better"


@pytest.mark.parametrize("damage", ["changed", "missing", "no manifest", "manifest cut"])
def test_a_damaged_bundle_is_refused_and_the_one_before_serves_on(registry: Registry, damage: str) -> None:
    registry.promote("first")
    registry.promote("second")
    registry.promote("first")
    bundle = Bundle(registry.folder / "second")
    if damage == "changed":
        os.unlink(bundle.archive)  # the archive itself is the same file under another name
        write_archive(bundle.archive, "sec0nd")
    elif damage == "missing":
        bundle.archive.unlink()
        (registry.folder / "second.tar.gz").unlink()
    elif damage == "no manifest":
        (bundle.folder / MANIFEST).unlink()
    else:
        (bundle.folder / MANIFEST).write_text('{"version": "second", "sha')
    with pytest.raises(ModelError):
        registry.promote("second")
    assert served(registry) == "first"


def test_what_is_not_there_can_not_be_promoted(registry: Registry) -> None:
    with pytest.raises(ModelError, match="no model 'fourth'"):
        registry.promote("fourth")
    assert served(registry) == "third"


def test_of_several_processes_that_take_a_promotion_back_one_does(registry: Registry) -> None:
    for name in ("first", "second", "third"):
        registry.promote(name)
    change = registry.rollback("third", why="33% of the turns failed, 1% before")
    assert (change.version, change.kind, change.why) == ("second", "rollback", "33% of the turns failed, 1% before")
    with pytest.raises(ModelError, match="third is no longer served; second is"):
        registry.rollback("third", why="33% of the turns failed, 1% before")
    assert served(registry) == "second"
