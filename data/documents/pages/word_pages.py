"""Word documents (.docx): headings by their styles, lists, tables, in their order."""

import itertools
import re
from collections.abc import Iterator
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from data.both_scripts import compiled, in_both_scripts
from data.documents.archives import checked_archive
from data.documents.blocks import Block, Heading, Page, Text, Unreadable, tidy
from data.documents.dates import read_date
from data.documents.pages.meant_headings import with_meant_headings
from data.documents.tables.table_blocks import table_blocks

HEADING = compiled(r"^(?:heading|überschrift|titre|título|titolo|kop|rubrik|标题|見出し)\s*(\d)$", re.IGNORECASE)
TITLES = in_both_scripts(("title", "titel", "titre", "título", "标题"))
LIST = re.compile(r"list|aufzählung|liste|lista", re.IGNORECASE)
CONTENTS = re.compile(r"^toc\b|^(?:header|footer|footnote text)$", re.IGNORECASE)
# A paragraph in bold, so short and without an end, is meant as a heading.
LONGEST_BOLD, BOLD_LEVEL = 80, 4
MOST_BLOCKS, MOST_ROWS = 20_000, 2_000
# What stands around paragraphs: content controls, and text that was inserted while changes were tracked.
AROUND = tuple(map(qn, ("w:sdt", "w:sdtContent", "w:ins", "w:moveTo", "w:customXml", "w:smartTag")))
# A text box, and what holds it a second time, for older programs.
BOX, AGAIN = qn("w:txbxContent"), "}Fallback"
# Text that was taken out, and that of text boxes, which are read by themselves.
NOT_HERE = (*map(qn, ("w:del", "w:moveFrom")), BOX)


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
                title = str(text)
            elif isinstance(text, list):
                blocks += table_blocks(text)
            elif level:
                blocks.append(Heading(level, text))
            elif style == "list" and blocks and isinstance(blocks[-1], Text) and blocks[-1].text.rpartition("\n")[2].startswith("- "):
                blocks[-1] = Text(f"{blocks[-1].text}\n- {text}")
            else:
                blocks.append(Text(f"- {text}" if style == "list" else text))
        properties = document.core_properties
        notes = [f"only its first {MOST_BLOCKS:,} paragraphs were read"] if len(blocks) >= MOST_BLOCKS else []
        blocks = list(with_meant_headings(blocks))
        title = title or _own_title(blocks) or (properties.title or "").strip() or name
        return Page(title, blocks, "", read_date(properties.modified or properties.created), notes)
    except (KeyError, ValueError, AttributeError, IndexError, TypeError, SyntaxError) as error:  # lxml's errors are SyntaxErrors
        raise Unreadable(f"it is no Word document, or damaged ({type(error).__name__}: {error})") from error


def _own_title(blocks: list[Block]) -> str:
    """The text of a heading that stands first and alone on its level, which is taken out."""
    if not blocks or not isinstance(blocks[0], Heading) or sum(isinstance(b, Heading) and b.level <= blocks[0].level for b in blocks) > 1:
        return ""
    return blocks.pop(0).text  # type: ignore[union-attr]


def _paragraphs(document: Any) -> Iterator[tuple[str, int, str | list[list[str]]]]:
    """Style (folded; `list` for items, `table` for tables), level (0 for text), and text or rows."""
    for item in itertools.islice(_items(document.element.body, document), MOST_BLOCKS):
        if isinstance(item, Table):
            yield "table", 0, _rows(item)
        elif text := tidy(_text(item)):
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


def _items(element: Any, parent: Any) -> Iterator[Paragraph | Table]:
    """The paragraphs and tables of an element, in their order, those in content controls and text boxes, too."""
    for child in element.iterchildren():
        if child.tag == qn("w:p"):
            yield Paragraph(child, parent)
            for box in child.iter(BOX):
                if next(box.iterancestors(qn("w:p"))) is child and not any(above.tag.endswith(AGAIN) for above in box.iterancestors()):
                    yield from _items(box, parent)  # one in another box is read with that
        elif child.tag == qn("w:tbl"):
            yield Table(child, parent)
        elif child.tag in AROUND:
            yield from _items(child, parent)


def _text(paragraph: Paragraph) -> str:
    """What a paragraph says once all changes are accepted; python-docx leaves out what was inserted while they were tracked."""
    return "".join(run.text for run in _runs(paragraph))


def _runs(paragraph: Paragraph) -> Iterator[Run]:
    for run in paragraph._p.iter(qn("w:r")):
        above = itertools.takewhile(lambda element: element is not paragraph._p, run.iterancestors())
        if not any(element.tag in NOT_HERE for element in above):
            yield Run(run, paragraph)


def _rows(table: Table) -> list[list[str]]:
    """The rows; of cells that are merged, the first says it in each row, and headings stand above each column."""
    rows = []
    for number, row in enumerate(itertools.islice(table.rows, MOST_ROWS)):
        texts, before = [], None
        for cell in row.cells:
            text = " ".join(" ".join(map(_text, cell.paragraphs)).split())
            texts.append("" if number and cell._tc is before else text)
            before = cell._tc
        rows.append(texts)
    return rows


def _bold(paragraph: Paragraph) -> bool:
    runs = [run for run in _runs(paragraph) if run.text.strip()]
    return bool(runs) and all(run.bold for run in runs)
