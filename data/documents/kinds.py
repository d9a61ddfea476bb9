"""Which files are documents, and who reads them: a new kind is a file with `ENDINGS` and a reader, and a line here."""

from collections.abc import Callable
from pathlib import Path

from data.documents import faq_tables, html_pages, markdown_pages, pdf_pages, word_pages
from data.documents.blocks import Page

Reader = Callable[[bytes, str], Page]

READERS: dict[str, Reader] = {
    **dict.fromkeys(markdown_pages.ENDINGS, markdown_pages.read_markdown),
    **dict.fromkeys(html_pages.ENDINGS, html_pages.read_html),
    **dict.fromkeys(pdf_pages.ENDINGS, pdf_pages.read_pdf),
    **dict.fromkeys(word_pages.ENDINGS, word_pages.read_word),
}
# Larger tables aren't looked into: an FAQ is written by people.
LARGEST_TABLE = 32 << 20
# What office programs hold text in besides, and what to do about it.
OTHERS = dict.fromkeys((".doc", ".odt", ".rtf", ".pages", ".ppt", ".pptx", ".epub"), "save it as .docx or .pdf")


def document_files(path: Path) -> list[Path]:
    """The documents that a path leads to: itself, or those in a folder and the folders below it, by name; hidden ones are passed over.

    A folder's pages are found by their endings, a table by its headings: an FAQ has a column of questions and one of answers.
    """
    files = sorted(file for file in path.rglob("*") if file.is_file() and not _hidden(file, path)) if path.is_dir() else [path]
    return [file for file in files if is_document(file)]


def is_document(file: Path) -> bool:
    """Whether a file is a document; one that can't be looked into is none."""
    ending = file.suffix.lower()
    if ending in READERS:
        return file.is_file()
    try:
        return ending in faq_tables.ENDINGS and file.stat().st_size <= LARGEST_TABLE and faq_tables.is_faq(file.name, file.read_bytes())
    except OSError:
        return False


def read_document(file: Path) -> Page:
    """Reads a file.

    Raises:
        Unreadable: it can't be read.
        OSError: it isn't there, or may not be opened.
    """
    content = file.read_bytes()
    if file.suffix.lower() in faq_tables.ENDINGS:
        return faq_tables.read_faq(content, _named(file), file.suffix.lower())
    return READERS[file.suffix.lower()](content, _named(file))


def _named(file: Path) -> str:
    """A title for a page that has none."""
    name = file.parent.name if file.stem.lower() in ("index", "readme") and file.parent.name else file.stem
    return " ".join(name.replace("_", " ").replace("-", " ").split()) or "Document"


def _hidden(file: Path, folder: Path) -> bool:
    """Whether the file, or a folder on the way to it, has a name that begins with a dot, or holds a saved page's pictures."""
    parts = file.relative_to(folder).parts
    return any(part.startswith(".") for part in parts) or any(part.endswith("_files") for part in parts[:-1])
