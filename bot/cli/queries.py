"""A file of questions to search for, a JSON object or a text a line."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.errors import DataError


@dataclass(frozen=True)
class Asked:
    """A question of a file: its text, what the customer said before, and what the search is narrowed to."""

    text: str
    earlier: Sequence[str]
    conditions: Sequence[str]
    id: Any = None


def read_queries(file: Path) -> Iterator[Asked]:
    """Reads the file.

    Raises:
        DataError: it can't be read, or a line is no question.
    """
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{file} can't be read: {error}") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise DataError(f"{file}:{number}: no JSON ({error})") from error
        row = {"query": row} if isinstance(row, str) else row
        text = next((row[name] for name in ("query", "question", "text") if row.get(name)), None) if isinstance(row, dict) else None
        if not isinstance(text, str) or not text.strip():
            raise DataError(f'{file}:{number}: expected a line like {{"query": "where is my parcel?"}}. It was: {line[:80]}')
        conditions = [f"{name}={value}" for name, value in (row.get("filter") or {}).items()]
        yield Asked(text.strip(), [str(said) for said in row.get("earlier") or ()], conditions, row.get("id"))
