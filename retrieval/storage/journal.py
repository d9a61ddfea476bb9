"""What was added to a snapshot and removed from it since it was written: a line a change, appended and flushed to the disk.

A line is the CRC-32 of a JSON object in hex, a blank, and the object: `{"add": entry, "question": …, "answer": …}` with the
vectors as base64 of little-endian float32, or `{"remove": [ids]}`. A last line that is not whole was being written when the
writer died: it never came to be. Any other damage is an error.
"""

import base64
import datetime
import json
import os
import zlib
from collections.abc import Callable, Iterable
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np

from data.errors import IndexFileError
from data.records import Pair
from retrieval.search.entries import Addition, Entry
from retrieval.search.index import PassageIndex
from retrieval.vectors.interface import Floats

PAIR_FIELDS, ENTRY_FIELDS = ([field.name for field in fields(record)] for record in (Pair, Entry))


def entry_record(entry: Entry) -> dict[str, Any]:
    """An entry as JSON."""
    pair = {name: getattr(entry.pair, name) for name in PAIR_FIELDS}  # `asdict` copies deeply, which takes ten times as long
    pair["date"] = entry.pair.date and entry.pair.date.isoformat()
    return {name: getattr(entry, name) for name in ENTRY_FIELDS} | {"pair": pair}


def entry_of(record: dict[str, Any]) -> Entry:
    """An entry from what `entry_record` made."""
    pair = {**record["pair"], "reasons": tuple(record["pair"]["reasons"]), "tags": tuple(record["pair"]["tags"])}
    pair["date"] = pair["date"] and datetime.date.fromisoformat(pair["date"])
    first, second = record["pieces"]
    return Entry(Pair(**pair), record["passage"], (first, second), record["template"], record["outdated"])


class Journal:
    """The journal of one snapshot; `position` is how far it was read, in bytes."""

    def __init__(self, file: Path, position: int = 0) -> None:
        self.file = file
        self.position = position

    def grew(self) -> bool:
        """Whether there may be something new to read."""
        return self.file.exists() and self.file.stat().st_size > self.position

    def replay(self, index: PassageIndex, breathe: Callable[[], None] = lambda: None) -> int:
        """Makes the changes that came since the last time, and returns how many there were.

        Args:
            index: what is changed.
            breathe: is called after each change.

        Raises:
            IndexFileError: a line is damaged.
        """
        if not self.grew():
            return 0
        with self.file.open("rb") as opened:
            opened.seek(self.position)
            lines = opened.read().split(b"\n")[:-1]  # what stands behind the last line break isn't whole
        for line in lines:
            checksum, _, content = line.partition(b" ")
            if checksum != b"%08x" % zlib.crc32(content):
                raise IndexFileError(f"{self.file} is damaged at byte {self.position}; build the index anew with `heed index build`")
            change = json.loads(content)
            if "add" in change:
                entry = entry_of(change["add"])
                index.add([Addition(entry, _vectors(change["question"], entry.pieces[0]), _vectors(change["answer"], entry.pieces[1]))])
            else:
                index.remove(change["remove"])
            self.position += len(line) + 1
            breathe()
        return len(lines)

    def append(self, changes: Iterable[Addition | list[int]]) -> None:
        """Writes changes (entries to add, lists of ids to remove) that `replay` has yet to make; on the disk when it returns."""
        lines = []
        for change in changes:
            if isinstance(change, Addition):
                vectors = {"question": _text(change.question), "answer": _text(change.answer)}
                record: dict[str, Any] = {"add": entry_record(change.entry), **vectors}
            else:
                record = {"remove": change}
            content = json.dumps(record, ensure_ascii=False).encode()
            lines.append(b"%08x %s\n" % (zlib.crc32(content), content))
        with self.file.open("ab") as opened:
            _drop_torn_line(self.file)
            opened.write(b"".join(lines))
            opened.flush()
            os.fsync(opened.fileno())


def _drop_torn_line(file: Path) -> None:
    """Cuts off what a writer that died left without a line break."""
    with file.open("rb") as opened:
        if opened.seek(0, os.SEEK_END) == 0:
            return
        opened.seek(-1, os.SEEK_END)
        if opened.read() == b"\n":
            return
    os.truncate(file, file.read_bytes().rfind(b"\n") + 1)


def _text(vectors: Floats) -> str:
    return base64.b64encode(np.ascontiguousarray(vectors, dtype="<f4").tobytes()).decode()


def _vectors(text: str, count: int) -> Floats:
    return np.frombuffer(base64.b64decode(text), dtype="<f4").reshape(count, -1)
