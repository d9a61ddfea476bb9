"""What is refused before it is loaded: damaged archives, what could run, an index that isn't the model's."""

import json
import pickle
import random
import tarfile
from pathlib import Path

import pytest

from bot.models.checking import check_model
from data.errors import ModelError
from retrieval.building.build import build
from retrieval.storage import snapshots
from retrieval.storage.manifest import Manifest
from tests.support.archives import write_archive
from tests.support.numbered_index import ENCODER, pair

FOLDER = "components/train_bot.components.intent.AttentionIntentClassifier0"


def write_model(folder: Path, encoder_hash: str = ENCODER.encoder_hash, **files: bytes) -> Path:
    """A model with an index."""
    archive = folder / "model.tar.gz"
    own = {"classifier.json": json.dumps({"encoder_hash": encoder_hash}).encode(), "index.json": b'{"index": "mine"}', **files}
    write_archive(archive, "model", {f"{FOLDER}/{name}": content for name, content in own.items()})
    return archive


@pytest.fixture
def indexes(tmp_path: Path) -> Path:
    snapshots.save(build([pair(number) for number in range(5)], ENCODER), tmp_path / "index" / "mine")
    return tmp_path / "index"


def test_a_whole_model_passes(tmp_path: Path, indexes: Path) -> None:
    check_model(write_model(tmp_path), indexes)


@pytest.mark.parametrize("cut", [0.0, 0.3, 0.9, 0.999])
def test_a_cut_archive_is_refused(tmp_path: Path, indexes: Path, cut: float) -> None:
    archive = write_model(tmp_path, words=random.Random(0).randbytes(5_000))
    archive.write_bytes(archive.read_bytes()[: int(cut * archive.stat().st_size)])
    with pytest.raises(ModelError, match="is refused"):
        check_model(archive, indexes)


def test_flipped_bits_are_refused(tmp_path: Path, indexes: Path) -> None:
    archive = write_model(tmp_path, words=random.Random(0).randbytes(5_000))
    whole = archive.read_bytes()
    for place in random.Random(1).sample(range(20, len(whole)), 30):  # the header before holds a date only
        archive.write_bytes(whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :])
        with pytest.raises(ModelError):
            check_model(archive, indexes)


@pytest.mark.parametrize("name", ["members.safetensors", "featurizer.pkl", "weights.json"])
def test_a_pickle_is_refused_whatever_its_name(tmp_path: Path, indexes: Path, name: str) -> None:
    archive = write_model(tmp_path, **{name: pickle.dumps({"a": 1})})
    with pytest.raises(ModelError, match="could run"):
        check_model(archive, indexes)


@pytest.mark.parametrize("name", ["../outside.json", "/outside.json"])
def test_what_would_lie_outside_is_refused(tmp_path: Path, indexes: Path, name: str) -> None:
    write_archive(tmp_path / "model.tar.gz", "model", {name: b"{}"})
    with pytest.raises(ModelError, match="outside"):
        check_model(tmp_path / "model.tar.gz", indexes)


def test_a_link_is_refused(tmp_path: Path, indexes: Path) -> None:
    with tarfile.open(tmp_path / "model.tar.gz", "w:gz") as tar:
        link = tarfile.TarInfo("metadata.json")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    with pytest.raises(ModelError, match="no plain file"):
        check_model(tmp_path / "model.tar.gz", indexes)


def test_another_encoders_index_is_refused(tmp_path: Path, indexes: Path) -> None:
    with pytest.raises(ModelError, match="another encoder"):
        check_model(write_model(tmp_path, encoder_hash="0" * 64), indexes)


@pytest.mark.parametrize("damage", ["changed", "missing", "strange", "journal", "elsewhere"])
def test_a_damaged_index_is_refused(tmp_path: Path, indexes: Path, damage: str) -> None:
    archive = write_model(tmp_path)
    folder = indexes / "mine"
    snapshot = folder / Manifest.load(folder).snapshot
    if damage == "changed":
        file = snapshot / "entries.jsonl"
        file.write_bytes(file.read_bytes().replace(b"wood", b"gold"))
    elif damage == "missing":
        (snapshot / "entries.jsonl").unlink()
    elif damage == "strange":
        (snapshot / "hook.pkl").write_bytes(b"")
    elif damage == "journal":
        (snapshot / "journal").write_bytes(b'00000000 {"remove": [1]}\n')
    else:
        archive = write_model(tmp_path, **{"index.json": b'{"index": "../elsewhere"}'})
    with pytest.raises(ModelError):
        check_model(archive, indexes)


def test_what_was_looked_at_is_unpacked(tmp_path: Path, indexes: Path) -> None:
    numbers = random.Random(0).randbytes(5_000)
    archive = write_model(tmp_path, words=numbers)
    check_model(archive, indexes, tmp_path / "unpacked")
    assert (tmp_path / "unpacked" / FOLDER / "words").read_bytes() == numbers
    with tarfile.open(archive) as tar:
        names = {member.name for member in tar if member.isfile()}
    assert {str(file.relative_to(tmp_path / "unpacked")) for file in (tmp_path / "unpacked").rglob("*") if file.is_file()} == names


def test_what_could_run_is_not_unpacked(tmp_path: Path, indexes: Path) -> None:
    archive = write_model(tmp_path, words=pickle.dumps({"a": 1}))
    with pytest.raises(ModelError, match="could run"):
        check_model(archive, indexes, tmp_path / "unpacked")
    assert not (tmp_path / "unpacked" / FOLDER / "words").exists()
