"""What is read of a file or a folder: the dialogues, as pairs of a role and a text."""

from pathlib import Path

from data.formats.reading.dialogues import Read, read_dialogues


def said_in(log: Path) -> list[list[tuple[str, str]]]:
    """Each dialogue's turns."""
    found = [read.dialogue for read in read_dialogues(log) if isinstance(read, Read)]
    return [[(turn.role, turn.text) for turn in dialogue.turns] for dialogue in found]
