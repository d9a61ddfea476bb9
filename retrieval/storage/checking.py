"""Looks an index over without loading it: whole, the right encoder's, and nothing in it that doesn't belong there."""

import zlib
from pathlib import Path

from data.errors import IndexFileError
from retrieval.storage.journal import JOURNAL
from retrieval.storage.manifest import Manifest
from retrieval.storage.snapshots import hash_of


def check_index(folder: Path, encoder_hash: str) -> None:
    """Checks each file of the current snapshot against the manifest, and each line of the journal against its checksum.

    Raises:
        IndexFileError: something is missing, damaged or strange, or another encoder made the index.
    """
    manifest = Manifest.load(folder)
    if manifest.encoder_hash != encoder_hash:
        raise IndexFileError(f"the index in {folder} was made with another encoder ({manifest.encoder_hash[:12]}) than the model's")
    snapshot = folder / manifest.snapshot
    for name, expected in manifest.files.items():
        if not (snapshot / name).is_file() or hash_of(snapshot / name) != expected:
            raise IndexFileError(f"{snapshot / name} is missing or damaged")
    there = {str(file.relative_to(snapshot)) for file in snapshot.rglob("*") if not file.is_dir()}
    if strange := there - set(manifest.files) - {JOURNAL}:
        raise IndexFileError(f"{snapshot} holds {', '.join(sorted(strange))}, which the manifest doesn't name")
    journal = snapshot / JOURNAL
    lines = journal.read_bytes().split(b"\n")[:-1] if journal.is_file() else []
    for number, line in enumerate(lines, start=1):
        checksum, _, content = line.partition(b" ")
        if checksum != b"%08x" % zlib.crc32(content):
            raise IndexFileError(f"{journal} is damaged in line {number}")
