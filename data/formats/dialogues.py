"""Reads support logs: JSONL (a dialogue a line) and CSV or TSV (a message a row), each also gzipped.

A row that can't be used becomes a `BadRow` in the stream, with its file and line; the rest goes on. Every text is
redacted here, where it enters, so that nothing behind this door has seen personal data.
"""

import csv
import datetime
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, cast

from data.errors import DataError
from data.formats.files import BadRow, _open, ending
from data.parallel import Spread, here, portions
from data.records import AGENT, CUSTOMER, Dialogue, Role, Turn
from data.redaction.names import mask_names, names_in
from data.redaction.patterns import redact

# What may be known of a dialogue besides its turns; tags are a list, or a text with commas.
ABOUT = ("date", "product", "tags")
# What JSONL may hold besides: what the customer thought of the dialogue, and of a turn.
OPINION = ("rating", "comment")
# Dialogues that are redacted in one go, where that is spread over cores or machines.
PORTION = 500

CUSTOMER_NAMES = ("customer", "user", "client", "visitor", "enduser", "inbound", "顾客", "客户", "买家")
AGENT_NAMES = ("agent", "support", "operator", "staff", "assistant", "outbound", "客服", "卖家")
ROLE_NAMES: Mapping[str, Role] = {**dict.fromkeys(CUSTOMER_NAMES, CUSTOMER), **dict.fromkeys(AGENT_NAMES, AGENT)}

# A message of a row: its line, who said it, what was said, and what else is known of it.
Message = tuple[int, Any, Any, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class LogFormat:
    """What a table's columns and roles are called: our names to the file's (`{"text": "body"}`, `{"Kunde": "customer"}`)."""

    columns: Mapping[str, str] = field(default_factory=dict)
    roles: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if unknown := set(self.columns) - {"dialogue", "role", "text", *ABOUT}:
            raise DataError(f"a column map names dialogue, role, text, {', '.join(ABOUT)}. It named: {', '.join(sorted(unknown))}")
        if unknown := set(self.roles.values()) - {"customer", "agent"}:
            raise DataError(f"a role map leads to customer or agent. It led to: {', '.join(sorted(unknown))}")

    def column(self, name: str) -> str:
        return self.columns.get(name, name)

    def role(self, given: object) -> Role:
        name = str(given).strip()
        role = self.roles.get(name) or ROLE_NAMES.get(name.lower())
        if role is None:
            raise DataError(f"role {name!r} is unknown; map it with --role {name or 'NAME'}=customer or --role {name or 'NAME'}=agent")
        return cast(Role, role)


@dataclass(frozen=True, slots=True)
class Read:
    """A dialogue from a log, where it stood, and how much personal data was taken out of it."""

    dialogue: Dialogue
    file: Path
    line: int
    removed: Counter[str]


class _Raw(NamedTuple):
    """A dialogue as it stands in the file."""

    line: int
    name: object
    about: Mapping[str, Any]
    messages: list[Message]


def read_dialogues(path: Path, format: LogFormat | None = None, spread: Spread = here) -> Iterator[Read | BadRow]:
    """The dialogues of one log file, redacted, with the rows that had to be skipped among them.

    Args:
        path: the file.
        format: what its columns and roles are called.
        spread: where the redaction runs; what comes out is the same.

    Raises:
        DataError: the file can't be read at all, or its table lacks a column.
    """
    format = format or LogFormat()
    try:
        with _open(path) as lines:
            raw = _from_json(path, lines) if ending(path) == ".jsonl" else _from_table(path, lines, format)
            for read in spread(partial(_redacted, path, format), portions(raw, PORTION)):
                yield from read
    except (OSError, EOFError) as error:
        raise DataError(f"{path} can't be read: {error}") from error
    except csv.Error as error:
        raise DataError(f"{path} is no readable table: {error}") from error


def _from_json(path: Path, lines: Iterable[str]) -> Iterator[_Raw | BadRow]:
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
        yield _Raw(number, row.get("id"), about, messages)


def _from_table(path: Path, lines: Iterable[str], format: LogFormat) -> Iterator[_Raw | BadRow]:
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
        yield _Raw(messages[0][0], name, about[name], messages)


def _redacted(path: Path, format: LogFormat, rows: list[_Raw | BadRow]) -> list[Read | BadRow]:
    return [read for row in rows for read in ([row] if isinstance(row, BadRow) else _dialogue(path, row, format))]


def _dialogue(path: Path, row: _Raw, format: LogFormat) -> Iterator[Read | BadRow]:
    line, name, about, messages = row
    if not isinstance(name, (str, int)) or isinstance(name, bool) or not str(name).strip():
        yield BadRow(path, line, f"a dialogue needs an id, a text or a whole number. It was: {name!r}")
        return
    turns: list[Turn] = []
    removed: Counter[str] = Counter()
    names: set[str] = set()
    for at, role, text, more in messages:
        if not isinstance(text, str) or not text.strip():
            yield BadRow(path, at, f"a message without text was left out of dialogue {name!r}. It was: {text!r}")
            continue
        try:
            redacted = redact(text.strip())
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
            redact(str(name).strip()).text,
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
    return "" if given is None else redact(str(given).strip()).text


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
    return [redact(str(label).strip()).text for label in labels if str(label).strip()]


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
