"""Documents in one file: a zip, as Notion and Confluence export them, or a help centre's articles in JSON. They are laid out in a folder
of their own for the time of the import.
"""

import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from data.documents.article_exports import HEAD, LARGEST, articles_of, holds_articles
from data.documents.kinds import PAGES

# What one archive may hold.
MOST_FILES, MOST_BYTES, LARGEST_FILE = 20_000, 1 << 30, 64 << 20
ENDINGS = (*PAGES, ".xml")
DEEPEST = 2
JSON = (".json", ".jsonl", ".ndjson")


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
            return holds_articles(head) and bool(articles_of(file.read_bytes()))
        if file.suffix.lower() == ".zip":
            with zipfile.ZipFile(file) as archive:
                return _holds_pages(archive)
    except (OSError, zipfile.BadZipFile, NotImplementedError, RuntimeError, ValueError):
        pass
    return False


@contextmanager
def laid_out(file: Path) -> Iterator[Path]:
    """The documents of a file in a folder with its name, which is gone afterwards.

    Raises:
        OSError, zipfile.BadZipFile: it can't be read.
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
    return not logs and pages + parts > tables and not any(name.name.startswith("messages") and name.suffix == ".html" for name in names)


def _is_beside(name: PurePosixPath) -> bool:
    return any(part.startswith((".", "__MACOSX")) or part.endswith("_files") for part in name.parts)


def _unpack(archive: zipfile.ZipFile, folder: Path, left: list[int], depth: int) -> None:
    """Writes an archive's pages below a folder, within what is left of the bounds; names can't lead out of it."""
    for member in archive.infolist():
        name = PurePosixPath(member.filename.replace("\\", "/"))
        if member.is_dir() or _is_beside(name) or ".." in name.parts or name.is_absolute() or member.flag_bits & 1:
            continue
        if member.file_size > LARGEST_FILE or left[0] <= 0 or left[1] < member.file_size:
            continue
        if name.suffix.lower() == ".zip" and depth < DEEPEST:
            with archive.open(member) as stream, zipfile.ZipFile(stream) as inner:
                _unpack(inner, folder, left, depth + 1)
        elif name.suffix.lower() in ENDINGS:
            left[:] = [left[0] - 1, left[1] - member.file_size]
            target = folder.joinpath(*name.parts)
            target.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(member) as stream:
                target.write_bytes(stream.read(LARGEST_FILE))
