"""Messages with their mood, a line each: the mood, a tab, the text. Those in `examples/` are written for Heed.

A message is negative where its writer is annoyed, disappointed or threatens; positive where they are pleased, or thank for what was done; a
fault that is plainly reported, or asked about, is neutral.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from data.errors import DataError
from finetune.moods.mood import MOODS, Mood

SHIPPED = Path(__file__).with_name("examples")


class Labelled(NamedTuple):
    """A message and its mood."""

    text: str
    mood: Mood


def read_labelled(file: Path) -> Iterator[Labelled]:
    """The messages of a file.

    Raises:
        DataError: a line is not a mood, a tab and a text.
    """
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        label, tab, text = line.partition("\t")
        mood = next((each for each in MOODS if each == label), None)
        if mood is None or not tab or not text.strip():
            raise DataError(f"line {number} of {file} must be {', '.join(MOODS)}, a tab, and a text. It was: {line!r}")
        yield Labelled(text.strip(), mood)


def shipped() -> list[Labelled]:
    """All that is shipped."""
    return [each for file in sorted(SHIPPED.glob("*.tsv")) for each in read_labelled(file)]
