"""The lines of a PDF's pages, with their places; without running heads and feet."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from data.both_scripts import compiled
from data.documents.blocks import tidy

# A line that stands at the edge of so many of the pages, but for its figures, is a running head or foot.
RUNNING, FEWEST = 0.5, 2
EDGE = 3
PAGE_NUMBER = compiled(
    r"^\s{0,9}(?:page|seite|página|第)?\s{0,9}\d{1,4}\s{0,9}(?:(?:of|von|de|/|页)\s{0,9}\d{0,4})?\s{0,9}$", re.IGNORECASE
)
# How some programs write the bullet of a list.
BULLET = "\x7f"
# Lines of so nearly the same height, as a part of their letters' size, are one row.
SAME_HEIGHT = 0.3


class Line(NamedTuple):
    """A line.

    Attributes:
        text: of the line; of a row of cells all of it.
        size: of its letters, in points.
        bold: whether they are bold.
        x, y: where it begins, in points from the left and from below.
        cells: of a row, by themselves; else empty.
    """

    text: str
    size: float
    bold: bool
    x: float = 0.0
    y: float = 0.0
    cells: tuple[str, ...] = ()


def lines_of(page: Any) -> Iterator[Line]:
    """The lines of a page of pypdf's; what stands side by side is one row."""
    row: list[Line] = []
    for line in _lines(page):
        if row and abs(line.y - row[-1].y) <= SAME_HEIGHT * line.size and line.x > row[-1].x:
            row.append(line)
        else:
            yield from _row(row)
            row = [line]
    yield from _row(row)


def without_running(pages: list[list[Line]]) -> list[list[Line]]:
    """The pages without page numbers, and without what stands at the edge of most of them."""
    edges = Counter(key for page in pages for key in {_key(line) for line in (*page[:EDGE], *page[-EDGE:])})
    running = {key for key, count in edges.items() if count >= FEWEST and count >= RUNNING * len(pages)}
    kept = []
    for page in pages:
        at_edge = {*range(EDGE), *range(len(page) - EDGE, len(page))}
        kept.append(
            [line for place, line in enumerate(page) if place not in at_edge or not (_key(line) in running or PAGE_NUMBER.match(line.text))]
        )
    return kept


def _lines(page: Any) -> Iterator[Line]:
    pieces: list[tuple[str, float, bool, tuple[float, float]]] = []

    def visit(text: str, matrix: Sequence[float], text_matrix: Sequence[float], font: Any, size: float) -> None:
        scale = abs(text_matrix[3] or text_matrix[1]) * abs(matrix[3] or matrix[1] or 1)
        name = str((font or {}).get("/BaseFont", "")).lower()
        x, y = text_matrix[4], text_matrix[5]
        at = (x * matrix[0] + y * matrix[2] + matrix[4], x * matrix[1] + y * matrix[3] + matrix[5])
        bold = "bold" in name or "black" in name or "semibold" in name
        pieces.append((text.replace(BULLET, "• "), round(float(size or 1) * (scale or 1), 1), bold, at))

    page.extract_text(visitor_text=visit)
    text, sizes, bold, place = "", Counter[float](), 0, (0.0, 0.0)
    for piece, size, is_bold, at in [*pieces, ("\n", 0.0, False, (0.0, 0.0))]:
        for number, part in enumerate(piece.split("\n")):
            if number:
                if said := tidy(text):
                    yield Line(" ".join(said.split()), sizes.most_common(1)[0][0], 2 * bold > len(said), *place)
                text, sizes, bold = "", Counter(), 0
            if part.strip():
                place = place if text.strip() else at
                sizes[size] += len(part.strip())
                bold += len(part.strip()) if is_bold else 0
            text += part


def _row(lines: list[Line]) -> Iterator[Line]:
    if len(lines) > 1:
        cells = tuple(line.text for line in lines)
        yield lines[0]._replace(text=" ".join(cells), bold=all(line.bold for line in lines), cells=cells)
    else:
        yield from lines


def _key(line: Line) -> str:
    return re.sub(r"\d+", "0", line.text.casefold())
