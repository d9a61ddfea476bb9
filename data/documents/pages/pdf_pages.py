"""PDF files: lines put together from pieces of text, headings told by the size of their letters, running heads and feet left out."""

import io
import itertools
import logging
import math
import re
from collections import Counter
from collections.abc import Callable, Iterator

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from data.documents.blocks import Block, Heading, Page, Text, Unreadable
from data.documents.dates import read_date
from data.documents.pages.meant_headings import with_meant_headings
from data.documents.pages.pdf_lines import Line, lines_of, without_running
from data.documents.tables.table_blocks import table_blocks

MOST_PAGES = 500
LARGEST = 100 << 20
# So much larger than the text are the letters of a heading, and so long it is at most.
LARGER, LONGEST_HEADING = 1.12, 120
# Of so many sizes of headings each is a level.
LEVELS = 5
# Paragraphs stand so many times farther apart than their lines. A line so much shorter than others ends what it says.
APART, SHORT = 1.4, 0.7
LONGEST = 4_000
BULLET = re.compile(r"^(?:[•●▪◦‣·*–—-]|\uf0b7|\d{1,2}[.)])\s+")
HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u00ad]$")
ENDS = re.compile(r"[.!:。！：]$")

logging.getLogger("pypdf").setLevel(logging.ERROR)  # what it mends in a file concerns nobody


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
        pages = [list(lines_of(reader.pages[number])) for number in range(min(count, MOST_PAGES))]
        about = reader.metadata
        date = read_date(about and (about.get("/ModDate") or about.get("/CreationDate")))
        title = " ".join(str((about and about.title) or "").split())
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, OSError, NotImplementedError) as error:
        raise Unreadable(f"it is no PDF, or damaged ({type(error).__name__}: {error})") from error
    if not any(line.text for page in pages for line in page):
        raise Unreadable("it holds pictures of pages and no text; run it through text recognition (OCR) first")
    notes = [f"only the first {MOST_PAGES} of its {count:,} pages were read"] if count > MOST_PAGES else []
    blocks = list(with_meant_headings(list(_blocks([line for page in without_running(pages) for line in page]))))
    first = blocks[0] if blocks else None
    if isinstance(first, Heading) and first.level == 1 and sum(isinstance(b, Heading) and b.level == 1 for b in blocks) == 1:
        title = first.text
        del blocks[0]
    return Page(title if title and not title.lower().endswith((".doc", ".docx", ".indd")) else name, blocks, "", date, notes)


def _blocks(lines: list[Line]) -> Iterator[Block]:
    """Headings, tables, and the lines between them put together to paragraphs and lists."""
    level_of, full, gap = _levels(lines), _full(lines), _gap(lines)
    paragraph = ""
    before: Heading | None = None
    above: Line | None = None
    for is_table, group in _tables(lines):
        if is_table:
            yield from filter(None, (before, Text(paragraph) if paragraph else None))
            paragraph, before, above = "", None, None
            yield from table_blocks([line.cells for line in group], group[0].bold or None)
            continue
        for line in group:
            if level := level_of(line):
                if paragraph:
                    yield Text(paragraph)
                    paragraph = ""
                if before and before.level == level and above and _near(above, line):
                    before = Heading(level, f"{before.text} {line.text}")  # a heading over two lines
                else:
                    if before:
                        yield before
                    before = Heading(level, line.text)
            else:
                if before:
                    yield before
                    before = None
                if paragraph and (len(paragraph) > LONGEST or (above and above.y - line.y > APART * gap)):
                    yield Text(paragraph)
                    paragraph = ""
                paragraph = _joined(paragraph, line.text, ends=above is not None and len(above.text) < SHORT * full)
            above = line
    if before:
        yield before
    if paragraph:
        yield Text(paragraph)


def _tables(lines: list[Line]) -> Iterator[tuple[bool, list[Line]]]:
    """Lines in groups: rows with as many cells each, at least two, are a table."""
    for count, group in itertools.groupby(lines, key=lambda line: len(line.cells)):
        rows = list(group)
        yield count > 1 and len(rows) > 1, rows


def _levels(lines: list[Line]) -> Callable[[Line], int]:
    """Which level a line has as a heading; 0 for text."""
    sizes = Counter[float]()
    for line in lines:
        sizes[line.size] += len(line.text)
    body = sizes.most_common(1)[0][0] if sizes else 1.0
    larger = sorted({line.size for line in lines if _larger(line, body)}, reverse=True)
    bold_body = sum(len(line.text) for line in lines if line.bold) > 0.4 * sum(sizes.values())

    def level(line: Line) -> int:
        if _larger(line, body):
            return min(LEVELS, 1 + larger.index(line.size))
        if line.bold and not bold_body and len(line.text) <= LONGEST_HEADING and not ENDS.search(line.text) and line.size >= body * 0.97:
            return min(LEVELS, len(larger)) + 1
        return 0

    return level


def _full(lines: list[Line]) -> int:
    """How many characters a line has that is written to its end."""
    lengths = sorted(len(line.text) for line in lines)
    return lengths[int(0.9 * (len(lengths) - 1))] if lengths else 0


def _gap(lines: list[Line]) -> float:
    """How far a line of a paragraph stands below the one before it, in points."""
    gaps = sorted(gap for above, line in itertools.pairwise(lines) if 0 < (gap := above.y - line.y) <= 3 * line.size)
    return gaps[len(gaps) // 2] if gaps else math.inf


def _near(above: Line, line: Line) -> bool:
    return above.y - line.y <= 1.45 * line.size


def _larger(line: Line, body: float) -> bool:
    return line.size >= body * LARGER and len(line.text) <= LONGEST_HEADING


def _joined(paragraph: str, line: str, ends: bool) -> str:
    """A paragraph with one more line; where the line above it ended early, they aren't one sentence."""
    if not paragraph:
        return BULLET.sub("- ", line) if BULLET.match(line) and not line[0].isdigit() else line
    if found := BULLET.match(line):
        return f"{paragraph}\n{line if line[0].isdigit() else '- ' + line[found.end() :]}"
    if HYPHEN.search(paragraph) and line[:1].islower():
        return HYPHEN.sub("", paragraph) + line
    return f"{paragraph}\n{line}" if ends and ENDS.search(paragraph) else f"{paragraph} {line}"
