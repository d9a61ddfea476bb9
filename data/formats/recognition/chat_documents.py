"""Chats that were saved as documents: Markdown (as signal-export writes it), Word, pages of HTML. They are logs, and never help pages."""

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from data.formats.files.encodings import SAMPLE, Decoded, encoding_of, lines_of
from data.formats.pages import chat_page
from data.formats.text.chats import is_chat

MARKDOWN = (".md", ".markdown")
WORD = ".docx"
PAGES = (".html", ".htm", ".xhtml")
ENDINGS = (*MARKDOWN, WORD)
# Bytes that a document may have, and unpack to.
LARGEST = 64 << 20
EMPHASIS = re.compile(r"\*{1,3}|(?<!\w)_{1,3}(?=\S)|(?<=\S)_{1,3}(?!\w)|^\s{0,3}>\s?")
HEADING = re.compile(r"^\s{0,3}#{1,6}\s+(?P<title>\S.{0,200})$")
NUMBERED = re.compile(r"(?<![\w-])(?P<id>[\w-]{0,40}\d[\w-]{0,40})\W{0,9}$")
RULE = re.compile(r"^\s{0,3}(?:-{3,}|\*{3,}|_{3,})\s*$")


def chat_lines(content: bytes, ending: str) -> list[Decoded]:
    """The lines of a document as those of a text; none if it can't be read."""
    if len(content) > LARGEST:
        return []
    if ending in MARKDOWN:
        lines = lines_of(io.BytesIO(content), encoding_of(content[:SAMPLE]))
        return [plain for line in lines for plain in _plain(line)]
    return [Decoded(number, text) for number, text in enumerate(_paragraphs(content), start=1)]


def is_chat_document(file: Path) -> bool:
    """Whether a file is a chat that was saved as a document; one that can't be read is none.

    Raises:
        OSError: it isn't there, or may not be opened.
    """
    ending = file.suffix.lower()
    if ending in PAGES:
        return file.stat().st_size <= LARGEST and chat_page.recognises(file.read_bytes())
    return ending in ENDINGS and is_chat([line.text for line in chat_lines(file.read_bytes(), ending)])


def _plain(line: Decoded) -> Iterator[Decoded]:
    """A line of Markdown without its marks; what draws a border is one of a text."""
    if RULE.match(line.text):
        yield line._replace(text="-" * 8)
    elif heading := HEADING.match(line.text):
        yield line._replace(text="-" * 8)
        if number := NUMBERED.search(heading["title"]):
            yield line._replace(text=f"Conversation ID: {number['id']}")
    else:
        yield line._replace(text=EMPHASIS.sub("", line.text))


def _paragraphs(content: bytes) -> list[str]:
    """The paragraphs of a Word document, cells of a row of a table between tabs."""
    import docx
    from docx.table import Table, _Cell

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(member.file_size for member in archive.infolist()) > LARGEST:
                return []
        document = docx.Document(io.BytesIO(content))
        found: list[str] = []
        for block in document.iter_inner_content():
            if isinstance(block, Table):
                # Cells as they were written: `row.cells` repeats each as often as its span says, which may be a billion times.
                found += ["\t".join(_Cell(cell, row).text for cell in row._tr.tc_lst) for row in block.rows]
            else:
                found += block.text.split("\n")
        return found
    except Exception:  # a damaged document raises whatever its XML leads to; who reads documents says what is wrong with it
        return []
