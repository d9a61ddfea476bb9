"""Brings documents in: each is read into sections, those that haven't changed are left as they are, those that are gone go."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from data.documents.blocks import Unreadable
from data.documents.conversations import ReadsAsConversation, reads_as_conversation
from data.documents.reading import BoundedReader
from data.documents.sections import sections_of
from data.documents.sitemap import Sitemap
from data.documents.store import ENDING, Header, hash_of, header_of, is_of, kept_files, sections_in, write_document
from data.errors import DataError


@dataclass
class ImportedDocuments:
    """What an import did.

    Attributes:
        new, changed, unchanged, removed: documents.
        sections: of those that are new or changed.
        notes: what couldn't be read: a file, and why.
    """

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    sections: int = 0
    notes: list[tuple[Path, str]] = field(default_factory=list)

    @property
    def documents(self) -> int:
        """How many are there now, of those that were imported."""
        return self.new + self.changed + self.unchanged


def import_documents(
    path: Path, files: Sequence[Path], to: Path, report: Callable[[int, int], None] = lambda done, total: None
) -> ImportedDocuments:
    """Reads documents into sections, as they stand: what a company has published isn't redacted of its own telephone numbers.

    A folder's documents are kept together under its name: one that isn't in the folder any more goes. A document that can't be read
    doesn't end the import; what was read of it before stays.

    Args:
        path: what was named: a document, or a folder.
        files: the documents in it.
        to: the folder that holds all kept documents.
        report: is called after each document with how many are done and how many there are.

    Raises:
        DataError: nothing may be written there.
    """
    imported = ImportedDocuments()
    root = path if path.is_dir() else path.parent
    name = path.resolve().name if path.is_dir() else ""
    sitemap = Sitemap(root)
    imported.notes += sitemap.bad
    kept: set[Path] = set()
    try:
        with BoundedReader() as reader:
            for number, file in enumerate(files, start=1):
                target = to / name / file.relative_to(root).parent / f"{file.name}{ENDING}"
                kept.add(target)
                _import(file, root, target, "/".join(filter(None, (name, file.relative_to(root).as_posix()))), sitemap, reader, imported)
                report(number, len(files))
        for left in (file for file in kept_files(to / name) if name and file not in kept):
            file = root / left.relative_to(to / name).with_name(left.name.removesuffix(ENDING))
            if file.is_file() and _may_stay(left):
                imported.notes.append((file, f"it reads as no document any more{_stays(left)}"))
            else:
                left.unlink()
                imported.removed += 1
    except OSError as error:
        raise DataError(f"documents can't be kept in {to}: {error}") from error
    return imported


def _may_stay(kept: Path) -> bool:
    """Whether a document that is kept may be quoted on: it can be read, and is no ticket or conversation itself."""
    try:
        sections = sections_in(kept)
    except DataError:
        return False
    lines = [line for section in sections for text in (*section.headings[-1:], section.text) for line in text.splitlines()]
    return bool(sections) and not reads_as_conversation(sections[0].place.page, lines)


def _stays(target: Path) -> str:
    return f"; what was kept of it before stays, until {target} is deleted" if target.exists() else ""


def _import(file: Path, root: Path, target: Path, name: str, sitemap: Sitemap, reader: BoundedReader, imported: ImportedDocuments) -> None:
    try:
        listed = sitemap.find(file.relative_to(root).as_posix())
        header = Header(name, hash_of(file.read_bytes(), name, str(listed)))
        before = header_of(target)
        if before == header:
            imported.unchanged += 1
            return
        page = reader.read(file)
    except Unreadable as error:
        if isinstance(error, ReadsAsConversation) and target.exists() and (is_of(target, header.hash) or not _may_stay(target)):
            target.unlink()  # an earlier version of this check let it in
            imported.removed += 1
            imported.notes.append((file, f"{error}; what was kept of it before must not stay either, and is removed"))
        else:
            imported.notes.append((file, f"{error}{_stays(target)}"))
        return
    except OSError as error:
        imported.notes.append((file, f"it can't be opened ({error.strerror or error})"))
        return
    if listed:
        page = replace(page, address=page.address or listed.address, date=page.date or listed.date)
    sections = list(sections_of(page, name))
    imported.notes += [(file, note) for note in page.notes]
    if not sections:
        imported.notes.append((file, f"it holds no text besides its headings{_stays(target)}"))
        if target.exists():
            return
    write_document(target, header, sections)
    imported.sections += len(sections)
    imported.new += before is None
    imported.changed += before is not None
