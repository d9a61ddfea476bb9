"""Reads support logs: JSONL (a dialogue a line) and CSV or TSV (a message a row), each also gzipped.

A row that can't be used becomes a `BadRow` in the stream, with its file and line; the rest goes on. Every text is
redacted here, where it enters, so that nothing behind this door has seen personal data.
"""

import csv
import datetime
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from data.errors import DataError
from data.formats.files import BadRow, open_log
from data.formats.log_format import LogFormat
from data.formats.raw_dialogues import RawDialogue, raw_dialogues
from data.hidden import without_hidden
from data.parallel import Map, batched, serial
from data.records import Dialogue, Turn
from data.redaction.names import mask_names, names_in
from data.redaction.patterns import redact

# Dialogues that are redacted in one go, where that is done on several cores or machines.
BATCH = 500


@dataclass(frozen=True, slots=True)
class Read:
    """A dialogue from a log, where it stood, and how much personal data was taken out of it."""

    dialogue: Dialogue
    file: Path
    line: int
    removed: Counter[str]


def read_dialogues(path: Path, format: LogFormat | None = None, mapper: Map = serial) -> Iterator[Read | BadRow]:
    """The dialogues of one log file, redacted, with the rows that had to be skipped among them.

    Args:
        path: the file.
        format: what its columns and roles are called.
        mapper: where the redaction runs; what comes out is the same.

    Raises:
        DataError: the file can't be read at all, or its table lacks a column.
    """
    format = format or LogFormat()
    try:
        with open_log(path) as lines:
            for read in mapper(partial(_redacted, path, format), batched(raw_dialogues(path, lines, format), BATCH)):
                yield from read
    except (OSError, EOFError) as error:
        raise DataError(f"{path} can't be read: {error}") from error
    except csv.Error as error:
        raise DataError(f"{path} is no readable table: {error}") from error


def _redacted(path: Path, format: LogFormat, rows: list[RawDialogue | BadRow]) -> list[Read | BadRow]:
    return [read for row in rows for read in ([row] if isinstance(row, BadRow) else _dialogue(path, row, format))]


def _dialogue(path: Path, row: RawDialogue, format: LogFormat) -> Iterator[Read | BadRow]:
    line, name, about, messages = row
    if not isinstance(name, (str, int)) or isinstance(name, bool) or not str(name).strip():
        yield BadRow(path, line, f"a dialogue needs an id, a text or a whole number. It was: {name!r}")
        return
    turns: list[Turn] = []
    removed: Counter[str] = Counter()
    names: set[str] = set()
    for at, role, text, more in messages:
        if not isinstance(text, str) or not without_hidden(text).strip():
            yield BadRow(path, at, f"a message without text was left out of dialogue {name!r}. It was: {text!r}")
            continue
        try:
            redacted = redact(without_hidden(text).strip())
            turns.append(Turn(format.role(role), redacted.text, _said(more.get("rating")), _said(more.get("reason"))))
            names.update(names_in(redacted.text, turns[-1].role))
            removed += redacted.removed
        except DataError as problem:
            yield BadRow(path, at, f"{problem} (dialogue {name!r} was skipped)")
            return
    if names:
        turns = [_without(names, turn, removed) for turn in turns]
    try:
        dialogue = Dialogue(
            redact(without_hidden(str(name)).strip()).text,
            tuple(turns),
            _date(about["date"]),
            next(iter(_labels(about["product"])), None),
            tuple(_labels(about["tags"])),
            about.get("rating"),
            _said(about.get("comment")),
        )
    except DataError as problem:
        yield BadRow(path, line, str(problem))
        return
    yield Read(dialogue, path, line, removed)


def _without(names: set[str], turn: Turn, removed: Counter[str]) -> Turn:
    text, count = mask_names(turn.text, names)
    removed["name"] += count
    return replace(turn, text=text, reason=mask_names(turn.reason, names)[0])


def _said(given: object) -> str:
    """An opinion, redacted like any other text; empty if there is none."""
    return "" if given is None else redact(without_hidden(str(given)).strip()).text


def _date(given: object) -> datetime.date | None:
    if given is None or given == "":
        return None
    try:
        if isinstance(given, (int, float)):
            return datetime.datetime.fromtimestamp(given, datetime.timezone.utc).date()
        return datetime.date.fromisoformat(str(given).strip()[:10])
    except (ValueError, OverflowError, OSError):
        raise DataError(f"a date is like 2025-03-14, or seconds since 1970. It was: {given!r}") from None


def _labels(given: object) -> list[str]:
    """Short texts to filter by, redacted like any other text."""
    labels = given if isinstance(given, list) else str(given or "").split(",")
    return [redact(without_hidden(str(label)).strip()).text for label in labels if str(label).strip()]


def to_json(dialogue: Dialogue) -> str:
    """One line of JSONL, as `read_dialogues` reads it."""
    record: dict[str, Any] = {"id": dialogue.id}
    if dialogue.date:
        record["date"] = dialogue.date.isoformat()
    if dialogue.product:
        record["product"] = dialogue.product
    if dialogue.tags:
        record["tags"] = list(dialogue.tags)
    if dialogue.rating:
        record["rating"] = dialogue.rating
    if dialogue.comment:
        record["comment"] = dialogue.comment
    record["turns"] = [{name: value for name, value in asdict(turn).items() if value} for turn in dialogue.turns]
    return json.dumps(record, ensure_ascii=False)
