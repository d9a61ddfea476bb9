"""PDF files: lines put together from pieces of text, headings told by the size of their letters, running heads and feet left out."""

import io
import logging
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from data.documents.blocks import Block, Heading, Page, Text, Unreadable, tidy
from data.documents.dates import read_date

MOST_PAGES = 500
LARGEST = 100 << 20
# So much larger than the text are the letters of a heading, and so long it is at most.
LARGER, LONGEST_HEADING = 1.12, 120
# Of so many sizes of headings each is a level.
LEVELS = 5
# A line that stands at the edge of so many of the pages, but for its figures, is a running head or foot.
RUNNING = 0.5
EDGE = 2
BULLET = re.compile(r"^(?:[•●▪◦‣·*–—-]|\uf0b7|\d{1,2}[.)])\s+")
PAGE_NUMBER = re.compile(
    r"^\s{0,9}(?:page|seite|página|第)?\s{0,9}\d{1,4}\s{0,9}(?:(?:of|von|de|/|页)\s{0,9}\d{0,4})?\s{0,9}$", re.IGNORECASE
)
HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u00ad]$")
ENDS = re.compile(r"[.!?:。！？：]$")

logging.getLogger("pypdf").setLevel(logging.ERROR)  # what it mends in a file concerns nobody


class Line(NamedTuple):
    """A line: its text, the size of its letters, in points, and whether they are bold."""

    text: str
    size: float
    bold: bool


def read(content: bytes, name: str) -> Page:
    """A document.

    Args:
        content: the file.
        name: its name, for a document without a title.

    Raises:
        Unreadable: it is damaged, needs a password, or holds pictures of pages instead of text.
    """
    if len(content) > LARGEST:
        raise Unreadable(f"it has {len(content) >> 20} MB, more than {LARGEST >> 20}")
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable("it needs a password; save it without one")
        count = len(reader.pages)
        pages = [list(_lines(reader.pages[number])) for number in range(min(count, MOST_PAGES))]
        about = reader.metadata
        date = read_date(about and (about.get("/ModDate") or about.get("/CreationDate")))
        title = " ".join(str((about and about.title) or "").split())
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError, NotImplementedError) as error:
        raise Unreadable(f"it is no PDF, or damaged ({type(error).__name__}: {error})") from error
    if not any(line.text for page in pages for line in page):
        raise Unreadable("it holds pictures of pages and no text; run it through text recognition (OCR) first")
    notes = [f"only the first {MOST_PAGES} of its {count:,} pages were read"] if count > MOST_PAGES else []
    blocks = list(_blocks([line for page in _without_running(pages) for line in page]))
    first = blocks[0] if blocks else None
    if isinstance(first, Heading) and first.level == 1 and sum(isinstance(b, Heading) and b.level == 1 for b in blocks) == 1:
        title = first.text
        del blocks[0]
    return Page(title if title and not title.lower().endswith((".doc", ".docx", ".indd")) else name, blocks, "", date, notes)


def _lines(page: Any) -> Iterator[Line]:
    pieces: list[tuple[str, float, bool]] = []

    def visit(text: str, matrix: Sequence[float], text_matrix: Sequence[float], font: Any, size: float) -> None:
        scale = abs(text_matrix[3] or text_matrix[1]) * abs(matrix[3] or matrix[1] or 1)
        name = str((font or {}).get("/BaseFont", "")).lower()
        pieces.append((text, round(float(size or 1) * (scale or 1), 1), "bold" in name or "black" in name or "semibold" in name))

    page.extract_text(visitor_text=visit)
    text, sizes, bold = "", Counter[float](), 0
    for piece, size, is_bold in [*pieces, ("\n", 0.0, False)]:
        for number, part in enumerate(piece.split("\n")):
            if number:
                if said := tidy(text):
                    yield Line(" ".join(said.split()), sizes.most_common(1)[0][0], 2 * bold > len(said))
                text, sizes, bold = "", Counter(), 0
            text += part
            if part.strip():
                sizes[size] += len(part.strip())
                bold += len(part.strip()) if is_bold else 0


def _without_running(pages: list[list[Line]]) -> list[list[Line]]:
    """The pages without page numbers, and without what stands at the edge of most of them."""
    edges = Counter(key for page in pages for key in {_key(line) for line in (*page[:EDGE], *page[-EDGE:])})
    running = {key for key, count in edges.items() if count >= 3 and count >= RUNNING * len(pages)}
    kept = []
    for page in pages:
        at_edge = {*range(EDGE), *range(len(page) - EDGE, len(page))}
        kept.append(
            [line for place, line in enumerate(page) if place not in at_edge or not (_key(line) in running or PAGE_NUMBER.match(line.text))]
        )
    return kept


def _key(line: Line) -> str:
    return re.sub(r"\d+", "0", line.text.casefold())


def _blocks(lines: list[Line]) -> Iterator[Block]:
    """Headings, and the lines between them put together to paragraphs and lists."""
    sizes = Counter[float]()
    for line in lines:
        sizes[line.size] += len(line.text)
    body = sizes.most_common(1)[0][0] if sizes else 1.0
    larger = sorted({line.size for line in lines if _larger(line, body)}, reverse=True)
    bold_body = sum(len(line.text) for line in lines if line.bold) > 0.4 * sum(sizes.values())
    paragraph = ""
    before: Heading | None = None
    for line in lines:
        level = 0
        if _larger(line, body):
            level = min(LEVELS, 1 + larger.index(line.size))
        elif line.bold and not bold_body and len(line.text) <= LONGEST_HEADING and not ENDS.search(line.text) and line.size >= body * 0.97:
            level = min(LEVELS, len(larger)) + 1
        if level:
            if paragraph:
                yield Text(paragraph)
                paragraph = ""
            if before and before.level == level:
                before = Heading(level, f"{before.text} {line.text}")  # a heading over two lines
            else:
                if before:
                    yield before
                before = Heading(level, line.text)
            continue
        if before:
            yield before
            before = None
        paragraph = _joined(paragraph, line.text)
        if len(paragraph) > 4_000:
            yield Text(paragraph)
            paragraph = ""
    if before:
        yield before
    if paragraph:
        yield Text(paragraph)


def _larger(line: Line, body: float) -> bool:
    return line.size >= body * LARGER and len(line.text) <= LONGEST_HEADING


def _joined(paragraph: str, line: str) -> str:
    if not paragraph:
        return BULLET.sub("- ", line) if BULLET.match(line) and not line[0].isdigit() else line
    if found := BULLET.match(line):
        return f"{paragraph}\n{line if line[0].isdigit() else '- ' + line[found.end() :]}"
    if HYPHEN.search(paragraph) and line[:1].islower():
        return HYPHEN.sub("", paragraph) + line
    return f"{paragraph} {line}"
