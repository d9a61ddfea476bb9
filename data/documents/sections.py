"""The sections of a page: what stands under each heading, and each question of an FAQ."""

import re
from collections.abc import Iterator

from data.documents.blocks import Faq, Heading, Page
from data.records import Place, Section

ASKS = re.compile(r"[?？]\s*$")
# A heading of so many words with an end is a whole sentence, which says something, too.
STATES = 5
# Characters of a heading that are kept: longer ones are paragraphs that somebody made bold.
LONGEST_HEADING = 200


def sections_of(page: Page, document: str) -> Iterator[Section]:
    """The sections of a page that say something, each numbered by its heading or question, as a reader counts them.

    What stands before the first heading is a section without a number, 0.

    Args:
        page: the page.
        document: the name of its file.
    """
    path: list[Heading] = []
    texts: list[str] = []
    number = 0

    def section() -> Iterator[Section]:
        if texts:
            own = path[-1] if path else Heading(1, "")
            place = Place(page.title, number, _with_anchor(page.address, own.anchor))
            headings = tuple(heading.text for heading in path)
            yield Section(document, place, headings, "\n\n".join(texts), own.text if ASKS.search(own.text) else "", page.date)
            texts.clear()

    for block in page.blocks:
        if isinstance(block, Heading):
            yield from section()
            number += 1
            while path and path[-1].level >= block.level:
                path.pop()
            path.append(block._replace(text=block.text[:LONGEST_HEADING]))
            if block.text.endswith("。") or (block.text.endswith(".") and len(block.text.split()) >= STATES):
                texts.append(block.text)
        elif isinstance(block, Faq):
            yield from section()
            number += 1
            place = Place(block.page or page.title, number, block.address or _with_anchor(page.address, block.anchor))
            headings = tuple(heading.text for heading in path)
            yield Section(document, place, headings, block.answer, block.question[:LONGEST_HEADING], block.date or page.date)
        else:
            texts.append(block.text)
    yield from section()


def _with_anchor(address: str, anchor: str) -> str:
    return f"{address.partition('#')[0]}#{anchor}" if address and anchor else address
