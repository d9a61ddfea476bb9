"""The audit log: who looked at which conversation, and what they did. A file a month below `.heed/audit/`, to which lines are only added.

Each line begins with a keyed hash (HMAC-SHA256) of itself, and holds that of the line before: one that is changed, taken out or put in
shows. That the newest lines were cut off shows by the number and hash of the last line, which `heed desk audit` prints, to be noted
elsewhere. Conversations are named by a keyed hash, so that nothing has to be taken out when a customer is erased.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import hashlib
import hmac
import json
import os
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from bot.workspace import Workspace, private_folder
from data.errors import DataError

DAY_S = 24 * 60 * 60
# More than the longest line, so that the last one is in it.
TAIL = 64 * 1024


@dataclass(frozen=True)
class Entry:
    """One line, as it is read.

    Attributes:
        at: seconds since 1970.
        conversation: its keyed hash; empty if it is about none.
        more: what else there is to know, as to whom a conversation went.
    """

    number: int
    at: float
    agent: str
    act: str
    conversation: str
    more: Mapping[str, Any]
    hash: str


class AuditLog:
    """The log of this machine; all its processes write into it."""

    def __init__(self, key: bytes, folder: Path | None = None) -> None:
        """`key` is the server's own secret (`bot.server.http.secrets`); `folder` is the workspace's own if none is given."""
        self._key = hmac.new(key, b"desk audit", hashlib.sha256).digest()
        self.folder = folder or Workspace.current().audit
        self._waiting: list[tuple[dict[str, Any], asyncio.Future[None]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def note(self, agent: str, act: str, conversation: str = "", **more: Any) -> None:
        """Writes a line; when this returns, it is on the disk. What is noted at the same time is written at once.

        Raises:
            OSError, ValueError: it can't be written, or nothing can be added to what stands there; then what it is about must not happen.
        """
        line = {"at": round(time.time(), 3), "agent": agent, "act": act}
        line |= ({"conversation": self.name(conversation)} if conversation else {}) | ({"more": more} if more else {})
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((line, done))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.ensure_future(self._write_all())
        await done

    def write(self, lines: list[dict[str, Any]]) -> None:
        """Adds lines, each with `at`, `agent` and `act`."""
        private_folder(self.folder)
        with self._locked():
            file = self.folder / f"{time.strftime('%Y-%m', time.gmtime())}.jsonl"
            number, before = self._last()
            with file.open("a", encoding="utf-8") as opened:
                os.fchmod(opened.fileno(), 0o600)
                for line in lines:
                    number += 1
                    record = json.dumps({"number": number, "before": before, **line}, ensure_ascii=False)
                    before = self._hash(record)
                    opened.write(f"{before} {record}\n")
                opened.flush()
                os.fsync(opened.fileno())

    def name(self, conversation: str) -> str:
        """How the log names a conversation."""
        return hmac.new(self._key, conversation.encode(), hashlib.sha256).hexdigest()[:16]

    def entries(self) -> Iterator[Entry]:
        """All lines, oldest first, each checked.

        Raises:
            DataError: the chain is broken, at the line that it names.
        """
        before = last = None
        for file in self.files():
            for place, text in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
                hash, _, record = text.partition(" ")
                where = f"line {place} of {file}"
                try:
                    line = json.loads(record)
                    number = int(line["number"])
                    entry = Entry(number, line["at"], line["agent"], line["act"], line.get("conversation", ""), line.get("more", {}), hash)
                    follows = last is None or (number == last + 1 and line["before"] == before)  # retention removes the oldest
                except (ValueError, KeyError, TypeError):
                    raise DataError(f"the audit log was changed: {where} can't be read") from None
                if not hmac.compare_digest(hash.encode(), self._hash(record).encode()):
                    raise DataError(f"the audit log was changed: {where} isn't what was written (or HEED_SECRET is another one)")
                if not follows:
                    raise DataError(f"the audit log was changed: {where} doesn't follow on the line before it")
                before, last = hash, number
                yield entry

    def trim(self, days: int) -> int:
        """Removes the months that ended more than so many days ago; returns how many."""
        if not self.folder.is_dir():
            return 0
        with self._locked():
            oldest = time.strftime("%Y-%m", time.gmtime(time.time() - days * DAY_S))
            gone = [file for file in self.files()[:-1] if file.stem < oldest]
            for file in gone:
                file.unlink()
        return len(gone)

    def files(self) -> list[Path]:
        """A file a month, oldest first."""
        return sorted(self.folder.glob("[0-9]*-[0-9]*.jsonl"))

    async def _write_all(self) -> None:
        while self._waiting:
            taken, self._waiting = self._waiting, []
            try:
                await asyncio.to_thread(self.write, [line for line, _ in taken])
            except Exception as error:  # whatever it is, who waits has to know
                for _, done in taken:
                    if not done.done():
                        done.set_exception(error)
                continue
            for _, done in taken:
                if not done.done():
                    done.set_result(None)

    def _last(self) -> tuple[int, str]:
        """The number and hash of the last line. One that a crash broke off was never acknowledged, and is removed."""
        for file in reversed(self.files()):
            with file.open("r+b") as opened:
                size = opened.seek(0, os.SEEK_END)
                opened.seek(max(0, size - TAIL))
                tail = opened.read()
                whole = tail[: tail.rfind(b"\n") + 1]
                if len(whole) < len(tail):
                    opened.truncate(size - len(tail) + len(whole))
            if whole:
                hash, _, record = whole.decode("utf-8", "replace").splitlines()[-1].partition(" ")
                return int(json.loads(record)["number"]), hash
        return 0, ""

    def _hash(self, record: str) -> str:
        return hmac.new(self._key, record.encode(), hashlib.sha256).hexdigest()

    @contextlib.contextmanager
    def _locked(self) -> Iterator[IO[str]]:
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield lock
