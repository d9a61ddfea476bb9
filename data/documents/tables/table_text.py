"""Tables as lines that can be read aloud: each row by its first cell, the others by their columns' headings."""

from collections.abc import Sequence

# A table with longer first rows has no headings.
LONGEST_HEADING = 60
MOST_ROWS = 500


def table_text(rows: Sequence[Sequence[str]], headed: bool | None = None) -> str:
    """A line a row: “- UK: Standard 2–3 working days; Express the next one”. A table of one column is a list.

    Args:
        rows: of cells.
        headed: whether the first row holds headings, where the document says so. Of a table that doesn't say it, short first cells are
            taken for headings if there are three columns or more, which then stand before what is below them; of two columns the first row
            is kept as a line, since it may say something.
    """
    rows = [[cell.strip() for cell in row] for row in rows if any(cell.strip() for cell in row)][:MOST_ROWS]
    if not rows:
        return ""
    width = max(map(len, rows))
    if width == 1:
        return "\n".join(row[0] for row in rows)
    likely = all(len(cell) <= LONGEST_HEADING for cell in rows[0]) and len(rows[0]) == width
    first_heads = len(rows) > 1 and likely and (width > 2 if headed is None else headed)
    heads = rows[0] if first_heads and width > 2 else [""] * width
    lines = []
    for row in rows[1:] if first_heads else rows:
        first, *others = row
        told = [f"{head} {cell}".strip() if head else cell for head, cell in zip(heads[1:], others) if cell]
        lines.append(f"- {first}: {'; '.join(told)}" if first and told else f"- {first or '; '.join(told)}")
    return "\n".join(lines)
