"""What stands on page after page is the site's frame and not the page's subject, whatever its theme calls it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from data.folding import folded
from data.languages import HAN
from data.records import Section

# On so many pages, and so large a part of them, a paragraph belongs to the frame.
FEWEST_PAGES, SHARE = 4, 0.25
# A paragraph with so many words (or Chinese characters) and an end tells something: it stays on the first page that has it.
TELLS, TELLS_CHINESE = 8, 16
ENDS = (".", "!", "。", "！")


def without_frame(sections: Sequence[Section]) -> list[Section]:
    """The sections without the paragraphs that most pages share; sections of which nothing is left go."""
    pages: dict[str, dict[str, None]] = defaultdict(dict)
    for section in sections:
        for block in section.text.split("\n\n"):
            pages[folded(block)][section.document] = None
    count = len({section.document for section in sections})
    frame = {block for block, on in pages.items() if len(on) >= FEWEST_PAGES and len(on) >= SHARE * count}
    if not frame:
        return list(sections)
    kept = []
    for section in sections:
        blocks = [block for block in section.text.split("\n\n") if _stays(block, section, frame, pages)]
        if blocks:
            kept.append(replace(section, text="\n\n".join(blocks)))
    return kept


def _stays(block: str, section: Section, frame: set[str], pages: dict[str, dict[str, None]]) -> bool:
    key = folded(block)
    if key not in frame:
        return True
    said = len(HAN.findall(block)) >= TELLS_CHINESE if HAN.search(block) else len(block.split()) >= TELLS
    return said and block.rstrip().endswith(ENDS) and next(iter(pages[key])) == section.document
