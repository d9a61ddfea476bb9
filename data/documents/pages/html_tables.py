"""An HTML table as rows of texts: cells that span several rows or columns count in each, and whether the first row is one of headings."""

from collections.abc import Callable

from selectolax.lexbor import LexborNode

from data.documents.pages.html_boilerplate import dropped

# Cells, and rows or columns that one of them may span.
MOST_CELLS, LARGEST_SPAN = 20_000, 100
# As much of a text is said again in the other rows or columns that its cell spans: tables in one another would multiply it.
LONGEST_AGAIN = 300


def table_rows(table: LexborNode, text_of: Callable[[LexborNode], str]) -> tuple[list[list[str]], bool | None]:
    """The rows, and whether the first one holds headings; none if the page doesn't say.

    A cell that spans rows stands in each; of one that spans columns the others are empty, but for headings, which stand above each. Where
    it is long, its beginning stands in the others. A table with too many cells ends where they are reached.

    Args:
        table: the element.
        text_of: the text of a cell.
    """
    rows: list[list[str]] = []
    below: dict[int, tuple[str, int]] = {}  # by column: what a cell above says, and for how many rows it goes on
    headed: bool | None = None
    left = MOST_CELLS
    for row in (row for row in table.css("tr") if _of(row, table) and not dropped(row)):
        cells = [cell for cell in row.iter() if cell.tag in ("td", "th")]
        heads = bool(cells) and all(_is_heading(cell) for cell in cells)
        if not rows and cells:
            headed = True if heads else None
        texts: list[str] = []
        for cell in cells:
            _fill(texts, below)
            if len(texts) >= left:
                break
            text, columns, down = text_of(cell), _span(cell, "colspan"), _span(cell, "rowspan")
            again = text if len(text) <= LONGEST_AGAIN else f"{text[:LONGEST_AGAIN].rsplit(' ', 1)[0]} …"
            for place in range(min(columns, left - len(texts))):
                said = again if place == 0 or heads else ""
                if down > 1:
                    below[len(texts)] = (said, down - 1)
                texts.append(text if place == 0 else said)
        last = max(below, default=-1)
        _fill(texts, below)
        while len(texts) <= last:  # a row with fewer cells than those above it
            texts.append("")
            _fill(texts, below)
        if cells:
            rows.append(texts[:left])
            left -= len(rows[-1])
        if left <= 0:
            break
    return rows, headed


def _of(row: LexborNode, table: LexborNode) -> bool:
    """Whether a row is the table's own, and no row of a table in one of its cells, which is read with that cell."""
    above = row.parent
    while above is not None and above.tag != "table":
        above = above.parent
    return above is not None and above.mem_id == table.mem_id


def _fill(texts: list[str], below: dict[int, tuple[str, int]]) -> None:
    """Adds to a row what cells above it say that go on in its next columns."""
    while held := below.pop(len(texts), None):
        text, more = held
        if more > 1:
            below[len(texts)] = (text, more - 1)
        texts.append(text)


def _is_heading(cell: LexborNode) -> bool:
    """Whether a cell is a heading, or written like one: all of it in bold."""
    if cell.tag == "th":
        return True
    said = "".join(cell.text().split())
    return bool(said) and "".join("".join(bold.text().split()) for bold in cell.css("b, strong")) == said


def _span(cell: LexborNode, name: str) -> int:
    given = (cell.attributes.get(name) or "").strip()
    return min(int(given), LARGEST_SPAN) if given.isdecimal() and len(given) < 6 and int(given) else 1
