"""Word documents (.docx): headings by their styles, lists, tables, in their order."""

import re
from collections.abc import Iterator
from typing import Any

import docx
from docx.table import Table
from docx.text.paragraph import Paragraph

from data.documents.archives import checked_archive
from data.documents.blocks import Block, Heading, Page, Text, Unreadable, tidy
from data.documents.dates import read_date
from data.documents.tables import table_text

HEADING = re.compile(r"^(?:heading|überschrift|titre|título|titolo|kop|rubrik|标题|見出し)\s*(\d)$", re.IGNORECASE)
TITLES = frozenset(("title", "titel", "titre", "título", "标题"))
LIST = re.compile(r"list|aufzählung|liste|lista", re.IGNORECASE)
CONTENTS = re.compile(r"^toc\b|^(?:header|footer|footnote text)$", re.IGNORECASE)
# A paragraph in bold, so short and without an end, is meant as a heading.
LONGEST_BOLD, BOLD_LEVEL = 80, 4
MOST_BLOCKS = 20_000


def read(content: bytes, name: str) -> Page:
    """A document.

    Args:
        content: the file.
        name: its name, for a document without a title.

    Raises:
        Unreadable: it is damaged, encrypted, or made to fill the memory.
    """
    stream = checked_archive(content)
    try:
        document = docx.Document(stream)
        title = ""
        blocks: list[Block] = []
        for style, level, text in _paragraphs(document):
            if style in TITLES and not title:
                title = text
            elif level:
                blocks.append(Heading(level, text))
            elif style == "list" and blocks and isinstance(blocks[-1], Text) and blocks[-1].text.rpartition("\n")[2].startswith("- "):
                blocks[-1] = Text(f"{blocks[-1].text}\n- {text}")
            else:
                blocks.append(Text(f"- {text}" if style == "list" else text))
        properties = document.core_properties
        notes = [f"only its first {MOST_BLOCKS:,} paragraphs were read"] if len(blocks) >= MOST_BLOCKS else []
        title = title or _own_title(blocks) or (properties.title or "").strip() or name
        return Page(title, blocks, "", read_date(properties.modified or properties.created), notes)
    except (KeyError, ValueError, AttributeError, IndexError, TypeError, SyntaxError) as error:  # lxml's errors are SyntaxErrors
        raise Unreadable(f"it is no Word document, or damaged ({type(error).__name__}: {error})") from error


def _own_title(blocks: list[Block]) -> str:
    """The text of a heading that stands first and alone on its level, which is taken out."""
    if not blocks or not isinstance(blocks[0], Heading) or sum(isinstance(b, Heading) and b.level <= blocks[0].level for b in blocks) > 1:
        return ""
    return blocks.pop(0).text  # type: ignore[union-attr]


def _paragraphs(document: Any) -> Iterator[tuple[str, int, str]]:
    """Style (folded; `list` for items), level (0 for text), and text."""
    for place, item in enumerate(document.iter_inner_content()):
        if place >= MOST_BLOCKS:
            return
        if isinstance(item, Table):
            if text := table_text([[" ".join(cell.text.split()) for cell in row.cells] for row in item.rows]):
                yield "table", 0, text
        elif isinstance(item, Paragraph) and (text := tidy(item.text)):
            style = (item.style.name or "").casefold() if item.style else ""
            found = HEADING.match(style)
            if CONTENTS.match(style):
                continue
            if found:
                yield style, int(found[1]) or 1, text
            elif (item._p.pPr is not None and item._p.pPr.numPr is not None) or LIST.search(style):
                yield "list", 0, text
            elif len(text) <= LONGEST_BOLD and text[-1] not in ".!:;,。！：" and _bold(item):
                yield style, BOLD_LEVEL, text
            else:
                yield style, 0, text


def _bold(paragraph: Paragraph) -> bool:
    runs = [run for run in paragraph.runs if run.text.strip()]
    return bool(runs) and all(run.bold for run in runs)
