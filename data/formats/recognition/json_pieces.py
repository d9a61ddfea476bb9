"""The dialogues in a file of JSON, in a desk's own format or as rows of a table."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from data.formats.bad_rows import BadRow
from data.formats.desks import completions, heed, plain_json
from data.formats.fields.role_words import role_of
from data.formats.files.encodings import Decoded
from data.formats.files.json_values import Value, json_values
from data.formats.log_format import LogFormat
from data.formats.raw_dialogues import CHAT, RawDialogue, mapping, mappings
from data.formats.recognition.answers import error_in, page_of
from data.formats.recognition.object_tables import LOOKED_AT, records_of, table_of
from data.formats.recognition.registry import JsonFormat, unwrapped
from data.formats.structure.exchanges import Exchanges, exchange, exchanges_of, is_one_exchange
from data.formats.structure.flattening import Leaf, flat
from data.formats.structure.reading import conversations, row, rows_of
from data.formats.structure.repeated_requests import Requests
from data.formats.structure.shape import Shape, shape_of
from data.formats.structure.streams import conversation_in, stream_of
from data.formats.tables.cells import says_role, share
from data.formats.tables.columns import Columns, columns_of
from data.formats.tables.reports import is_report
from data.formats.tables.rows import messages_in

# What a format may raise on an object that is not as it should be: such an object is listed.
MISSHAPEN = (KeyError, TypeError, ValueError, AttributeError, IndexError, StopIteration, RecursionError)

# Messages of an object that tell the shape of all.
MOST_ROWS = 60
# How a file of JSON begins: “[LINE] Chat with Ines” is none.
JSON = re.compile(r"\s*(?:\{|\[)\s*(?:$|[\[{\"\]}])")
Values = Callable[[Iterable[Decoded]], Iterator[Value]]


class Found(NamedTuple):
    """What is known of a file by its first objects.

    Attributes:
        name: of the format.
        said, unsure: what there is to say; what was guessed.
        columns: of rows as a table.
        whole: whether each dialogue comes whole.
        shape: of the messages, where no desk is known by its fields.
        exchanges: where a question and the answer of a program stand in each object.
        stream: the field of the conversation, where objects are what happened to it one after the other.
    """

    name: str
    said: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    columns: Columns | None = None
    whole: bool = False
    shape: Shape | None = None
    exchanges: Exchanges | None = None
    stream: str = ""

    @property
    def parted(self) -> bool:
        """Whether each message names its conversation, of which other messages may stand elsewhere."""
        return bool(self.stream or (self.shape and self.shape.thread) or (self.columns and "dialogue" in self.columns.at))


def recognised_json(lines: Sequence[Decoded], format: LogFormat, complete: bool, values_of: Values = json_values) -> Found | None:
    """The format of objects by a file's first lines. None if there are no objects that hold messages.

    Args:
        lines: the first ones.
        format: what is known beforehand.
        complete: whether there are no more lines.
        values_of: reads the objects in lines.
    """
    values = [value for value in islice(values_of(lines), LOOKED_AT) if not value.problem or complete]
    part = _part_of(values) if complete else ()
    known: Counter[str] = Counter()
    rows: list[Mapping[str, object]] = []
    messages: list[Mapping[str, Leaf]] = []
    held: list[Mapping[str, object]] = []
    good = 0
    for value in values:
        good += not value.problem
        for found, entry in islice(unwrapped(value.value, format.format), LOOKED_AT):
            if found is not None:
                known[found.NAME] += 1
                held += [entry] if found is plain_json else ()
                messages += () if found is not plain_json else [flat(entry)] if is_one_exchange(entry) else rows_of(entry)[:MOST_ROWS]
            else:
                rows.append(entry)
    if known:
        name = known.most_common(1)[0][0]
        whole = name == heed.NAME and len(known) == 1 and _says_roles(values)
        exchanges = exchanges_of(messages) if messages and len(known) == 1 else None
        if exchanges is not None:
            return Found(name, (f"fields: {exchanges.describe()}", *part), exchanges=exchanges)
        shape = shape_of(messages) if messages else None
        stream = stream_of(held, shape) if len(known) == 1 else ""
        return Found(name, part, unsure=("roles",) if name == "json" else (), whole=whole, shape=shape, stream=stream)
    if format.format:
        return None
    if rows:
        names, table = table_of(rows)
        columns = columns_of([names, *table], format)
        shape = None if format.columns else shape_of([flat(row) for row in rows])
        says_who = "role" in columns.at and share(columns.at["role"], table, says_role) > 0.5
        if columns.readable and (format.columns or (says_who and {"dialogue", "text"} <= set(columns.at) - set(columns.unsure))):
            return Found("table", (f"columns: {columns.describe()}",), columns.unsure, columns)
        exchanges = None if format.columns or columns.holds_pairs else exchanges_of([flat(row) for row in rows])
        if exchanges is not None:
            return Found(plain_json.NAME, (f"fields: {exchanges.describe()}",), exchanges=exchanges)
        if shape is not None and shape.is_exchange:
            return Found(plain_json.NAME, (f"fields: {shape.describe()}",), ("roles",), shape=shape)
        told = columns.holds_pairs or bool({"role", "dialogue", "transcript"} & (set(columns.at) - set(columns.unsure)))
        if columns.readable and told and not is_report(columns, table, format):
            return Found("table", (f"columns: {columns.describe()}",), columns.unsure, columns)
    # A damaged file is one of JSON all the same: its rows are listed.
    return Found(heed.NAME) if values and good * 2 <= len(values) and JSON.match(lines[0].text) and not rows else None


def _part_of(values: Sequence[Value]) -> tuple[str, ...]:
    """That a file holds the first pages only of what there is, if the last answer in it says so."""
    last = values[-1].value if values else None
    entries = max((len(entry) for entry in mapping(last).values() if isinstance(entry, list)), default=0)
    return (said,) if entries and (said := page_of(last, entries)) else ()


def error_of(lines: Sequence[Decoded]) -> str:
    """What went wrong, where a file holds a desk's error in place of an export; empty if it doesn't."""
    values = list(islice(json_values(lines), 2))
    return error_in(values[0].value) if len(values) == 1 else ""


def holds_objects(lines: Sequence[Decoded]) -> bool:
    """Whether most of a file's first lines are whole JSON, so that it is nothing else."""
    values = list(islice(json_values(lines), LOOKED_AT))
    return sum(isinstance(value.value, (dict, list)) for value in values) * 2 > len(values)


