"""Mail servers for tests: a small IMAP server, and SMTP, in one platform."""

from __future__ import annotations

import asyncio
import base64
import re
from collections.abc import Callable
from ssl import SSLContext
from typing import Any, ClassVar

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tests.support.messaging.kit import Posted
from tests.support.messaging.platform import Call, Platform, Says

PASSWORD = "correct horse battery staple"
PATIENCE_S = 20.0


class Inbox:
    """An IMAP server with one folder: what a client needs who reads from where it was.

    Attributes:
        mails: as they came; the first has the number 1.
        seen: the numbers of those that were marked as read; left: of those that were read and not marked.
        validity: the folder's number.
        idles: whether it tells of new mails.
        withheld: words of mails that it doesn't give.
        tokens: access tokens that it takes in place of a password (XOAUTH2).
    """

    def __init__(self) -> None:
        self.mails: list[bytes] = []
        self.seen: set[int] = set()
        self.left: set[int] = set()
        self.validity, self.idles = 1, True
        self.withheld: list[bytes] = []
        self.tokens: set[str] = set()
        self.watching = 0
        self.news = asyncio.Condition()
        self._clients: set[asyncio.Task[None]] = set()

    async def start(self, tls: SSLContext | None = None) -> int:
        """Returns its port."""
        self._server = await asyncio.start_server(self._client, "127.0.0.1", 0, ssl=tls)
        return int(self._server.sockets[0].getsockname()[1])

    async def stop(self) -> None:
        self._server.close()
        await self.hang_up()

    async def hang_up(self) -> None:
        """Breaks all connections off."""
        self.watching = 0
        for task in list(self._clients):
            task.cancel()
        await asyncio.gather(*self._clients, return_exceptions=True)

    async def put(self, mail: bytes) -> int:
        """A mail arrives; returns its number."""
        async with self.news:
            self.mails.append(mail)
            self.news.notify_all()
            return len(self.mails)

    async def deliver(self, mail: bytes) -> tuple[int, bytes]:
        """A mail arrives; returns 200 when it was marked as read, 403 when it was read and left, 504 when nobody read it."""

        async def decided() -> tuple[int, bytes]:
            async with self.news:
                await self.news.wait_for(lambda: number in self.seen | self.left)
            return (200 if number in self.seen else 403), b""

        async def watched() -> None:
            async with self.news:
                await self.news.wait_for(lambda: self.watching)

        try:
            await asyncio.wait_for(watched(), PATIENCE_S)  # what is there before the first start is nobody's
            number = await self.put(mail)
            return await asyncio.wait_for(decided(), PATIENCE_S)
        except asyncio.TimeoutError:
            return 504, b""

    async def _client(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._clients.add(task)
        try:
            await self._serve(reader, writer)
        except (OSError, asyncio.CancelledError):
            pass
        finally:
            self._clients.discard(task)
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"* OK ready\r\n")
        fetched: set[int] = set()
        told = [len(self.mails)]
        while line := await reader.readline():
            tag, _, rest = line.decode("utf-8", "replace").strip().partition(" ")
            command = rest.upper()
            if command.startswith(("IDLE", "UID SEARCH", "NOOP", "LOGOUT")):
                async with self.news:
                    self.left |= fetched - self.seen
                    self.watching += command.startswith("UID SEARCH UID")
                    self.news.notify_all()
            if command == "AUTHENTICATE XOAUTH2":
                writer.write(b"+ \r\n")
                given = base64.b64decode(await reader.readline()).decode()
                if not (taken := given in {xoauth2(token) for token in self.tokens}):
                    writer.write(b"+ eyJzdGF0dXMiOiI0MDAifQ==\r\n")
                    await reader.readline()
                writer.write(f"{tag} {'OK' if taken else 'NO'} done\r\n".encode())
                continue
            if command == "IDLE":
                writer.write(b"+ idling\r\n")
                await self._idle(reader, writer, told)
            else:
                for answer in await self._answers(rest, command, fetched):
                    writer.write(answer + b"\r\n")
            number = int(match[1]) if (match := re.match(r"UID FETCH (\d+)", command)) else 0
            refused = command.startswith("LOGIN") and PASSWORD not in rest
            refused = refused or any(each in self.mails[number - 1] for each in self.withheld if number)
            writer.write(f"{tag} {'NO' if refused else 'OK'} done\r\n".encode())
            await writer.drain()

    async def _answers(self, rest: str, command: str, fetched: set[int]) -> list[bytes]:
        count = len(self.mails)
        if command == "CAPABILITY":
            return [b"* CAPABILITY IMAP4rev1" + (b" IDLE" if self.idles else b"")]
        if command.startswith("STATUS"):
            return [f"* STATUS INBOX (UIDVALIDITY {self.validity} UIDNEXT {count + 1})".encode()]
        if command.startswith("SELECT"):
            return [f"* {count} EXISTS".encode(), f"* OK [UIDVALIDITY {self.validity}]".encode()]
        if command.startswith("UID SEARCH"):
            first = re.search(r"\bUID (\d+):\*", rest[4:])
            found = range(1, count + 1)
            if first:
                found = range(min(int(first[1]), max(1, count)), count + 1)  # the last one always
            return [b" ".join([b"* SEARCH", *(str(each).encode() for each in found)])]
        number = int(match[1]) if (match := re.match(r"UID (?:FETCH|STORE) (\d+)", command)) else 0
        if command.startswith("UID FETCH"):
            fetched.add(number)
            content = self.mails[number - 1]
            if any(each in content for each in self.withheld):
                return []
            return [f"* {number} FETCH (UID {number} BODY[]<0> {{{len(content)}}}\r\n".encode() + content + b")"]
        if command.startswith("UID STORE"):
            async with self.news:
                self.seen.add(number)
                self.news.notify_all()
        return []

    async def _idle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, told: list[int]) -> None:
        async def tell() -> None:
            await asyncio.sleep(0.02)
            while True:
                if len(self.mails) > told[0]:
                    told[0] = len(self.mails)
                    writer.write(f"* {told[0]} EXISTS\r\n".encode())
                async with self.news:
                    await self.news.wait()

        telling = asyncio.ensure_future(tell())
        try:
            await reader.readline()  # DONE
        finally:
            telling.cancel()


