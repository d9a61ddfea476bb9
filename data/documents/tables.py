"""Tables as lines that can be read aloud: each row by its first cell, the others by their columns' headings."""

from collections.abc import Sequence

# A table with longer first rows has no headings.
LONGEST_HEADING = 60
MOST_ROWS = 500


def table_text(rows: Sequence[Sequence[str]]) -> str:
    """A line a row: “- UK: Standard 2–3 working days; Express the next one”. A table of one column is a list."""
    rows = [[cell.strip() for cell in row] for row in rows if any(cell.strip() for cell in row)][:MOST_ROWS]
    if not rows:
        return ""
    width = max(map(len, rows))
    if width == 1:
        return "\n".join(row[0] for row in rows)
    headed = len(rows) > 1 and all(len(cell) <= LONGEST_HEADING for cell in rows[0]) and len(rows[0]) == width
    heads = rows[0] if headed and width > 2 else [""] * width
    lines = []
    for row in rows[1:] if headed else rows:
        first, *others = row
        told = [f"{head} {cell}".strip() if head else cell for head, cell in zip(heads[1:], others) if cell]
        lines.append(f"- {first}: {'; '.join(told)}" if first and told else f"- {first or '; '.join(told)}")
    return "\n".join(lines)
