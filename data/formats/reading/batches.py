"""What is done to dialogues in other processes: a file of its own, so that these don't load what recognises formats."""

from collections import Counter
from pathlib import Path
from typing import NamedTuple

from data.formats.bad_rows import BadRow
from data.formats.raw_dialogues import RawDialogue
from data.formats.reading.redacting import Context, redacted_dialogues
from data.records import Dialogue


class Read(NamedTuple):
    """A dialogue from a log, where it stood, how much personal data was taken out of it, which messages were left out, and which addresses
    and numbers were kept as the company's own.
    """

    dialogue: Dialogue
    file: Path
    line: int
    removed: Counter[str]
    left_out: Counter[str]
    own: Counter[str]


def redacted_batch(file: Path, context: Context, key: bytes | None, rows: list[RawDialogue | BadRow]) -> list[Read | BadRow]:
    """What of some dialogues may be kept, with the rows that can't be used among them."""
    return [
        entry if isinstance(entry, BadRow) else Read(entry.dialogue, file, entry.line, entry.removed, entry.left_out, entry.own)
        for row in rows
        for entry in ([row] if isinstance(row, BadRow) else redacted_dialogues(file, row, context, key))
    ]
