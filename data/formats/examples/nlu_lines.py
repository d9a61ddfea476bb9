"""Single examples in and out of a hand-written NLU file, line by line: all else in it, comments too, stays to the byte."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from data.errors import DataError

INTENT = re.compile(r"^\s*(?:-\s*)?intent:\s*[\"']?(?P<name>[^\s\"'#]+)")
EXAMPLE = re.compile(r"^(?P<indent>\s+)- (?P<text>.*\S|)\s*$")


def remove_example(file: Path, intent: str, text: str) -> bool:
    """Takes an example of an intent out; returns whether it stood there.

    Raises:
        DataError: the file can't be read or written.
    """
    lines = _read(file)
    places = [place for place, _, said in _examples(lines, intent) if said == text]
    if places:
        _write(file, [line for place, line in enumerate(lines) if place not in places])
    return bool(places)


def add_example(file: Path, intent: str, text: str) -> bool:
    """Adds an example below an intent's others; returns whether it could: false where it stands there, or the intent has no examples.

    Raises:
        DataError: the file can't be read or written.
    """
    lines = _read(file)
    examples = list(_examples(lines, intent))
    if not examples or any(said == text for _, _, said in examples):
        return False
    last, indent, _ = examples[-1]
    _write(file, [*lines[: last + 1], f"{indent}- {text}\n", *lines[last + 1 :]])
    return True


def _examples(lines: list[str], intent: str) -> Iterator[tuple[int, str, str]]:
    """Each example of an intent: its line, its indent, its text."""
    within = False
    for place, line in enumerate(lines):
        if found := INTENT.match(line):
            within = found["name"] == intent
        elif within and (example := EXAMPLE.match(line)):
            yield place, example["indent"], example["text"]


def _read(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="utf-8").splitlines(keepends=True)
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{file} can't be read: {error}; expected Rasa's NLU training data") from error


def _write(file: Path, lines: list[str]) -> None:
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        beside.write_text("".join(lines), encoding="utf-8")
        beside.replace(file)
    except OSError as error:
        raise DataError(f"{file} can't be written: {error}") from error
    finally:
        beside.unlink(missing_ok=True)
