"""A log in which no line can be changed, left out, added or moved without that being seen: each line holds the hash of the one before.

Whoever can write the file could still write it anew from some line on, or cut its end. So the hash of the last line is worth noting
elsewhere now and then: `HashChain.verify` finds it again as long as nothing up to it was touched. With a key, whoever doesn't have it
can't write anything anew either.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import hmac
import json
import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

import msgspec

from data.errors import DataError

# What the first line names in place of a line before it.
START = "0" * 64
# Bytes that are read from the end at a time, to find the last line.
STEP = 4096
DAY_S = 24 * 60 * 60
MONTH = "%Y-%m"
LOCK = "lock"


class BrokenChain(DataError):
    """A line was changed, left out, added or moved."""


class Link(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A line of the log.

    Attributes:
        number: counted from 1.
        at: when it was added, in UTC.
        record: what it says: plain JSON. What a customer wrote has no place here, since no line can be taken out again.
        before: the hash of the line before; 64 zeros for the first.
        hash: SHA-256 of all that, in hex; HMAC-SHA256 with a key.
    """

    number: int
    at: datetime
    record: dict[str, Any]
    before: str
    hash: str


@dataclass(frozen=True)
class HashChain:
    """The log of one machine; several processes may add lines at once.

    Attributes:
        place: its file; its folder, if it has a file a month.
        by_month: whether it has. Then old months may be removed, and the oldest line that is left follows on any.
        key: keys the hashes, if it isn't empty.
    """

    place: Path
    by_month: bool = False
    key: bytes = field(default=b"", repr=False)

    @property
    def files(self) -> list[Path]:
        """Those that are there, the oldest first."""
        if self.by_month:
            return sorted(self.place.glob("[0-9]*-[0-9]*.jsonl"))
        return [self.place] if self.place.is_file() else []

    def append(self, *records: Mapping[str, Any]) -> list[Link]:
        """Adds lines; they are on the disk when this returns.

        A line that a kill had left unfinished is taken away first: nobody was told that it was added.

        Args:
            records: what to add, a line each, as JSON knows it. A file that isn't there is made, readable by this user only.

        Raises:
            BrokenChain: the last line is damaged; nothing was added.
            DataError: it can't be written.
        """
        made: list[Link] = []
        try:
            with self._locked():
                last = self._last()
                for record in records:
                    last = self._link(last, record)
                    made.append(last)
                self._write(b"".join(msgspec.json.encode(link) + b"\n" for link in made))
        except OSError as error:
            raise DataError(f"{self.place} can't be written: {error}") from error
        return made

    def links(self) -> Iterator[Link]:
        """All lines, the oldest first, each after it was checked against the one before; none if there is no such log.

        Raises:
            BrokenChain: a line was changed, left out, added or moved; the message names the first such line.
        """
        last: Link | None = None
        for file in self.files:
            lines = file.read_bytes().split(b"\n")[:-1]  # what follows the last line end was never finished
            for place, line in enumerate(lines, start=1):
                link = self._read(line, file, f"line {place}")
                if (last or not self.by_month) and (link.number, link.before) != _next(last):
                    raise BrokenChain(f"{file}: line {place} doesn't follow the one before it: a line was left out, added or moved here")
                last = link
                yield link

    def verify(self, noted: str = "") -> list[Link]:
        """All lines, after each was checked.

        Args:
            noted: the hash of a line, noted earlier, that must be among them; at least 8 of its digits.

        Raises:
            BrokenChain: a line was changed, left out, added or moved, or the noted one isn't there.
        """
        links = list(self.links())
        if noted and not any(len(noted) >= 8 and link.hash.startswith(noted.lower()) for link in links):
            raise BrokenChain(
                f"{self.place} holds no line with the hash {noted!r}: its end was cut off, or it was written anew since that was noted"
            )
        return links

    def trim(self, days: int) -> int:
        """Removes the months that ended more than so many days ago, but for the newest file; returns how many. Raises OSError."""
        if not self.by_month or not self.place.is_dir():
            return 0
        with self._locked():
            oldest = time.strftime(MONTH, time.gmtime(time.time() - days * DAY_S))
            gone = [file for file in self.files[:-1] if file.stem < oldest]
            for file in gone:
                file.unlink()
        return len(gone)

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        lock = self.place / LOCK if self.by_month else self.place
        lock.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)  # given back when the descriptor is closed
            yield
        finally:
            os.close(descriptor)

    def _last(self) -> Link | None:
        """The newest line; what stands behind it unfinished is cut off."""
        for file in reversed(self.files):
            with file.open("r+b") as opened:
                line, end = _last_line(opened.fileno())
                # With a key, the hash isn't looked at: a log goes on when the key was changed, and `links` says where it was.
                found = self._read(line, file, "its last line", checks=not self.key) if line else None
                opened.truncate(end)
            if found:
                return found
        return None

    def _write(self, lines: bytes) -> None:
        file = self.place / f"{time.strftime(MONTH, time.gmtime())}.jsonl" if self.by_month else self.place
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(descriptor, "wb") as opened:
            opened.write(lines)
            opened.flush()
            os.fsync(descriptor)

    def _link(self, last: Link | None, given: Mapping[str, Any]) -> Link:
        number, before = _next(last)
        at, record = datetime.now(timezone.utc), msgspec.json.decode(msgspec.json.encode(given))
        return Link(number, at, record, before, self._hash(number, at, record, before))

    def _read(self, line: bytes, file: Path, which: str, checks: bool = True) -> Link:
        try:
            link = msgspec.json.decode(line, type=Link)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise BrokenChain(f"{file}: {which} can't be read ({error}): it was changed") from error
        own = self._hash(link.number, link.at, link.record, link.before)
        if checks and not hmac.compare_digest(link.hash.encode(), own.encode()):
            other_key = ", or the key is another one" if self.key else ""
            raise BrokenChain(f"{file}: {which} was changed: its hash is another than the one that stands in it{other_key}")
        return link

    def _hash(self, number: int, at: datetime, record: dict[str, Any], before: str) -> str:
        content = json.dumps([number, at.isoformat(), record, before], ensure_ascii=True, sort_keys=True, separators=(",", ":")).encode()
        return hmac.new(self.key, content, hashlib.sha256).hexdigest() if self.key else hashlib.sha256(content).hexdigest()


def _next(last: Link | None) -> tuple[int, str]:
    """The number of the line after a line, and the hash of the line before that one."""
    return (last.number + 1, last.hash) if last else (1, START)


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
