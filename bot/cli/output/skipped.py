"""What could not be used of a file, shown the same way by each command that reads one."""

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from data.formats.bad_rows import BadRow

SHOWN = 20


def show_skipped(bad: Sequence[BadRow], console: Console, skipped: int | None = None, mended: int = 0) -> None:
    """Lists the first skipped and mended rows, each with its reason, and counts all.

    Args:
        bad: the rows, or the first of them.
        skipped, mended: how many there are, if `bad` has not all.
    """
    count = len(bad) if skipped is None else skipped + mended
    for row in bad[:SHOWN]:
        console.print(Text.assemble(("mended" if row.kept else "skipped", "yellow"), f" {row}"), soft_wrap=True)
    if count > SHOWN:
        console.print(Text(f"… and {count - SHOWN:,} more.", style="yellow"))
    console.print(f"{count - mended:,} rows were skipped" + (f", {mended:,} were mended." if mended else "."), highlight=False)
