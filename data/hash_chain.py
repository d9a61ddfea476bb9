"""A log in which no line can be changed, left out, added or moved without that being seen: each line holds the hash of the one before.

Whoever can write the file could still write it anew from some line on, or cut its end. So the hash of the last line is worth noting
elsewhere now and then: `verify` finds it again as long as nothing up to it was touched.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Mapping
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import msgspec

from data.errors import DataError

# What the first line names in place of a line before it.
START = "0" * 64
# Bytes that are read from the end at a time, to find the last line.
STEP = 4096


class BrokenChain(DataError):
    """A line was changed, left out, added or moved."""


class Link(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A line of the log.

    Attributes:
        number: counted from 1.
        at: when it was added, in UTC.
        record: what it says: plain JSON. What a customer wrote has no place here, since no line can be taken out again.
        before: the hash of the line before; 64 zeros for the first.
        hash: SHA-256 of all that, in hex.
    """

    number: int
    at: datetime
    record: dict[str, Any]
    before: str
    hash: str


def append(file: Path, record: Mapping[str, Any]) -> Link:
    """Adds a line; it is on the disk when this returns. Several processes may do it at once.

    A line that a kill had left unfinished is taken away first: nobody was told that it was added.

    Args:
        file: made, readable by this user only, if it isn't there.
        record: what to add, as JSON knows it.

    Raises:
        BrokenChain: its last line is damaged.
        DataError: it can't be written.
    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)  # given back when the descriptor is closed
            line, end = _last_line(descriptor)
            last = _read(line, file, "its last line") if line else None
            made = _link(last, record)
            os.ftruncate(descriptor, end)
            os.pwrite(descriptor, msgspec.json.encode(made) + b"\n", end)
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        raise DataError(f"{file} can't be written: {error}") from error
    return made


def verify(file: Path, noted: str = "") -> list[Link]:
    """All lines, after each was checked against the one before; none if there is no such file.

    Args:
        file: the log.
        noted: the hash of a line, noted earlier, that must be among them; at least 8 of its digits.

    Raises:
        BrokenChain: a line was changed, left out, added or moved, or the noted one isn't there; the message names the first such line.
    """
    lines = file.read_bytes().split(b"\n")[:-1] if file.is_file() else []  # what follows the last line end was never finished
    links: list[Link] = []
    for number, line in enumerate(lines, start=1):
        link = _read(line, file, f"line {number}")
        before = links[-1].hash if links else START
        if (link.number, link.before) != (number, before):
            raise BrokenChain(f"{file}: line {number} doesn't follow the one before it: a line was left out, added or moved here")
        links.append(link)
    if noted and not any(len(noted) >= 8 and link.hash.startswith(noted.lower()) for link in links):
        raise BrokenChain(f"{file} holds no line with the hash {noted!r}: its end was cut off, or it was written anew since that was noted")
    return links


def _link(last: Link | None, given: Mapping[str, Any]) -> Link:
    number, before = (last.number + 1, last.hash) if last else (1, START)
    at, record = datetime.now(timezone.utc), msgspec.json.decode(msgspec.json.encode(given))
    return Link(number, at, record, before, _hash(number, at, record, before))


def _hash(number: int, at: datetime, record: dict[str, Any], before: str) -> str:
    content = json.dumps([number, at.isoformat(), record, before], ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(content.encode()).hexdigest()


def _read(line: bytes, file: Path, which: str) -> Link:
    try:
        link = msgspec.json.decode(line, type=Link)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise BrokenChain(f"{file}: {which} can't be read ({error}): it was changed") from error
    if link.hash != _hash(link.number, link.at, link.record, link.before):
        raise BrokenChain(f"{file}: {which} was changed: its hash is another than the one that stands in it")
    return link


def _last_line(descriptor: int) -> tuple[bytes, int]:
    """The last finished line, and the position in bytes after it."""
    size = os.fstat(descriptor).st_size
    tail, start = b"", size
    while start > 0 and tail.count(b"\n") < 2:
        begin = max(0, start - STEP)
        tail, start = os.pread(descriptor, start - begin, begin) + tail, begin
    end = tail.rfind(b"\n")
    if end < 0:
        return b"", 0
    return tail[tail.rfind(b"\n", 0, end) + 1 : end], start + end + 1
