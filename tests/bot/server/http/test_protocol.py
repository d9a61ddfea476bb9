"""A real server, met by clients that send what is wrong, too late or too much."""

import asyncio
import gc
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from types import SimpleNamespace

import pytest
from sanic import Sanic
from sanic.config import DEFAULT_CONFIG
from sanic.request import Request
from sanic.response import HTTPResponse, text

from bot.server.http import protocol
from bot.server.http.connections import Connections
from bot.server.http.protocol import Guarded, install
from tests.bot.server.http.test_framing import REFUSED, TAKEN
from tests.support.rasa_process import free_port

HELLO = b"GET /hello HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
POST = b"POST /body HTTP/1.1\r\nHost: x\r\n"
PATIENCE_S = 10.0
# What Sanic gives for its own reasons to requests that are in order but don't fit its routes.
ANSWERS = (b"200", b"404", b"405", b"400")


@pytest.fixture(autouse=True)
def several_servers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Sanic, "test_mode", True)


@asynccontextmanager
async def served() -> AsyncIterator[int]:
    """A server with a route for bodies; its port."""
    install()
    app = Sanic(f"protocol-{uuid.uuid4().hex}", configure_logging=False)

    @app.get("/hello")
    async def hello(_: Request) -> HTTPResponse:
        return text("hello")

    @app.post("/body", stream=True)
    async def body(request: Request) -> HTTPResponse:
        await request.receive_body()
        return text(f"{len(request.body)} bytes")

    @app.post("/deaf", stream=True)
    async def deaf(_: Request) -> HTTPResponse:
        return text("never mind")

    port = free_port()
    server = await app.create_server("127.0.0.1", port, return_asyncio_server=True, asyncio_server_kwargs={"start_serving": False})
    await server.startup()
    await server.before_start()
    await server.start_serving()
    try:
        yield port
    finally:
        server.close()
        await server.wait_closed()
        for connection in list(server.connections):
            connection.abort()


async def sent(port: int, *pieces: bytes, pause_s: float = 0.0) -> bytes:
    """What comes back on a connection until it is closed."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    got = b""
    with suppress(ConnectionError, RuntimeError):  # uvloop's, for what is written to a connection that was closed
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause_s)
        while read := await asyncio.wait_for(reader.read(65_536), PATIENCE_S):
            got += read
    writer.close()
    return got


async def opened(port: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A connection that the server waits for."""
    connection = await asyncio.open_connection("127.0.0.1", port)
    await asyncio.sleep(0.05)
    return connection


async def closed(reader: asyncio.StreamReader) -> bool:
    """Waits until a connection is closed from the other side; whether nothing came on it before."""
    with suppress(ConnectionError):
        return not await reader.read()
    return True


def run(test: Callable[[int], Awaitable[None]]) -> None:
    async def main() -> None:
        async with served() as port:
            await asyncio.wait_for(test(port), 60)

    asyncio.run(main())


def test_what_trails_a_refused_request_is_never_answered() -> None:
    async def smuggled(port: int) -> None:
        for name, request in REFUSED.items():
            got = await sent(port, request.encode("latin-1").replace(b" / ", b" /body ", 1) + HELLO)
            assert b"hello" not in got, name
            assert got.count(b"HTTP/1.1 ") <= 1, name
            assert got.startswith(b"HTTP/1.1 4") or not got, name
        assert (await sent(port, HELLO)).endswith(b"hello")

    run(smuggled)


def test_requests_in_order_are_answered_each_once() -> None:
    async def in_order(port: int) -> None:
        for name, request in TAKEN.items():
            got = await sent(port, request.encode("latin-1") + (b"" if "HTTP/1.0" in request else HELLO))
            assert any(got.startswith(b"HTTP/1.1 " + status) for status in ANSWERS), name
        assert b"5 bytes" in await sent(port, POST + b"Content-Length: 5\r\n\r\nhel", b"lo" + HELLO)
        assert b"2 bytes" in await sent(port, POST + b"Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n", b"1\r\ny\r\n0\r\n\r\n" + HELLO)

    run(in_order)


