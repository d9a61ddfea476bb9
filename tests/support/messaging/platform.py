"""A stand-in for the HTTP API of any messaging platform: real HTTP on 127.0.0.1, in a thread of its own."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import web


@dataclass(frozen=True)
class Call:
    """A request that the platform got."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    at: float = field(default_factory=time.monotonic)

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode(), keep_blank_values=True))


@dataclass(frozen=True)
class Says:
    """An answer.

    Attributes:
        body: JSON; or bytes of the `type`.
        takes: whether the platform took the message.
        after_s: seconds until it answers.
        drops: whether the connection breaks in place of an answer.
    """

    status: int = 200
    body: Any = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    takes: bool = True
    after_s: float = 0.0
    drops: bool = False
    type: str = "image/png"


class Platform:
    """Takes what it is sent.

    Attributes:
        calls: all requests; taken: those that it took as messages.
        planned: answers for the next messages; after them, `usual`.
        frames: what whoever is connected by a websocket is sent next; answered: what came back; connected: the addresses of connections.
    """

    def __init__(self, usual: Callable[[Call, int], Says], is_message: Callable[[Call], object]) -> None:
        self.usual, self.is_message = usual, is_message
        self.calls: list[Call] = []
        self.taken: list[Call] = []
        self.planned: list[Says] = []
        self.frames: list[str | bytes] = []
        self.answered: list[str | bytes] = []
        self.connected: list[str] = []
        self._sockets: list[web.WebSocketResponse] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self.port = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._start(), self._loop).result(10)

    def stop(self) -> None:
        asyncio.run_coroutine_threadsafe(self._runner.cleanup(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def hang_up(self) -> None:
        """Closes all websockets."""
        for socket in self._sockets:
            asyncio.run_coroutine_threadsafe(socket.close(), self._loop).result(10)

    @contextmanager
    def down(self) -> Iterator[None]:
        """Nobody listens meanwhile."""
        asyncio.run_coroutine_threadsafe(self._runner.cleanup(), self._loop).result(10)
        try:
            yield
        finally:
            asyncio.run_coroutine_threadsafe(self._start(), self._loop).result(10)

    async def _start(self) -> None:
        app = web.Application()
        app.router.add_route("*", "/{path:.*}", self._answer)
        self._runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True)
        await site.start()
        self.port = self._runner.addresses[0][1]

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        if request.headers.get("Upgrade", "").lower() == "websocket":
            return await self._talk(request)
        headers = {name.lower(): value for name, value in request.headers.items()}
        call = Call(request.method, request.path_qs, headers, await request.read())
        self.calls.append(call)
        says = self.planned.pop(0) if self.planned and self.is_message(call) else self.usual(call, len(self.calls))
        if says.takes and says.status < 300:
            self.taken.append(call)
        await asyncio.sleep(says.after_s)
        if says.drops and request.transport:
            request.transport.abort()
        if isinstance(says.body, bytes):
            return web.Response(body=says.body, status=says.status, content_type=says.type)
        return web.json_response(says.body, status=says.status, headers=says.headers)

    async def _talk(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.connected.append(request.path_qs)
        self._sockets.append(socket)
        sending = asyncio.ensure_future(self._send(socket))
        async for message in socket:
            self.answered.append(message.data)
        sending.cancel()
        return socket

    async def _send(self, socket: web.WebSocketResponse) -> None:
        while not socket.closed:
            if self.frames:
                frame = self.frames.pop(0)
                await (socket.send_bytes(frame) if isinstance(frame, bytes) else socket.send_str(frame))
            else:
                await asyncio.sleep(0.01)


@contextmanager
def platform(
    usual: Callable[[Call, int], Says], is_message: Callable[[Call], object] = bool, kind: type[Platform] = Platform
) -> Iterator[Platform]:
    """A platform that runs until the block ends."""
    running = kind(usual, is_message)
    running.start()
    try:
        yield running
    finally:
        running.stop()
