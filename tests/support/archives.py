"""Model archives with little in them, for what only looks after archives."""

import io
import json
import tarfile
from collections.abc import Mapping
from pathlib import Path


def write_archive(path: Path, name: str, files: Mapping[str, bytes] | None = None) -> None:
    """Writes an archive as `rasa train` does, with the name in its metadata, and further files."""
    with tarfile.open(path, "w:gz") as tar:
        for file, content in {"metadata.json": json.dumps({"name": name}).encode(), **(files or {})}.items():
            entry = tarfile.TarInfo(file)
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))


def name_in(path: Path) -> str:
    """The name that was written into an archive."""
    with tarfile.open(path) as tar:
        content = tar.extractfile("metadata.json")
        assert content
        return str(json.loads(content.read())["name"])
