"""Dialogues as they stand in a log, before anything is taken out: JSONL (a dialogue a line), CSV and TSV (a message a row)."""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from data.errors import DataError
from data.formats.files import BadRow, ending
from data.formats.log_format import ABOUT, LogFormat

# What JSONL may hold besides: what the customer thought of the dialogue, and of a turn.
OPINION = ("rating", "comment")

# A message of a row: its line, who said it, what was said, and what else is known of it.
Message = tuple[int, Any, Any, Mapping[str, Any]]


class RawDialogue(NamedTuple):
    """A dialogue as it stands in the file."""

    line: int
    name: object
    about: Mapping[str, Any]
    messages: list[Message]


def raw_dialogues(path: Path, lines: Iterable[str], format: LogFormat) -> Iterator[RawDialogue | BadRow]:
    """The dialogues in the lines of a log, and the rows that are none.

    Raises:
        DataError: the table lacks a column.
        csv.Error: it is no table.
    """
    return _from_json(path, lines) if ending(path) == ".jsonl" else _from_table(path, lines, format)


def _from_json(path: Path, lines: Iterable[str]) -> Iterator[RawDialogue | BadRow]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (json.JSONDecodeError, RecursionError) as error:
            yield BadRow(path, number, f"no JSON ({error})")
            continue
        if not isinstance(row, dict) or not isinstance(row.get("turns"), list):
            yield BadRow(path, number, 'expected an object {"id": …, "turns": [{"role": …, "text": …}, …]}')
            continue
        turns = [turn if isinstance(turn, dict) else {"text": turn} for turn in row["turns"]]
        messages: list[Message] = [(number, turn.get("role"), turn.get("text"), turn) for turn in turns]
        about = {name: row.get(name) for name in (*ABOUT, *OPINION)}
        yield RawDialogue(number, row.get("id"), about, messages)


def _from_table(path: Path, lines: Iterable[str], format: LogFormat) -> Iterator[RawDialogue | BadRow]:
    """Groups rows by dialogue, wherever in the file they stand: exports are often sorted by time."""
    table = csv.DictReader(lines, delimiter="\t" if ending(path) == ".tsv" else ",")
    wanted = [format.column(name) for name in ("dialogue", "role", "text")]
    if missing := [column for column in wanted if column not in (table.fieldnames or ())]:
        raise DataError(
            f"{path} has the columns {', '.join(table.fieldnames or ['(none)'])}, not {', '.join(missing)}; "
            "name them with --column dialogue=…, --column role=…, --column text=…"
        )
    dialogues: dict[str, list[Message]] = {}
    about: dict[str, dict[str, Any]] = {}
    for row in table:
        name = (row[wanted[0]] or "").strip()
        if not name:
            yield BadRow(path, table.line_num, f"column {wanted[0]!r} is empty, so the row belongs to no dialogue")
            continue
        dialogues.setdefault(name, []).append((table.line_num, row[wanted[1]], row[wanted[2]], {}))
        about.setdefault(name, {field: row.get(format.column(field)) for field in ABOUT})
    for name, messages in dialogues.items():
        yield RawDialogue(messages[0][0], name, about[name], messages)
