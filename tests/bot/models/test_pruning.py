"""What no model needs goes; what is served, was served, or may be under way stays."""

import json
import os
from pathlib import Path

import pytest

from bot.models.pruning import KEPT, SECONDS, prune
from bot.models.registry import Registry
from bot.models.verdicts import GateRecord, keep_verdict
from bot.workspace import Workspace
from data.errors import ModelError
from tests.support.archives import write_archive

NAMED, UNNAMED, YOUNG, SHARED = "0123456789abcdef-1", "0123456789abcdef-2", "0123456789abcdef-3", "0123456789abcdef"


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    """A served model, six that the gate refused, of which one was promoted all the same, and indexes."""
    made = Workspace(tmp_path)
    for name in (NAMED, UNNAMED, YOUNG, SHARED):
        (made.indexes / name).mkdir(parents=True)
        if name != YOUNG:
            os.utime(made.indexes / name, (1_000_000, 1_000_000))
    write_archive(made.models / "served.tar.gz", "served", {"components/index.json": json.dumps({"index": NAMED}).encode()})
    registry = Registry(made.models)
    registry.promote("served")
    for number in range(6):
        archive = made.models / f"refused-{number}.tar.gz"
        write_archive(archive, archive.name)
        os.utime(archive, (2_000_000 + number, 2_000_000 + number))
        keep_verdict(GateRecord(f"refused-{number}", "served", False, ("It is worse.",), 10, 5, 6, 1, 2, 0.5, 0, 0), made.models)
    registry.promote("refused-0")
    registry.rollback()
    return made


def test_refused_candidates_and_unnamed_indexes_go(place: Workspace) -> None:
    gone = {path.name for path in prune(place)}
    assert gone == {"refused-1.tar.gz", "refused-2.tar.gz", UNNAMED}
    assert {path.name for path in Registry(place.models).archives()} == {
        "served.tar.gz",
        "refused-0.tar.gz",  # it was promoted once
        *(f"refused-{number}.tar.gz" for number in range(6 - KEPT, 6)),
    }
    assert {path.name for path in place.indexes.iterdir()} == {NAMED, YOUNG, SHARED}
    assert SECONDS > 86_400
    assert prune(place) == []


def test_no_index_goes_where_an_archive_cant_be_read(place: Workspace) -> None:
    (place.models / "cut.tar.gz").write_bytes((place.models / "served.tar.gz").read_bytes()[:40])
    with pytest.raises(ModelError, match=r"cut\.tar\.gz is damaged"):
        prune(place)
    assert (place.indexes / UNNAMED).is_dir()
