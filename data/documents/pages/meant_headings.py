"""What is meant as a heading and isn't marked as one: a bold line, a question that stands alone, the button that unfolds an answer."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from data.documents.blocks import Block, Heading, Text

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

# The level of a heading that is only meant as one: below all that are marked.
MEANT = 6
LONGEST_BOLD, LONGEST_QUESTION = 80, 160
ENDS = ".!:;,。！：；，…"
QUESTION = re.compile(r"^[^.!?？。！\n]{3,}[?？]$")
# Classes of what unfolds an answer, as themes of help pages and page builders name them.
UNFOLDS = re.compile(
    r"(?:^|[\s_-])(?:accordion|toggle|collaps\w{0,8}|expand\w{0,4}|faqs?|qa)(?:[\s_-]{1,2}\w{1,12}){0,2}?"
    r"[\s_-]{1,2}(?:title|header|heading|question|trigger|control|label)(?=$|[\s_-])",
    re.IGNORECASE,
)


class Bold(Text):
    """A paragraph all in bold."""


def unfolds(node: LexborNode) -> bool:
    """Whether an element is what a reader clicks to unfold an answer, and no more than that."""
    attributes = node.attributes
    if node.tag == "button" or attributes.get("role") == "button":
        return "aria-controls" in attributes and "aria-expanded" in attributes
    return (
        UNFOLDS.search(attributes.get("class") or "") is not None
        and len(node.text()) <= LONGEST_QUESTION
        and node.css_first("p + p, ul, ol, table, h1, h2, h3, h4, h5, h6") is None
    )


def with_meant_headings(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks; a short line in bold, or a question by itself, is the heading of the text that follows it."""
    for block, after in zip(blocks, [*blocks[1:], None]):
        if isinstance(block, Text) and _leads(block) and isinstance(after, Text) and not _leads(after):
            yield Heading(MEANT, block.text)
        else:
            yield block


def _leads(block: Text) -> bool:
    if QUESTION.match(block.text):
        return len(block.text) <= LONGEST_QUESTION and not block.text.startswith("- ")
    return isinstance(block, Bold) and len(block.text) <= LONGEST_BOLD and "\n" not in block.text and block.text[-1] not in ENDS