def xoauth2(token: str) -> str:
    """What a client says who has an access token."""
    return f"user=help@shop.example\x01auth=Bearer {token}\x01\x01"


class MailPlatform(Platform):
    """Both servers. `down` is the SMTP server's; mails go on to arrive."""

    running: ClassVar[MailPlatform]

    def __init__(self, usual: Callable[[Call, int], Says], is_message: Callable[[Call], object] = bool) -> None:
        super().__init__(usual, is_message)
        self.inbox = Inbox()
        self._imap_port = 0
        MailPlatform.running = self

    @property
    def url(self) -> str:
        return f"mail://127.0.0.1:{self.port}?imap={self._imap_port}"

    def stop(self) -> None:
        self.do(self.inbox.stop())
        super().stop()

    def do(self, work: Any) -> Any:
        """Has something done by the servers, and waits for it."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(PATIENCE_S + 10)

    def deliver(self, posted: Posted) -> tuple[int, bytes]:
        found: tuple[int, bytes] = self.do(self.inbox.deliver(posted.body))
        return found

    async def _start(self) -> None:
        if not self._imap_port:
            self._imap_port = await self.inbox.start()
        server = await self._loop.create_server(self._session, "127.0.0.1", self.port, reuse_address=True)
        self.port = server.sockets[0].getsockname()[1]
        self._runner: Any = _Closing(server)

    def _session(self) -> SMTP:
        def authenticate(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: Any) -> AuthResult:
            return AuthResult(success=isinstance(data, LoginPassword) and data.password == PASSWORD.encode(), handled=False)

        return SMTP(self, hostname="mail.shop.example", loop=self._loop, auth_require_tls=False, authenticator=authenticate)

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:
        given = base64.b64decode(args[1]).decode()
        taken = given in {xoauth2(token) for token in self.inbox.tokens}
        return AuthResult(success=taken, handled=False, auth_data=LoginPassword(b"help@shop.example", b""))

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if not session.authenticated:
            return "530 log in first"
        content = envelope.original_content or b""
        call = Call("MAIL", "/", {"to": ", ".join(envelope.rcpt_tos), "from": envelope.mail_from or ""}, content)
        self.calls.append(call)
        says = self.planned.pop(0) if self.planned and self.is_message(call) else self.usual(call, len(self.calls))
        if says.takes and says.status < 300:
            self.taken.append(call)
        await asyncio.sleep(says.after_s)
        if says.drops and server.transport:
            server.transport.abort()  # type: ignore[attr-defined]
        if says.status < 300:
            return "250 OK"
        return "451 try again later" if says.status in (429, 503) else "550 no such mailbox"


class _Closing:
    def __init__(self, server: asyncio.AbstractServer) -> None:
        self._server = server

    async def cleanup(self) -> None:
        self._server.close()
