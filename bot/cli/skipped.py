"""What could not be used of a file, shown the same way by each command that reads one."""

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from data.formats.files import BadRow

SHOWN = 20


def show_skipped(bad: Sequence[BadRow], console: Console) -> None:
    """Lists the first skipped rows, each with its reason, and counts all."""
    for row in bad[:SHOWN]:
        console.print(Text.assemble(("skipped", "yellow"), f" {row}"), soft_wrap=True)
    if len(bad) > SHOWN:
        console.print(Text(f"… and {len(bad) - SHOWN:,} more.", style="yellow"))
    console.print(f"{len(bad):,} rows were skipped.", highlight=False)