def _says_roles(values: Iterable[Value]) -> bool:
    """Whether dialogues of Heed's own format have words for roles that are known, so that nobody must be told by how often they speak."""
    turns = [turn for value in values if isinstance(value.value, dict) for turn in mappings(value.value.get("turns"))]
    return sum(role_of(str(turn.get("role"))) is not None for turn in turns) * 2 >= len(turns)


def pieces_of_json(
    file: Path, lines: Callable[[], Iterable[Decoded]], format: LogFormat, known: Found, values_of: Values = json_values
) -> Iterator[RawDialogue | BadRow]:
    """The dialogues of a file of objects, and what in it is none."""
    mended: list[BadRow] = []

    def noted() -> Iterator[Decoded]:
        for line in lines():
            if line.mended:
                mended.append(BadRow(file, line.number, line.mended, kept=True))
            yield line

    values = values_of(noted())
    if known.columns is not None:
        yield from messages_in(file, records_of(values, known.columns), known.columns)
        yield from mended
        return
    requests = Requests()
    for value in values:
        yield from mended
        mended.clear()
        if value.problem:
            yield BadRow(file, value.line, value.problem)
            continue
        yield from pieces_of_value(file, value, format, requests, known.shape, known.exchanges, known.stream)
    yield from mended


def pieces_of_value(
    file: Path,
    value: Value,
    format: LogFormat,
    requests: Requests,
    shape: Shape | None = None,
    exchanges: Exchanges | None = None,
    stream: str = "",
) -> Iterator[RawDialogue | BadRow]:
    """The dialogues in one value.

    Args:
        file: the log, to name it.
        value: the value.
        format: what is known beforehand.
        requests: those to language models that stood above.
        shape: of the log's messages, if no desk is known by its fields.
        exchanges: where its questions and answers stand, if each object holds both.
        stream: the field of the conversation, if objects are what happened to one.
    """
    count = 0
    try:
        for found, entry in unwrapped(value.value, format.format):
            for raw in exchange(value.line, entry, exchanges) if exchanges else _dialogues(value.line, found, entry, shape):
                count += 1
                raw = requests.placed(raw) if found is completions else raw
                raw = raw._replace(name=of) if stream and (of := conversation_in(entry, stream)) else raw
                # What is left of a broken conversation has lost its id; it is no part of what is left of another one.
                lost = value.within and raw.name.startswith(CHAT)
                yield raw._replace(name=f"{raw.name} {value.within}") if lost else raw
    except MISSHAPEN as error:
        yield BadRow(file, value.line, f"an object isn't as its format has it ({type(error).__name__}: {str(error)[:80]})")
        return
    if not count and not _is_nothing(value.value) and not (stream and conversation_in(mapping(value.value), stream)):
        yield BadRow(
            file, value.line, 'expected a conversation, e.g. {"id": …, "turns": [{"role": …, "text": …}, …]}, or one of a known desk'
        )


def _dialogues(line: int, found: JsonFormat | None, entry: Mapping[str, object], shape: Shape | None) -> Iterator[RawDialogue]:
    if found is plain_json:
        return conversations(line, entry, shape)
    if found is not None:
        return found.dialogues(line, entry)
    return row(line, entry, shape) if shape is not None else iter(())


def _is_nothing(value: object) -> bool:
    """Whether an object is there that needs no word: an event without a text, an empty page."""
    return isinstance(value, dict) and "sender_id" in value and "event" in value
