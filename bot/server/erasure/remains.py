"""Which files of a workspace still hold what an erased conversation said: models, backups, reports, whatever lies there."""

from __future__ import annotations

import gzip
import html
import json
import tarfile
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Protocol

from data.redaction.patterns import redact

# A shorter sentence is said by many; a shorter id stands for other things, too.
SHORTEST, SHORTEST_ID = 20, 16
CHUNK = 1 << 22
# The code, and encoders: nothing that customers said gets there.
PASSED_OVER = (".git", ".venv", "node_modules", "__pycache__", "encoders")
UNREADABLE = (OSError, EOFError, tarfile.TarError, zipfile.BadZipFile, RuntimeError, ValueError)


class Readable(Protocol):
    """A file that is open, or a part of an archive."""

    def read(self, size: int, /) -> bytes: ...


@dataclass(frozen=True)
class Remains:
    """A file that holds words of an erased conversation, and since when (ISO 8601, UTC)."""

    file: Path
    since: str


def needles_of(ids: Iterable[str], texts: Iterable[str]) -> list[bytes]:
    """What to look for: ids, and each line of the texts that is long enough to be one person's, in the ways in which files write it."""
    lines = {line.strip() for text in texts for each in (text, redact(text).text) for line in each.splitlines()}
    found = {*(name for name in ids if len(name) >= SHORTEST_ID), *(line for line in lines if len(line) >= SHORTEST)}
    written = {
        way for each in found for way in (each, json.dumps(each)[1:-1], json.dumps(each, ensure_ascii=False)[1:-1], html.escape(each))
    }
    return sorted(way.encode("utf-8", "surrogatepass") for way in written if way)


def remains_in(root: Path, needles: list[bytes], passed_over: Path | None = None) -> list[Remains]:
    """The files below a folder that hold one of the needles, by name, but for those in `passed_over`; archives (tar, zip, gzip) are
    looked into.

    An archive that can't be read is among them: it may hold them.
    """
    if not needles or not root.is_dir():
        return []
    return [Remains(file, _since(file)) for file in _files(root, passed_over) if holds_any(file, needles)]


def _files(root: Path, passed_over: Path | None) -> Iterator[Path]:
    for path in sorted(root.iterdir()):
        if path.is_symlink() or path.name in PASSED_OVER or path == passed_over:
            continue
        if path.is_dir():
            yield from _files(path, passed_over)
        elif path.is_file():
            yield path


def holds_any(file: Path, needles: list[bytes]) -> bool:
    """Whether a file holds one of the needles, as it is or packed in it."""
    with file.open("rb") as plain:
        if _holds(plain, needles):
            return True
    try:
        return any(_holds(part, needles) for part in _packed(file))
    except UNREADABLE:
        return True


def _packed(file: Path) -> Iterator[Readable]:
    """What is packed in a file."""
    if tarfile.is_tarfile(file):
        with tarfile.open(file) as archive:
            yield from (content for member in archive if member.isfile() and (content := archive.extractfile(member)))
    elif zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as packed:
            for name in packed.namelist():
                with packed.open(name) as content:
                    yield content
    elif file.suffix == ".gz":
        with gzip.open(file, "rb") as unpacked:
            yield unpacked


def _holds(content: Readable, needles: list[bytes]) -> bool:
    longest = max(map(len, needles))
    before = b""
    while chunk := content.read(CHUNK):
        window = before + chunk
        if any(needle in window for needle in needles):
            return True
        before = window[-longest:]
    return False


def _since(file: Path) -> str:
    return datetime.fromtimestamp(file.stat().st_mtime, timezone.utc).isoformat(timespec="seconds")
