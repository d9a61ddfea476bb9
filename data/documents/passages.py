"""Sections as pairs that an index takes beside those of dialogues: what a section is about, and what it says."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from data.documents.repeated import without_frame
from data.documents.store import read_sections
from data.languages import HAN, sentences_of
from data.records import Pair, Section

# Longer sections become several passages, at the borders of their paragraphs: an encoder reads no more at once.
LONGEST, LONGEST_CHINESE = 1_200, 500
# A company's own page is trusted wholly.
QUALITY = 1.0


def document_pairs(folder: Path) -> list[Pair]:
    """The pairs of all kept documents.

    Args:
        folder: that holds them, a folder of its own for each import.

    Raises:
        DataError: a kept file is damaged.
    """
    sections = list(read_sections(folder))
    collections = groupby(sections, key=lambda section: section.document.partition("/")[0])
    pairs = [pair for _, each in collections for pair in section_pairs(without_frame(list(each)))]
    return list({pair.id: pair for pair in pairs}.values())


def section_pairs(sections: Iterable[Section]) -> Iterator[Pair]:
    """Each section's pairs: one, or several if it is long.

    The question is the one that the section answers, or its page's title with the headings above it; searched is all of that and the text.
    """
    for section in sections:
        path = list(dict.fromkeys((section.place.page, *section.headings)))
        about = section.question or ": ".join(path)
        above = " ".join(heading for heading in path if heading != section.question) if section.question else ""
        name = f"{section.document}#{section.place.section}"
        for text in _parts(section.text):
            context = f"{above}\n{text}" if above else ""
            yield Pair(about, text, name, section.date, QUALITY, context=context, place=section.place)


def _parts(text: str) -> list[str]:
    """A text in parts that aren't too long, of whole paragraphs; one that is too long itself is cut between its lines or sentences."""
    longest = LONGEST_CHINESE if HAN.search(text) else LONGEST
    if len(text) <= longest:
        return [text]
    parts = [""]
    for block in text.split("\n\n"):
        lines = [block] if len(block) <= longest else block.split("\n")
        pieces = [piece for line in lines for piece in ([line] if len(line) <= longest else sentences_of(line))]
        for number, piece in enumerate(pieces):
            gap = "\n\n" if number == 0 else "\n" if len(lines) > 1 else " "
            if parts[-1] and len(parts[-1]) + len(piece) > longest:
                parts.append("")
            cut = [piece[start : start + longest] for start in range(0, len(piece), longest)]  # what has neither lines nor sentences
            parts[-1] = f"{parts[-1]}{gap if parts[-1] else ''}{cut[0]}"
            parts += cut[1:]
    return parts
