"""Which files are documents, and who reads them: a new kind is a module with a function `read`, and a line here."""

from importlib import import_module
from pathlib import Path

from data.documents.blocks import Page

# By the ending of a file's name, the module that reads it. Each is imported when it is needed: together they take a second.
PAGES = {
    **dict.fromkeys((".md", ".markdown", ".mdx"), "markdown_pages"),
    **dict.fromkeys((".html", ".htm", ".xhtml"), "html_pages"),
    ".pdf": "pdf_pages",
    ".docx": "word_pages",
}
TABLES = (".csv", ".tsv", ".xlsx")
# Larger tables aren't looked into: an FAQ is written by people.
LARGEST_TABLE = 32 << 20


def document_files(path: Path) -> list[Path]:
    """The documents that a path leads to: itself, or those in a folder and the folders below it, by name; hidden ones are passed over.

    A folder's pages are found by their endings, a table by its headings: an FAQ has a column of questions and one of answers.
    """
    files = sorted(file for file in path.rglob("*") if file.is_file() and not _hidden(file, path)) if path.is_dir() else [path]
    return [file for file in files if is_document(file)]


def is_document(file: Path) -> bool:
    """Whether a file is a document; one that can't be looked into is none."""
    ending = file.suffix.lower()
    if ending in PAGES or ending not in TABLES:
        return ending in PAGES and file.is_file()
    from data.documents.faq_tables import is_faq

    try:
        return file.stat().st_size <= LARGEST_TABLE and is_faq(file.name, file.read_bytes())
    except OSError:
        return False


def read_document(file: Path) -> Page:
    """Reads a file.

    Raises:
        Unreadable: it can't be read.
        OSError: it isn't there, or may not be opened.
    """
    ending = file.suffix.lower()
    if ending in TABLES:
        from data.documents.faq_tables import read_faq

        return read_faq(file.read_bytes(), _named(file), ending)
    page: Page = import_module(f"data.documents.{PAGES[ending]}").read(file.read_bytes(), _named(file))
    return page


def _named(file: Path) -> str:
    """A title for a page that has none."""
    name = file.parent.name if file.stem.lower() in ("index", "readme") and file.parent.name else file.stem
    return " ".join(name.replace("_", " ").replace("-", " ").split()) or "Document"


def _hidden(file: Path, folder: Path) -> bool:
    """Whether the file, or a folder on the way to it, has a name that begins with a dot, or holds a saved page's pictures."""
    parts = file.relative_to(folder).parts
    return any(part.startswith(".") for part in parts) or any(part.endswith("_files") for part in parts[:-1])
