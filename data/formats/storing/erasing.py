"""Takes dialogues out of logs, when a customer asks to be forgotten."""

import csv
import gzip
import json
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, cast

from data.errors import DataError
from data.formats.files.log_files import ending
from data.formats.reading.named_dialogues import NamedDialogues

# The column of a table with the ids of dialogues, as `heed import` looks for it.
COLUMN = "dialogue"
LONGEST_CELL = 1 << 30


@dataclass
class ErasedLines:
    """What was taken out of a log.

    Attributes:
        dialogues: how many.
        found: the ids that were given and met.
        lines: the lines that went, as they stood there.
        searched: whether the log could be searched: a table without the column can't.
    """

    dialogues: int = 0
    found: set[str] = field(default_factory=set)
    lines: list[str] = field(default_factory=list)
    searched: bool = True


def erase_dialogues(log: Path, named: NamedDialogues, column: str = COLUMN) -> ErasedLines:
    """Rewrites a log (JSONL, CSV or TSV, also gzipped) without some dialogues; the rest stays to the byte.

    The log is replaced at once, when the new one is complete.

    Args:
        column: of a table, where its rows name their dialogue.

    Raises:
        DataError: the log can't be read or written.
    """
    erased = ErasedLines()
    rows: set[str] = set()
    writing = log.with_name(f"{log.name}.tmp")
    try:
        with _open(log, "rt") as lines, _open(log, "wt", writing) as kept:
            for text, name in _rows(log, lines, column):
                if name is None and text == "":
                    erased.searched = False
                    return erased
                given = named.of(name) if name else None
                if given is None:
                    kept.write(text)
                    continue
                erased.found.add(given)
                erased.lines.append(text)
                rows.add(cast(str, name))
                erased.dialogues += ending(log) == ".jsonl"
        if erased.lines:
            erased.dialogues = erased.dialogues or len(rows)
            shutil.copymode(log, writing)
            writing.replace(log)
    except (OSError, EOFError, csv.Error) as error:
        raise DataError(f"{log} can't be rewritten: {error}") from error
    finally:
        writing.unlink(missing_ok=True)
    return erased


def _rows(log: Path, lines: IO[str], column: str) -> Iterator[tuple[str, str | None]]:
    """Each line of JSONL or row of a table as it stands there, with its dialogue's id; an empty text if the table lacks the column."""
    if ending(log) == ".jsonl":
        yield from ((line, _id(line)) for line in lines)
        return
    csv.field_size_limit(LONGEST_CELL)
    read: list[str] = []
    table = csv.reader(_noted(lines, read), delimiter="\t" if ending(log) == ".tsv" else ",")
    place = None
    for row in table:
        text = "".join(read)
        read.clear()
        if place is None:
            heading = [name.strip().lstrip("\ufeff") for name in row]
            if column not in heading:
                yield "", None
                return
            place = heading.index(column)
            yield text, None
        else:
            yield text, row[place].strip() if place < len(row) else None


def _noted(lines: Iterable[str], read: list[str]) -> Iterator[str]:
    for line in lines:
        read.append(line)
        yield line


def _open(log: Path, mode: str, path: Path | None = None) -> IO[str]:
    opened = gzip.open if log.suffix == ".gz" else open
    return cast(IO[str], opened(path or log, mode, encoding="utf-8", errors="surrogateescape", newline=""))


def _id(line: str) -> str | None:
    try:
        row = json.loads(line.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return None
    return str(row["id"]).strip() if isinstance(row, dict) and "id" in row else None
