"""Documents as they are kept: a file of JSON lines for each, first what it was read from, then its sections."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import msgspec

from data.errors import DataError
from data.records import Section

ENDING = ".jsonl"
# Grows when the same document is read into other sections than before.
VERSION = 2


class Header(msgspec.Struct):
    """The first line: of which content the sections are, by its hash and the version of what read it."""

    source: str
    hash: str
    version: int = VERSION


def hash_of(content: bytes, *more: str) -> str:
    """The hash of a document's content, and of what is known of it besides."""
    return hashlib.sha256("\x1f".join((hashlib.sha256(content).hexdigest(), *more)).encode()).hexdigest()


def header_of(file: Path) -> Header | None:
    """The header of a kept document; none if there is none, or another version of Heed wrote it."""
    header = _header(file)
    return header if header is not None and header.version == VERSION else None


def is_of(file: Path, hash: str) -> bool:
    """Whether a kept document is of the content with this hash, whatever version read it."""
    header = _header(file)
    return header is not None and header.hash == hash


def _header(file: Path) -> Header | None:
    try:
        with file.open("rb") as lines:
            return msgspec.json.decode(lines.readline(), type=Header)
    except (OSError, msgspec.MsgspecError):
        return None


def write_document(file: Path, header: Header, sections: list[Section]) -> None:
    """Puts a document in its place at once; it is on the disk when this returns."""
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with beside.open("wb") as lines:
            lines.writelines(msgspec.json.encode(line) + b"\n" for line in (header, *sections))
            lines.flush()
            os.fsync(lines.fileno())
        beside.replace(file)
    finally:
        beside.unlink(missing_ok=True)


def kept_files(folder: Path) -> list[Path]:
    """The kept documents below a folder, by name."""
    return sorted(file for file in folder.rglob(f"*{ENDING}") if not file.name.startswith(".")) if folder.is_dir() else []


def read_sections(folder: Path) -> Iterator[Section]:
    """All sections that are kept below a folder; none if it isn't there.

    Raises:
        DataError: a file is damaged.
    """
    for file in kept_files(folder):
        yield from sections_in(file)


def sections_in(file: Path) -> list[Section]:
    """The sections of a kept document.

    Raises:
        DataError: it is damaged.
    """
    try:
        lines = file.read_bytes().splitlines()
        msgspec.json.decode(lines[0], type=Header)
        return [msgspec.json.decode(line, type=Section) for line in lines[1:]]
    except (OSError, IndexError, msgspec.MsgspecError) as error:
        raise DataError(f"{file} is damaged ({error}); delete it, and import the documents anew with `heed import`") from error
