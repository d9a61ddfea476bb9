"""Takes dialogues out of logs, when a customer asks to be forgotten."""

import gzip
import json
from collections.abc import Collection
from pathlib import Path
from typing import IO, cast

from data.errors import DataError
from data.formats.files import ending
from data.redaction.patterns import redact


def erase_dialogues(log: Path, ids: Collection[str]) -> int:
    """Rewrites a log of JSONL (also gzipped) without some dialogues; returns how many were in it.

    Ids are compared as they were given and as import redacts them. The log is replaced at once, when it is complete.

    Raises:
        DataError: the log is a table, whose ids can't be told without its column map, or can't be written.
    """
    if ending(log) != ".jsonl":
        raise DataError(f"{log} is a table; dialogues are erased from JSONL only, as `heed import` writes it")
    wanted = {*ids, *(redact(name).text for name in ids)}
    writing = log.with_name(f"{log.name}.tmp")
    removed = 0
    try:
        with _open(log, "rt") as lines, _open(log, "wt", writing) as kept:
            for line in lines:
                if _id(line) in wanted:
                    removed += 1
                else:
                    kept.write(line)
        if removed:
            writing.replace(log)
    except OSError as error:
        raise DataError(f"{log} can't be rewritten: {error}") from error
    finally:
        writing.unlink(missing_ok=True)
    return removed


def _open(log: Path, mode: str, path: Path | None = None) -> IO[str]:
    opened = gzip.open if log.suffix == ".gz" else open
    return cast(IO[str], opened(path or log, mode, encoding="utf-8", errors="surrogateescape", newline=""))


def _id(line: str) -> str | None:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return str(row["id"]).strip() if isinstance(row, dict) and "id" in row else None
