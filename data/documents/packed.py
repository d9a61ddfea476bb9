"""Documents in one file: a zip, as Notion and Confluence export them, or a help centre's articles in JSON. They are laid out in a folder
of their own for the time of the import.
"""

import json
import logging
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from data.documents.article_exports import HEAD, LARGEST, articles_of, holds_articles
from data.documents.kinds import PAGES, is_of_people
from data.formats.recognition.registry import is_of_a_desk

# What one archive may hold.
MOST_FILES, MOST_BYTES, LARGEST_FILE = 20_000, 1 << 30, 64 << 20
ENDINGS = (*PAGES, ".xml")
DEEPEST = 2
JSON = (".json", ".jsonl", ".ndjson")
# What reading a damaged archive, or one that is packed in a way that isn't known here, may raise.
DAMAGED = (OSError, EOFError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ValueError)
log = logging.getLogger(__name__)


def packed_files(path: Path) -> list[Path]:
    """The files that hold documents, of a folder or the one that is named."""
    if not path.is_dir():
        return [path] if is_packed(path) else []
    files = sorted(file for file in path.rglob("*") if file.is_file() and not _is_beside(PurePosixPath(file.relative_to(path).as_posix())))
    return [file for file in files if is_packed(file)]


def is_packed(file: Path) -> bool:
    """Whether a file holds documents and no logs: a zip of pages, or articles in JSON. One that can't be looked into holds none."""
    try:
        if file.suffix.lower() in JSON:
            if file.stat().st_size > LARGEST:
                return False
            with file.open("rb") as stream:
                head = stream.read(HEAD)
            if not holds_articles(head):
                return False
            content = file.read_bytes()
            return bool(articles_of(content)) and not _is_log(content)
        if file.suffix.lower() == ".zip":
            with zipfile.ZipFile(file) as archive:
                return _holds_pages(archive)
    except DAMAGED as problem:
        log.debug("%s can't be looked into: %s", file, problem)
    return False


def _is_log(content: bytes) -> bool:
    """Whether JSON is a log of a desk that is known: then nothing in it is published as a document."""
    text = content.decode("utf-8-sig")
    try:
        values: list[object] = [json.loads(text)]
    except ValueError:
        values = [json.loads(line) for line in text.splitlines() if line.strip()]
    return any(map(is_of_a_desk, values))


@contextmanager
def laid_out(file: Path) -> Iterator[Path]:
    """The documents of a file in a folder with its name, which is gone afterwards; members of an archive that are damaged are passed over
    with a warning.

    Raises:
        OSError, zipfile.BadZipFile: the file itself can't be read.
    """
    with tempfile.TemporaryDirectory(prefix="heed-documents-") as held:
        folder = Path(held) / file.stem
        folder.mkdir()
        if file.suffix.lower() in JSON:
            for name, page in articles_of(file.read_bytes()):
                (folder / name).write_text(page, encoding="utf-8")
        else:
            with zipfile.ZipFile(file) as archive:
                _unpack(archive, folder, [MOST_FILES, MOST_BYTES], 1)
        yield folder


def _holds_pages(archive: zipfile.ZipFile) -> bool:
    """Whether an archive holds pages, or further archives of an export in parts, and at most some tables beside them."""
    names = [PurePosixPath(member.filename) for member in archive.infolist() if not member.is_dir()]
    pages = sum(name.suffix.lower() in PAGES and not _is_beside(name) for name in names)
    parts = sum(name.suffix.lower() == ".zip" and "part" in name.name.casefold() for name in names)
    logs = sum(name.suffix.lower() in (*JSON, ".eml", ".mbox", ".txt") for name in names)
    tables = sum(name.suffix.lower() in (".csv", ".tsv", ".xlsx") for name in names)
    of_people = any((name.name.startswith("messages") and name.suffix == ".html") or is_of_people(name) for name in names)
    return not logs and pages + parts > tables and not of_people


def _is_beside(name: PurePosixPath) -> bool:
    return any(part.startswith((".", "__MACOSX")) or part.endswith("_files") for part in name.parts)


def _unpack(archive: zipfile.ZipFile, folder: Path, left: list[int], depth: int) -> None:
    """Writes an archive's pages below a folder, within what is left of the bounds; names can't lead out of it."""
    for member in archive.infolist():
        name = PurePosixPath(member.filename.replace("\\", "/"))
        if member.is_dir() or (_is_beside(name) and ".." not in name.parts) or name.suffix.lower() not in (*ENDINGS, ".zip"):
            continue
        if why := _refused(member, name, left):
            log.warning("%s in %s is passed over: %s", member.filename, folder.name, why)
            continue
        try:
            if name.suffix.lower() == ".zip" and depth < DEEPEST:
                with archive.open(member) as stream, zipfile.ZipFile(stream) as inner:
                    if not _holds_pages(inner):
                        log.warning("%s in %s is passed over: it holds other things than pages", member.filename, folder.name)
                        continue
                    _unpack(inner, folder, left, depth + 1)
            elif name.suffix.lower() == ".zip":
                log.warning("%s in %s is passed over: it lies too deep in other archives; unpack those first", member.filename, folder.name)
            else:
                with archive.open(member) as stream:
                    content = stream.read(LARGEST_FILE)
                left[:] = [left[0] - 1, left[1] - member.file_size]
                target = folder.joinpath(*name.parts)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(content)
        except DAMAGED as problem:
            log.warning("%s in %s is passed over: it is damaged or packed in an unknown way (%s)", member.filename, folder.name, problem)


def _refused(member: zipfile.ZipInfo, name: PurePosixPath, left: Sequence[int]) -> str:
    """Why a member of an archive isn't unpacked within what is left of the bounds; empty if it is."""
    if ".." in name.parts or name.is_absolute():
        return "its name leads out of the folder"
    if member.flag_bits & 1:
        return "it is encrypted; export it without a password"
    if member.file_size > LARGEST_FILE:
        return f"it would unpack to {member.file_size >> 20:,} MB, a page has at most {LARGEST_FILE >> 20}"
    if left[0] <= 0 or left[1] < member.file_size:
        return f"an archive may hold {MOST_FILES:,} files of {MOST_BYTES >> 30} GB in all; split it"
    return ""
