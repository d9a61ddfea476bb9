"""Which files are documents, and who reads them: a new kind of page is a module with a function `read` in `pages/`, and a line here."""

import re
from importlib import import_module
from pathlib import Path, PurePosixPath

from data.documents.blocks import Faq, Page
from data.documents.conversations import refuse_conversation
from data.formats.recognition.chat_documents import is_chat_document

# By the ending of a file's name, the module of `pages/` that reads it. Each is imported when it is needed: together they take a second.
PAGES = {
    **dict.fromkeys((".md", ".markdown", ".mdx"), "markdown_pages"),
    **dict.fromkeys((".html", ".htm", ".xhtml"), "html_pages"),
    ".pdf": "pdf_pages",
    ".docx": "word_pages",
}
TABLES = (".csv", ".tsv", ".xlsx")
# Larger tables aren't looked into: an FAQ is written by people.
LARGEST_TABLE = 32 << 20
# Folders in which downloads of messengers and desks keep what people wrote. Words that a help centre has topics about, too (“tickets”),
# tell only together with a page that is numbered.
OF_PEOPLE = re.compile(
    r"(?:^|[\W_])(?:inbox|outbox|conversations?|transcripts?|e2ee_cutover|archived_threads|direct[ _-]?messages?|dms)(?:[\W_]|$)"
    r"|^(?:messages|chats)$",
    re.IGNORECASE,
)
MAY_BE_OF_PEOPLE = re.compile(r"message|chat|ticket|case", re.IGNORECASE)
NUMBERED_MESSAGE = re.compile(r"^(?:messages|(?:messages?|chats?|conversations?|tickets?|transcripts?)[ _-]?\d+)$", re.IGNORECASE)
NUMBERED = re.compile(r"^\d+$|(?:^|[^\w]|_)\d{3,}$|\d{4}-\d\d-\d\d")
# Behind the name of a page that Notion exported.
HASH = re.compile(r"[0-9a-f]{32}$")


def is_of_people(name: PurePosixPath) -> bool:
    """Whether a page's path says that it holds messages of people, which are no help documents: `messages/inbox/ines_12/message_1.html`."""
    if NUMBERED_MESSAGE.match(name.stem) and name.suffix.lower() in (".html", ".htm"):
        return True
    folders = name.parts[:-1]
    if any(OF_PEOPLE.search(folder) for folder in folders):
        return True
    return any(map(MAY_BE_OF_PEOPLE.search, folders)) and NUMBERED.search(HASH.sub("", name.stem).strip()) is not None


def document_files(path: Path) -> list[Path]:
    """The documents that a path leads to: itself, or those in a folder and the folders below it, by name; hidden ones are passed over.

    A folder's pages are found by their endings, a table by its headings: an FAQ has a column of questions and one of answers. Pages whose
    path says that they hold messages of people are passed over, too.
    """
    if not path.is_dir():
        return [path] if is_document(path) else []
    files = sorted(file for file in path.rglob("*") if file.is_file() and not _hidden(file, path))
    return [file for file in files if is_document(file) and not _is_of_people(file, path)]


def pages_of_people(path: Path) -> list[Path]:
    """The pages in a folder that `document_files` passes over because their path says that they hold messages of people."""
    return [file for file in sorted(path.rglob("*")) if file.is_file() and not _hidden(file, path) and _is_of_people(file, path)]


def is_document(file: Path) -> bool:
    """Whether a file is a document; one that can't be looked into is none, nor is a chat that was saved as one."""
    ending = file.suffix.lower()
    if ending in PAGES or ending not in TABLES:
        return ending in PAGES and file.is_file() and not _is_chat(file)
    from data.documents.tables.faq_tables import is_faq

    try:
        return file.stat().st_size <= LARGEST_TABLE and is_faq(file.name, file.read_bytes())
    except OSError:
        return False


def read_document(file: Path) -> Page:
    """Reads a file.

    Raises:
        Unreadable: it can't be read, or is a ticket or a conversation.
        OSError: it isn't there, or may not be opened.
    """
    ending = file.suffix.lower()
    if ending in TABLES:
        from data.documents.tables.faq_tables import read_faq

        return read_faq(file.read_bytes(), _named(file), ending)
    page: Page = import_module(f"data.documents.pages.{PAGES[ending]}").read(file.read_bytes(), _named(file))
    lines = [line for block in page.blocks if not isinstance(block, Faq) for line in block.text.splitlines()]
    refuse_conversation(page.title, lines)
    return page


def _named(file: Path) -> str:
    """A title for a page that has none."""
    name = file.parent.name if file.stem.lower() in ("index", "readme") and file.parent.name else file.stem
    return " ".join(name.replace("_", " ").replace("-", " ").split()) or "Document"


def _is_chat(file: Path) -> bool:
    try:
        return is_chat_document(file)
    except OSError:
        return False


def _is_of_people(file: Path, folder: Path) -> bool:
    """Whether it is a page of messages by its path; a table is known by its headings."""
    return file.suffix.lower() in PAGES and is_of_people(PurePosixPath(file.relative_to(folder).as_posix()))


def _hidden(file: Path, folder: Path) -> bool:
    """Whether the file, or a folder on the way to it, has a name that begins with a dot, or holds a saved page's pictures."""
    parts = file.relative_to(folder).parts
    return any(part.startswith(".") for part in parts) or any(part.endswith("_files") for part in parts[:-1])
