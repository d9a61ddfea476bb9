"""Reads support logs of any format that is known, redacted.

A row that can't be used becomes a `BadRow` in the stream, with its file and line; the rest goes on. Every text is cleaned and
redacted here, where it enters, so that nothing behind this door has seen personal data.
"""

import json
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from data.errors import DataError
from data.formats.bad_rows import BadRow
from data.formats.files.sources import DAMAGE, PassedOver
from data.formats.log_format import LogFormat
from data.formats.reading.batches import Read as Read
from data.formats.reading.batches import redacted_batch
from data.formats.reading.gathering import Gathered
from data.formats.reading.redacting import Context
from data.formats.recognition.recognised import Recognised
from data.formats.recognition.recognition import recognised
from data.parallel import Map, batched, serial
from data.records import Dialogue, Turn

# Dialogues that are redacted in one go, where that is done on several cores or machines.
BATCH = 200
ENCODER = json.JSONEncoder(ensure_ascii=False)


def read_dialogues(path: Path, format: LogFormat | None = None, mapper: Map = serial, key: bytes | None = None) -> Iterator[Read | BadRow]:
    """The dialogues of a log, redacted, with the rows that had to be skipped among them.

    Args:
        path: the file, an archive, or a folder of logs.
        format: what is known of it beforehand.
        mapper: where the redaction runs; what comes out is the same.
        key: with it, ids are hashed (`data.formats.reading.identity`); without, they stay as they stand: those of a log that was imported.

    Raises:
        DataError: the file can't be read at all, or holds no messages.
    """
    format = format or LogFormat()
    for found in recognised(path, format):
        if isinstance(found, PassedOver):
            if not path.is_dir() and found.name == str(path):
                raise DataError(f"{found.name} {found.reason}")
            yield BadRow(Path(found.name), 0, found.reason)
        else:
            yield from read_recognised(found, format, mapper, key)


def read_recognised(log: Recognised, format: LogFormat, mapper: Map = serial, key: bytes | None = None) -> Iterator[Read | BadRow]:
    """The dialogues of a log whose format is known, as `read_dialogues`.

    Raises:
        DataError: it can't be read to its end.
    """
    gathered = Gathered(log, format)
    try:
        yield from gathered.read()
        work = partial(redacted_batch, Path(log.name), Context(gathered.day_first, gathered.newest_first, gathered.own_contacts), key)
        for read in mapper(work, batched(gathered.dialogues(), BATCH)):
            yield from read
    except DAMAGE as error:
        raise DataError(f"{log.name} can't be read: {error}") from error
    finally:
        gathered.close()


def to_json(dialogue: Dialogue) -> str:
    """One line of JSONL, as `read_dialogues` reads it."""
    return json_of(to_record(dialogue))


def json_of(record: Mapping[str, Any]) -> str:
    """An object of `to_record` as one line of JSONL."""
    return ENCODER.encode(record)


def to_record(dialogue: Dialogue) -> dict[str, Any]:
    """A dialogue as an object of JSON."""
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
    record["turns"] = [_record_of(turn) for turn in dialogue.turns]
    return record


def _record_of(turn: Turn) -> dict[str, str]:
    record: dict[str, str] = {"role": turn.role, "text": turn.text}
    if turn.rating:
        record["rating"] = turn.rating
    if turn.reason:
        record["reason"] = turn.reason
    return record
