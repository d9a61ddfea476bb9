"""An IMAP mailbox, read from where it was left. The library waits for the server, so it works in a thread of its own."""

from __future__ import annotations

import asyncio
import logging
import re
import socket
import ssl
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from typing import TypeVar

from imap_tools import AND, BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted

from bot.channels.mail.oauth import Login
from data.errors import HeedError

logger = logging.getLogger(__name__)

Found = TypeVar("Found")

TIMEOUT_S = 20.0
# A mailbox is looked into again after so long, whether or not the server told of a new mail (IDLE). What it tells in the same moment as it
# begins to is overlooked by the library.
IDLE_S, POLL_S = 5.0, 5.0
# Of a larger mail, the first part is read: text stands before files. A file that is kept may have 5 MB, in base64 a third more.
LARGEST = 7_500_000
MOST_AT_ONCE = 50


class MailboxError(HeedError):
    """A mail server doesn't do what it should."""


class Mailbox:
    """A folder on a server, for one connection.

    Attributes:
        validity: the server's number for the folder (UIDVALIDITY): when it changes, all mails have other numbers.
        next: the number that the next mail to arrive gets.
    """

    validity = 0
    next = 0

    def __init__(self, host: str, port: int, encryption: str, login: Login, folder: str) -> None:
        """`encryption` is `tls`, `starttls` or `none`. Nothing is connected to yet."""
        self._place, self._encryption, self._login, self._folder = (host, port), encryption, login, folder
        self._thread = ThreadPoolExecutor(1, "mailbox")
        self._box: BaseMailBox | None = None

    async def open(self) -> None:
        """Connects, and opens the folder; where that fails, it is closed again.

        Raises:
            OSError, imaplib.IMAP4.error, imap_tools.ImapToolsError: the server can't be reached, or refuses. So do all below.
        """
        try:
            await self._run(self._open)
        except BaseException:
            self.close()
            raise

    async def after(self, uid: int) -> list[int]:
        """The numbers of the mails after one, the oldest first; not more than 50."""
        return (await self._run(lambda: self._after(uid)))[:MOST_AT_ONCE]

    async def since(self, day: datetime) -> list[int]:
        """The numbers of the mails that arrived since a day."""
        found = await self._run(lambda: self._opened.uids(str(AND(date_gte=day.date())), charset=None))
        return sorted(map(int, found))

    async def read(self, uid: int) -> bytes:
        """A mail as it came, its first 7.5 MB; empty if it is gone. It isn't marked as read by that."""
        return await self._run(lambda: self._read(uid))

    async def mark_read(self, uid: int) -> None:
        # Not by the library's `flag`: that also removes for good what others have marked as deleted.
        await self._run(lambda: self._opened.client.uid("STORE", str(uid), "+FLAGS", "(\\Seen)"))

    async def wait(self) -> None:
        """Returns when there may be something new."""
        if "IDLE" in self._opened.client.capabilities:
            await self._run(lambda: self._opened.idle.wait(IDLE_S))
        else:
            await asyncio.sleep(POLL_S)
            await self._run(lambda: self._opened.client.noop())

    def close(self) -> None:
        """Breaks the connection off, in the middle of whatever it does."""
        if self._box:
            with suppress(OSError):
                self._box.client.socket().shutdown(socket.SHUT_RDWR)
            with suppress(OSError):
                self._box.client.shutdown()
        self._thread.shutdown(wait=False, cancel_futures=True)

    @property
    def _opened(self) -> BaseMailBox:
        assert self._box, "call `open` first"
        return self._box

    def _open(self) -> None:
        if self._encryption == "none":
            self._box = MailBoxUnencrypted(*self._place, timeout=TIMEOUT_S)
        else:
            kind = MailBox if self._encryption == "tls" else MailBoxStartTls
            # The library's own context takes any certificate, and so would give the password to whoever stands in between.
            self._box = kind(*self._place, timeout=TIMEOUT_S, ssl_context=ssl.create_default_context())
        log_in = self._box.xoauth2 if self._login.token else self._box.login
        log_in(self._login.user, self._login.secret, initial_folder=None)
        status = self._box.folder.status(self._folder, ("UIDVALIDITY", "UIDNEXT"))
        self.validity, self.next = int(status["UIDVALIDITY"]), int(status["UIDNEXT"])
        self._box.folder.set(self._folder)

    def _after(self, uid: int) -> list[int]:
        """Looks again while the server tells of a mail that came during the look: it doesn't tell of it again."""
        found: list[int] = []
        news: list[bytes | None] = [b""]
        while not found and news != [None]:
            self._opened.client.response("EXISTS")
            # “n:*” always names the last mail, even if it is older.
            found = sorted(number for each in self._opened.uids(f"UID {uid + 1}:*", charset=None) if (number := int(each)) > uid)
            _, news = self._opened.client.response("EXISTS")
        return found

    def _read(self, uid: int) -> bytes:
        outcome, data = self._opened.client.uid("FETCH", str(uid), f"(BODY.PEEK[]<0.{LARGEST}>)")
        if outcome != "OK":
            raise MailboxError(f"the mail server refuses to give mail {uid}: {outcome}")
        found = [each[1] for each in data if isinstance(each, tuple) and re.search(rb"\bBODY\[\]", each[0])]
        return bytes(found[0]) if found else b""

    async def _run(self, work: Callable[[], Found]) -> Found:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)
