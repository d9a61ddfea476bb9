"""The manifest of an index: which snapshot is the current one, how it was made, and the hash of each of its files."""

import json
import os
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from data.errors import IndexFileError
from retrieval.vectors.settings import VectorSettings

# Grows when what an older Heed wrote can't be read any more.
VERSION = 3
MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Manifest:
    """What an index says of itself.

    Attributes:
        version: of what is written.
        snapshot: the name of the current snapshot's folder.
        encoder_hash: of the encoder that made the vectors.
        width: dimensions of a vector.
        entries, passages: how many the snapshot holds.
        weights: of the probability that a passage answers, by language (`retrieval.search.calibration`).
        vectors: how the vectors are kept.
        created: when, in ISO 8601, UTC.
        files: the SHA-256 of each file of the snapshot, in hex, by its path in it.
    """

    version: int
    snapshot: str
    encoder_hash: str
    width: int
    entries: int
    passages: int
    weights: dict[str, list[float]]
    vectors: VectorSettings
    created: str
    files: dict[str, str] = field(repr=False)

    @classmethod
    def load(cls, folder: Path) -> "Manifest":
        """Reads the manifest of the index in `folder`.

        Raises:
            IndexFileError: there is none, it is damaged, or another version of Heed wrote it.
        """
        path = folder / MANIFEST
        if not path.is_file():
            raise IndexFileError(f"{folder} holds no index; build one with `heed index build`")
        try:
            record = json.loads(path.read_text(encoding="utf-8"))
            if record.get("version") != VERSION:
                raise IndexFileError(f"the index in {folder} was made by another version of Heed; build it anew with `heed index build`")
            return msgspec.convert(record, cls)
        except (ValueError, AttributeError) as error:
            raise IndexFileError(f"{path} is damaged ({error}); build the index anew with `heed index build`") from error

    def save(self, folder: Path) -> None:
        """Replaces the manifest in `folder` at once; it is on the disk when this returns."""
        path = folder / MANIFEST
        beside = path.with_suffix(f".{os.getpid()}.tmp")
        with beside.open("wb") as file:
            file.write(msgspec.json.format(msgspec.json.encode(self)) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)


def holds_index(folder: Path) -> bool:
    """Whether an index was ever written to `folder`."""
    return (folder / MANIFEST).is_file()
