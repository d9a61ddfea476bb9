"""What an erasure did, in the terminal: what is gone, and what is left where."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.output.terminal import Terminal, styled

if TYPE_CHECKING:
    from bot.server.erasure.erasure import Erased


def show_erased(erased: Erased, asked: int, logs: Path, out: Terminal) -> None:
    """Says what was removed, then lists the files that hold words of it still, and what could not be searched."""
    out.print(
        f"Erased {erased.conversations:,} of {asked:,} conversations from Redis, {erased.uploads:,} uploads, "
        f"{erased.dialogues:,} dialogues from {logs}, and {erased.questions:,} questions from indexes.",
        soft_wrap=True,
    )
    if erased.decisions:
        out.print(f"Taken out of {erased.decisions:,} decisions of reviews, and of what was written from them.", soft_wrap=True)
    if erased.remains:
        out.print(styled(("Left for you to delete", "yellow"), ", since these files hold words of it, too (or can't be looked into):"))
        for each in erased.remains:
            out.print(f"  {each.since}  {each.file}", soft_wrap=True)
    for problem in erased.problems:
        out.print(styled(("Not erased: ", "yellow"), problem), soft_wrap=True)
    out.print("Heed doesn't know of copies elsewhere: backups of this machine, the desk's own records, files that were passed on.")
