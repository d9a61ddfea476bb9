"""A copy of an index shares what never changes, and nothing else."""

from pathlib import Path

import pytest

from data.errors import IndexFileError
from retrieval.building.build import additions, build
from retrieval.storage import changes, snapshots
from retrieval.storage.cloning import clone
from retrieval.storage.manifest import Manifest
from retrieval.storage.token_states import TokenStateStore
from tests.support.numbered_index import ENCODER, pair


@pytest.fixture
def source(tmp_path: Path) -> Path:
    folder = tmp_path / "source"
    tokens = TokenStateStore(folder, ENCODER.encoder_hash, ENCODER)
    snapshots.save(build([pair(number) for number in range(5)], ENCODER, tokens=tokens), folder)
    _add(folder, 5)
    return folder


def _add(folder: Path, number: int) -> None:
    stored = snapshots.open_stored(folder, ENCODER.encoder_hash, ENCODER)
    changes.add(stored, folder, additions(stored.index, [pair(number)], ENCODER))


def _questions(folder: Path) -> set[str]:
    return {each.question for each in snapshots.load(folder, ENCODER.encoder_hash, ENCODER).pairs}


def test_a_copy_holds_the_same_and_shares_the_snapshot(tmp_path: Path, source: Path) -> None:
    clone(source, tmp_path / "copy")
    assert _questions(tmp_path / "copy") == {pair(number).question for number in range(6)}
    entries = f"{Manifest.load(source).snapshot}/entries.jsonl"
    assert (source / entries).samefile(tmp_path / "copy" / entries)


def test_neither_sees_what_is_added_to_the_other(tmp_path: Path, source: Path) -> None:
    copy = tmp_path / "copy"
    clone(source, copy)
    before = {file: file.read_bytes() for file in source.rglob("*") if file.is_file()}
    _add(copy, 7)
    assert {file: file.read_bytes() for file in before} == before
    _add(source, 8)
    assert pair(7).question not in _questions(source)
    assert pair(8).question not in _questions(copy)
    for folder, number in ((copy, 7), (source, 8)):
        index = snapshots.load(folder, ENCODER.encoder_hash, ENCODER)
        assert len(index.tokens.kept_ids([entry.text for entry in index.entries.values()])) == 7, number


def test_what_is_no_index_can_not_be_copied(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(IndexFileError):
        clone(tmp_path / "empty", tmp_path / "copy")
    assert not (tmp_path / "copy").exists()
