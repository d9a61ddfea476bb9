"""The audit log: who looked at which conversation, and what they did. A file a month below `.heed/audit/`, to which lines are only added.

It is a keyed hash chain (`data.hash_chain`): a line that is changed, taken out or put in shows. That the newest lines were cut off shows
by the number and hash of the last line, which `heed desk audit` prints, to be noted elsewhere. Conversations are named by a keyed hash,
so that nothing has to be taken out when a customer is erased.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.workspace import Workspace, private_folder
from data.hash_chain import BrokenChain, HashChain, Link

# A line of before the logs of this machine had one form: a hash, and JSON.
OLD_LINE = re.compile(rb"[0-9a-f]{64} \{")


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
        self._chain = HashChain(folder or Workspace.current().audit, by_month=True, key=self._key)
        self._waiting: list[tuple[dict[str, Any], asyncio.Future[None]]] = []
        self._writing: asyncio.Task[None] | None = None
        self._looked = False

    async def note(self, agent: str, act: str, conversation: str = "", **more: Any) -> None:
        """Writes a line; when this returns, it is on the disk. What is noted at the same time is written at once.

        Raises:
            DataError, SettingsError: it can't be written, or nothing can be added to what stands there; then what it is about must not
                happen.
        """
        line: dict[str, Any] = {"agent": agent, "act": act}
        line |= ({"conversation": self.name(conversation)} if conversation else {}) | ({"more": more} if more else {})
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((line, done))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.ensure_future(self._write_all())
        await done

    def name(self, conversation: str) -> str:
        """How the log names a conversation."""
        return hmac.new(self._key, conversation.encode(), hashlib.sha256).hexdigest()[:16]

    def entries(self) -> Iterator[Entry]:
        """All lines, oldest first, each checked.

        Raises:
            BrokenChain: the chain is broken, at the line that it names; or HEED_SECRET is another one.
        """
        return map(_entry, self._chain.links())

    def trim(self, days: int) -> int:
        """Removes the months that ended more than so many days ago; returns how many. Raises OSError."""
        return self._chain.trim(days)

    def files(self) -> list[Path]:
        """A file a month, oldest first."""
        return self._chain.files

    def _write(self, lines: list[dict[str, Any]]) -> None:
        private_folder(self._chain.place)
        if not self._looked:
            self._put_old_ones_aside()
            self._looked = True
        self._chain.append(*lines)

    def _put_old_ones_aside(self) -> None:
        """Keeps, under another name, logs in the form of before: nothing can be added to them."""
        for file in self._chain.files:
            with file.open("rb") as opened:
                old = OLD_LINE.match(opened.read(80))
            if old:
                with suppress(FileNotFoundError):  # another process was faster
                    file.rename(file.with_name(f"{file.name}.old"))

    async def _write_all(self) -> None:
        while self._waiting:
            taken, self._waiting = self._waiting, []
            try:
                await asyncio.to_thread(self._write, [line for line, _ in taken])
            except Exception as error:  # whatever it is, who waits has to know
                for _, done in taken:
                    if not done.done():
                        done.set_exception(error)
                continue
            for _, done in taken:
                if not done.done():
                    done.set_result(None)


def _entry(link: Link) -> Entry:
    record = link.record
    try:
        about = record["agent"], record["act"], record.get("conversation", ""), record.get("more", {})
    except KeyError as error:
        raise BrokenChain(f"line {link.number} of the audit log names no {error}: it isn't the desk's") from None
    return Entry(link.number, link.at.timestamp(), *about, link.hash)
