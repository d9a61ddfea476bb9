"""What `heed import` says of the files that it found: formats, encodings, columns, roles, and the first dialogues."""

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from data.formats.files.sources import PassedOver
from data.formats.reading.preview import Preview
from data.formats.recognition.recognised import Recognised

SHOWN = 20
LONGEST = 300
COLOURS = {"customer": "cyan", "agent": "green", "bot": "magenta"}


def show_found(logs: Sequence[Recognised], passed_over: Sequence[PassedOver], console: Console) -> None:
    """Lists what was recognised, and what was passed over and why; of many files the first ones."""
    for log in logs[:SHOWN]:
        console.print(Text.assemble(("read", "green"), f" {log.name} as {log.format}", *(f"; {said}" for said in log.said)), soft_wrap=True)
    if len(logs) > SHOWN:
        console.print(f"… and {len(logs) - SHOWN:,} more.", highlight=False)
    for passed in passed_over[:SHOWN]:
        console.print(Text.assemble(("passed over", "yellow"), f" {passed}"), soft_wrap=True)
    if len(passed_over) > SHOWN:
        console.print(Text(f"… and {len(passed_over) - SHOWN:,} more.", style="yellow"))


def show_preview(found: Preview, console: Console) -> None:
    """Shows how the roles are read, what isn't sure, and the first dialogues, redacted."""
    for role, people in found.roles.items():
        shown = ", ".join(people[:8]) + (" …" if len(people) > 8 else "")
        console.print(Text.assemble((role, COLOURS.get(role, "dim")), f": {shown}"), soft_wrap=True)
    if found.dates:
        console.print(Text(found.dates), soft_wrap=True)
    for unsure in found.unsure:
        console.print(Text.assemble(("not sure", "yellow"), f": {unsure}"), soft_wrap=True)
    for row in found.bad[:SHOWN]:
        console.print(Text.assemble(("mended" if row.kept else "skipped", "yellow"), f" {row}"), soft_wrap=True)
    for dialogue in found.dialogues:
        console.print(Text(f"\n{dialogue.id}  {dialogue.date or 'no date'}", style="dim"))
        for turn in dialogue.turns:
            text = turn.text if len(turn.text) <= LONGEST else turn.text[:LONGEST] + " …"
            console.print(Text.assemble((turn.role, COLOURS[turn.role]), f"  {text}"), soft_wrap=True)
