"""The blocks of an HTML element: headings, paragraphs, lists, tables as lines of text, accordions as questions with their answers."""

from collections.abc import Callable, Iterator

from selectolax.lexbor import LexborNode

from data.documents.blocks import Block, Faq, Heading, Text, tidy
from data.documents.html_boilerplate import LEADS_AWAY, dropped, phrase
from data.documents.tables import table_text

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
INLINE = frozenset(
    "a abbr b bdi bdo big button cite code data del dfn em font i img ins kbd label mark output picture q rp rt ruby s samp small source "
    "span strike strong sub sup time tt u var wbr".split()
)
ITEMS = ("ul", "ol")
# A list or a paragraph that is links to so large a part leads away.
LINKS = 0.85
FEWEST_LINKS = 2
# The level of a heading that is only a button which unfolds what is below it.
FOLDED = 6


def blocks_of(root: LexborNode) -> list[Block]:
    """The blocks of an element, in their order, without what isn't content."""
    reader = _Reader()
    reader.read(root)
    reader.flush()
    return list(_without_leading_away(reader.blocks))


class _Reader:
    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._inline: list[str] = []
        self._linked = self._links = 0  # characters in links, and how many there are

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
        elif tag == "button" and "aria-controls" in node.attributes and "aria-expanded" in node.attributes:
            self._heading(node, FOLDED)
        elif tag == "br":
            self._inline.append("\n")
        elif dropped(node) or tag == "button":
            return
        elif tag == "details":
            self._accordion(node)
        elif tag == "table":
            self._lines(table_text(_rows(node)))
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
            self.read(node)
        else:
            self.flush()
            self.read(node)
            self.flush()

    def flush(self) -> None:
        """Ends a paragraph."""
        text = tidy("".join(self._inline))
        leads_away = self._links >= FEWEST_LINKS and self._linked >= LINKS * len(text)
        if text and not leads_away and not phrase(text):
            self.blocks.append(Text(text))
        self._inline, self._linked, self._links = [], 0, 0

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
        for number, item in enumerate((child for child in node.iter() if child.tag == "li" and not dropped(child)), start=1):
            inner = _inner(item, lambda child: True)
            if any(isinstance(block, Heading | Faq) for block in inner):
                reader.blocks += inner  # a list that only lays out a page
            elif text := "\n".join(_texts(inner)):
                items.append((f"{number}. " if node.tag == "ol" else "- ") + text.replace("\n", "\n  "))
        text = "\n".join(items)
        linked = sum(len(link.text()) for link in node.css("a"))
        if text and not (linked >= LINKS * (len(text) - 2 * len(items)) and len(items) >= FEWEST_LINKS):
            reader.blocks.append(Text(text))
        self.blocks += reader.blocks


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


def _rows(table: LexborNode) -> list[list[str]]:
    rows = []
    for row in table.css("tr"):
        cells = [cell for cell in row.iter() if cell.tag in ("td", "th")]
        rows.append([" ".join("; ".join(_texts(blocks_of(cell))).split()) for cell in cells])
    return rows


def _plain(node: LexborNode) -> str:
    """The text of a heading, without the link to itself that some pages put there."""
    for link in node.css("a[aria-hidden], a.headerlink, a.hash-link, a.anchor, svg, style, script"):
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
