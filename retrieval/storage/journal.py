"""What was added to a snapshot and removed from it since it was written: a line a change, appended and flushed to the disk.

A line is the CRC-32 of a JSON object in hex, a blank, and the object: `{"add": entry, "question": …, "answer": …}` with the
vectors as base64 of little-endian float32, or `{"remove": [ids]}`. A last line that is not whole was being written when the
writer died: it never came to be. Any other damage is an error.
"""

import os
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec
import numpy as np

from data.errors import IndexFileError
from retrieval.search.entries import Addition, Entry
from retrieval.search.index import PassageIndex
from retrieval.vectors.interface import Floats

JOURNAL = "journal"


class Change(msgspec.Struct, omit_defaults=True):
    """A line of the journal: an entry with its vectors, or the ids of entries that go."""

    add: Entry | None = None
    question: bytes = b""
    answer: bytes = b""
    remove: list[int] = []


class Journal:
    """The journal of one snapshot; `position` is how far it was read, in bytes."""

    def __init__(self, file: Path, position: int = 0) -> None:
        self.file = file
        self.position = position

    def grew(self) -> bool:
        """Whether there may be something new to read."""
        return self.file.exists() and self.file.stat().st_size > self.position

    def replay(self, index: PassageIndex, yield_gil: Callable[[], None] = lambda: None) -> int:
        """Makes the changes that came since the last time, and returns how many there were.

        Args:
            index: what is changed.
            yield_gil: is called after each change.

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
            change = msgspec.json.decode(content, type=Change)
            if entry := change.add:
                index.add([Addition(entry, _vectors(change.question, entry.pieces[0]), _vectors(change.answer, entry.pieces[1]))])
            index.remove(change.remove)
            self.position += len(line) + 1
            yield_gil()
        return len(lines)

    def append(self, changes: Iterable[Addition | list[int]]) -> None:
        """Writes changes (entries to add, lists of ids to remove) that `replay` has yet to make; on the disk when it returns."""
        lines = []
        for change in changes:
            if isinstance(change, Addition):
                record = Change(change.entry, _bytes(change.question), _bytes(change.answer))
            else:
                record = Change(remove=change)
            content = msgspec.json.encode(record)
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


def _bytes(vectors: Floats) -> bytes:
    return np.ascontiguousarray(vectors, dtype="<f4").tobytes()


def _vectors(content: bytes, count: int) -> Floats:
    return np.frombuffer(content, dtype="<f4").reshape(count, -1)
