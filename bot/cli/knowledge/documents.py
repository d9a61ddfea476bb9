"""The part of `heed import` that brings documents in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from bot.cli.output.terminal import styled
from bot.console import counting_bar
from data.documents.importing import import_documents
from data.errors import DataError

# Complaints that are shown; there may be one for each file of a large folder.
SHOWN = 20


def bring_in(path: Path, files: Sequence[Path], to: Path, out: Console) -> None:
    """Imports the documents that a path leads to into the folder of kept ones, and says what came of it.

    Raises:
        DataError: none could be read.
    """
    with counting_bar("Reading the documents") as report:
        imported = import_documents(path, files, to, report)
    out.print(
        styled((f"{imported.documents:,}", "bold green")),
        f"documents are kept in {to}: {imported.new:,} new, {imported.changed:,} changed, "
        f"{imported.unchanged:,} unchanged, {imported.removed:,} gone; {imported.sections:,} sections were read. They stand as they were "
        "published: what a company writes on its own pages isn't redacted.",
        highlight=False,
    )
    for file, why in imported.notes[:SHOWN]:
        out.print(f"  {file}: {why}", style="yellow", highlight=False, markup=False)
    if len(imported.notes) > SHOWN:
        out.print(f"  … and {len(imported.notes) - SHOWN:,} more.", style="yellow")
    if not imported.documents:
        raise DataError(f"no document in {path} could be read")
    out.print(
        "`heed index add` lets running servers answer from them; a model that is trained from now on does so anyway.", highlight=False
    )
