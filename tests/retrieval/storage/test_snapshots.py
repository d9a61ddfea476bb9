"""A snapshot whose files were damaged."""

from pathlib import Path

import pytest

from data.errors import IndexFileError
from retrieval.storage import snapshots as storage
from retrieval.storage.manifest import Manifest
from tests.support.numbered_index import ENCODER


def test_every_damaged_file_is_refused(folder: Path) -> None:
    manifest = Manifest.load(folder)
    for name in manifest.files:
        file = folder / manifest.snapshot / name
        content = file.read_bytes()
        file.write_bytes(content[:-1] + bytes([content[-1] ^ 1]))
        with pytest.raises(IndexFileError, match="is missing or damaged"):
            storage.load(folder, ENCODER.encoder_hash, ENCODER)
        file.write_bytes(content)
    storage.load(folder, ENCODER.encoder_hash, ENCODER)
