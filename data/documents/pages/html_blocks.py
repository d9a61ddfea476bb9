"""The blocks of an HTML element: headings, paragraphs, lists, tables as lines of text, accordions as questions with their answers."""

import re
from collections.abc import Callable, Iterator

from selectolax.lexbor import LexborNode

from data.documents.blocks import Block, Faq, Heading, Text, tidy
from data.documents.pages.html_boilerplate import LEADS_AWAY, dropped, phrase
from data.documents.pages.html_tables import table_rows
from data.documents.pages.meant_headings import MEANT, Bold, unfolds, with_meant_headings
from data.documents.tables.table_blocks import table_blocks

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
INLINE = frozenset(
    "a abbr b bdi bdo big button cite code data del dfn em font i img ins kbd label mark output picture q rp rt ruby s samp small source "
    "span strike strong sub sup time tt u var wbr".split()
)
ITEMS = ("ul", "ol")
# A list or a paragraph that is links to so large a part leads away.
LINKS = 0.85
FEWEST_LINKS = 2
# Part of a paragraph's letters from which on it is all in bold.
ALL_BOLD = 0.95
BOLD = re.compile(r"font-weight:(?:bold|[6-9]00)")


def blocks_of(root: LexborNode) -> list[Block]:
    """The blocks of an element, in their order, without what isn't content."""
    reader = _Reader()
    reader.read(root)
    reader.flush()
    return list(with_meant_headings(list(_without_leading_away(reader.blocks))))


class _Reader:
    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._inline: list[str] = []
        self._linked = self._links = 0  # characters in links, and how many there are
        self._bold = 0  # characters in bold
        self._in_bold = False
        self._tabs: list[str] = []  # the titles of tabs whose panels follow
        self._list_before = (-1, "")  # after how many blocks the last list ended, and its kind

    def read(self, node: LexborNode) -> None:
        for child in node.iter(include_text=True):
            self._child(child)

    def _child(self, node: LexborNode) -> None:
        tag = node.tag or ""
        if node.is_text_node:
            self._inline.append((node.text_content or "").replace("\n", " "))
        elif not node.is_element_node:
            return
        elif tag in HEADINGS:
            self._heading(node, int(tag[1]))
        elif unfolds(node):
            self._heading(node, MEANT)
        elif tag == "br":
            self._inline.append("\n")
        elif (role := node.attributes.get("role")) == "tablist":
            self._tabs = [" ".join(tab.text().split()) for tab in node.css("[role=tab]")]
        elif role == "tabpanel":
            self._panel(node)
        elif dropped(node) or tag == "button" or (tag == "sup" and node.css_first('a[href^="#"]')):  # a note's number
            return
        elif tag == "details":
            self._accordion(node)
        elif tag == "table":
            self.flush()
            self.blocks += table_blocks(*table_rows(node, _cell))
        elif tag == "dl":
            self._definitions(node)
        elif tag in ITEMS:
            self._list(node)
        elif tag == "a":
            before = sum(map(len, self._inline))
            self.read(node)
            self._linked += sum(map(len, self._inline)) - before
            self._links += 1
        elif tag in INLINE:
            self._read_inline(node)
        else:
            self.flush()
            self.read(node)
            self.flush()

    def flush(self) -> None:
        """Ends a paragraph."""
        text = tidy("".join(self._inline))
        leads_away = self._links >= FEWEST_LINKS and self._linked >= LINKS * len(text)
        if any(map(str.isalnum, text)) and not leads_away and not phrase(text):
            written = sum(len(piece.strip()) for piece in self._inline)
            self.blocks.append(Bold(text) if self._bold >= ALL_BOLD * written else Text(text))
        self._inline, self._linked, self._links, self._bold = [], 0, 0, 0

    def _read_inline(self, node: LexborNode) -> None:
        style = (node.attributes.get("style") or "").replace(" ", "").lower()
        begins = not self._in_bold and (node.tag in ("b", "strong") or BOLD.search(style) is not None)
        self._in_bold |= begins
        before = len(self._inline)
        self.read(node)
        if begins:
            self._bold += sum(len(piece.strip()) for piece in self._inline[before:])
            self._in_bold = False

    def _panel(self, node: LexborNode) -> None:
        """What a tab shows, under its title; all of them are said, whichever is shown first."""
        self.flush()
        title = self._tabs.pop(0) if self._tabs else ""
        inner = _inner(node, lambda child: True)
        if title and inner and isinstance(inner[0], Text):
            gap = "\n" if inner[0].text.startswith(("- ", "1. ")) else " "
            inner[0] = Text(f"{title}:{gap}{inner[0].text}")
        self.blocks += inner

    def _lines(self, text: str) -> None:
        self.flush()
        if text:
            self.blocks.append(Text(text))

    def _heading(self, node: LexborNode, level: int) -> None:
        self.flush()
        text = " ".join(_plain(node).split()).strip("#¶§ \u200b")
        if text and not phrase(text):
            self.blocks.append(Heading(level, text, _anchor(node)))

    def _accordion(self, node: LexborNode) -> None:
        self.flush()
        summary = node.css_first("summary")
        question = " ".join(_plain(summary).split()) if summary else ""
        answer = "\n\n".join(_texts(_inner(node, lambda child: child.tag != "summary")))
        if question and answer:
            self.blocks.append(Faq(question, answer, _anchor(node)))
        elif answer:
            self.blocks.append(Text(answer))

    def _definitions(self, node: LexborNode) -> None:
        self.flush()
        term, lines = "", []
        for child in node.css("dt, dd"):
            text = "\n\n".join(_texts(blocks_of(child)))
            if child.tag == "dt":
                term = " ".join(text.split())
            elif term.endswith(("?", "？")):
                self.blocks.append(Faq(term, text, _anchor(child)))
            elif text:
                lines.append(f"{term}: {text}" if term else text)
        self._lines("\n".join(lines))

    def _list(self, node: LexborNode) -> None:
        self.flush()
        reader = _Reader()
        items = []
        start = node.attributes.get("start") or ""
        first = int(start) if start.isdecimal() and len(start) < 5 else 1  # some write a list of its own for each item
        for number, item in enumerate((child for child in node.iter() if child.tag == "li" and not dropped(child)), start=first):
            inner = _inner(item, lambda child: True)
            if any(isinstance(block, Heading | Faq) for block in inner):
                reader.blocks += inner  # a list that only lays out a page
            elif text := "\n".join(_texts(inner)):
                items.append((f"{number}. " if node.tag == "ol" else "- ") + text.replace("\n", "\n  "))
        text = "\n".join(items)
        linked = sum(len(link.text()) for link in node.css("a"))
        leads_away = linked >= LINKS * (len(text) - 2 * len(items)) and len(items) >= FEWEST_LINKS
        if text and not leads_away:
            reader.blocks.append(Text(text))
        goes_on = self._list_before == (len(self.blocks), node.tag) and len(reader.blocks) == 1 and (node.tag == "ul" or first > 1)
        if goes_on and isinstance(before := self.blocks[-1], Text) and isinstance(more := reader.blocks[0], Text):
            self.blocks[-1] = Text(f"{before.text}\n{more.text}")
        else:
            self.blocks += reader.blocks
        self._list_before = (len(self.blocks), node.tag or "") if text and not leads_away else (-1, "")