def test_who_is_slow_hears_so_and_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "LATEST_S", 0.5)

    async def slow(port: int) -> None:
        never = POST + b"Content-Length: 100\r\n\r\n"
        got = await asyncio.gather(
            sent(port, b"GET /hello HT"),
            sent(port, *(bytes([letter]) for letter in HELLO[:-2]), pause_s=0.05),
            sent(port, never),
            sent(port, never, *[b"x"] * 40, pause_s=0.05),
            sent(port, POST + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhe"),
        )
        # Who still sends when the connection is closed may not see why.
        assert all(answer.startswith(b"HTTP/1.1 408 ") for answer in (got[0], got[2], got[4]))
        assert all(answer.startswith(b"HTTP/1.1 408 ") or not answer for answer in got)
        # What was answered without its body is not waited for either.
        unread = await sent(port, b"POST /deaf HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n")
        assert unread.count(b"HTTP/1.1 ") == 1
        # A body that keeps coming is in time.
        steady = [b"x" * 30_000] * 10
        assert b"300000 bytes" in await sent(port, POST + b"Content-Length: 300000\r\nConnection: close\r\n\r\n", *steady, pause_s=0.1)

    run(slow)


def test_half_open_connections_give_way_to_new_ones() -> None:
    async def crowded(port: int) -> None:
        Guarded.open = Connections(20)
        half = [await asyncio.open_connection("127.0.0.1", port) for _ in range(200)]
        for _, writer in half:
            writer.write(POST + b"Content-Length: 100\r\n\r\n")
        for _ in range(20):
            assert (await sent(port, HELLO)).endswith(b"hello")
        for _, writer in half:
            writer.close()

    run(crowded)


def test_answers_that_nobody_takes_are_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "UNREAD_S", 0.2)
    connection = SimpleNamespace(aborted=0)

    async def main() -> None:
        guarded = Guarded(loop=asyncio.get_running_loop(), app=Sanic.get_app("unread", force_create=True))
        guarded._stalled, guarded.transport = None, SimpleNamespace(abort=lambda: setattr(connection, "aborted", 1))
        guarded.pause_writing()
        guarded.resume_writing()
        await asyncio.sleep(0.4)
        assert not connection.aborted
        guarded.pause_writing()
        await asyncio.sleep(0.4)
        assert connection.aborted

    asyncio.run(main())


def test_a_connection_that_gives_way_in_its_header_logs_no_error(caplog: pytest.LogCaptureFixture) -> None:
    async def test(port: int) -> None:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(HELLO[:20])
        await writer.drain()
        await asyncio.sleep(0.1)
        [connection] = Guarded.open._waiting
        connection.abort()
        assert b"hello" in await sent(port, HELLO)

    run(test)
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


def test_who_gives_way_is_closed_a_moment_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "DISMISSED_S", 0.3)

    async def test(port: int) -> None:
        Guarded.open = Connections(100, 1)
        (reader, writer), _ = [await opened(port) for _ in range(2)]
        writer.write(HELLO)
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(reader.read(), 0.1)
        assert await asyncio.wait_for(closed(reader), 1)

    run(test)


def test_a_connection_on_which_nothing_is_asked_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(DEFAULT_CONFIG, "KEEP_ALIVE_TIMEOUT", 0.3)

    async def test(port: int) -> None:
        reader, _ = await asyncio.open_connection("127.0.0.1", port)
        assert await asyncio.wait_for(closed(reader), 3)

    run(test)


def test_connections_that_are_gone_are_not_kept() -> None:
    async def test(port: int) -> None:
        for _ in range(20):
            assert b"hello" in await sent(port, HELLO)
        await asyncio.sleep(0.1)
        gc.collect()
        assert sum(isinstance(each, Guarded) for each in gc.get_objects()) <= 1

    run(test)


def test_what_was_refused_is_not_kept() -> None:
    """Not even until the garbage collector comes: each refused connection would hold what it had sent."""

    async def test(port: int) -> None:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(POST + b"Transfer-Encoding: chunked\r\n\r\n" + b"1\r\nx\r\n" * 1_000)
        await writer.drain()
        await asyncio.sleep(0.2)
        writer.close()
        assert not any(isinstance(each, Guarded) for each in gc.get_objects())

    gc.collect()
    gc.disable()
    try:
        run(test)
    finally:
        gc.enable()