def _inner(node: LexborNode, wanted: Callable[[LexborNode], bool]) -> list[Block]:
    reader = _Reader()
    for child in node.iter(include_text=True):
        if wanted(child):
            reader._child(child)
    reader.flush()
    return reader.blocks


def _texts(blocks: list[Block]) -> Iterator[str]:
    for block in blocks:
        yield f"{block.question}\n{block.answer}" if isinstance(block, Faq) else block.text


def _cell(cell: LexborNode) -> str:
    return " ".join("; ".join(_texts(blocks_of(cell))).split())


def _plain(node: LexborNode) -> str:
    """The text of a heading, without the link to itself that some pages put there."""
    for link in node.css("a[aria-hidden], a.headerlink, a.hash-link, a.anchor, svg, style, script, .mw-editsection, [hidden]"):
        link.decompose()
    return node.text()


def _anchor(node: LexborNode) -> str:
    """The id that leads to an element, of its own or of a link in it."""
    inner = node.css_first("a[id], a[name], span[id]")
    return node.id or (inner and (inner.id or inner.attributes.get("name"))) or ""


def _without_leading_away(blocks: list[Block]) -> Iterator[Block]:
    """The blocks without sections that only lead to other pages."""
    below: int | None = None  # the level of the heading that leads away
    for block in blocks:
        if isinstance(block, Heading):
            if below is not None and block.level <= below:
                below = None
            if below is None and LEADS_AWAY.search(block.text):
                below = block.level
        if below is None:
            yield block
