"""What stands between the network and Sanic: strict framing, deadlines for whoever is slow, and limits of open connections.

Rasa starts Sanic itself and hands no protocol over, so `install` puts ours in the place where Sanic looks for its own.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import time
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import sanic.app
import sanic.request
from sanic.exceptions import SanicException, ServiceUnavailable
from sanic.http import Stage
from sanic.server.protocols.http_protocol import HttpProtocol
from sanic.server.protocols.websocket_protocol import WebSocketProtocol

from bot.server.http.admission import Admission
from bot.server.http.client_address import Network, network_of, trusted
from bot.server.http.connections import Connections, room
from bot.server.http.errors import BadRequest
from bot.server.http.forms import sanic_form
from bot.server.http.framing import Framing

# A header must come within so many seconds, and so must a body; each 50,000 bytes of a body give it another second.
LATEST_S = 10.0
BYTES_A_SECOND = 50_000
# So long may an answer that is under way still go out when its connection is closed.
GRACE_S = 15.0
# Many that began together aren't all refused in the same instant, in which nobody else would be answered.
SPREAD = 0.2
# So long is a connection that had to give way kept. Its client can't come back before: a thousand at once come 500 times a second.
DISMISSED_S = 2.0
# So long may a client leave what it is sent untaken.
UNREAD_S = 30.0
# With Rasa's own 100, a burst of connections has everybody else's first packet dropped, which is sent again after a second.
BACKLOG, WAITING_TO_CONNECT = "SANIC_BACKLOG", "4096"


# What Sanic logs of a connection that was closed before its header had come; it would fail, and log how.
NOTHING_ASKED = SimpleNamespace(method="-", url="-")


class Guarded(HttpProtocol):
    """Sanic's HTTP on one connection, for clients who may mean harm."""

    __slots__ = ("__dict__",)  # Sanic's metaclass gives none, and slots of our own would not go with those of WebSocketProtocol
    open: Connections
    proxies: Sequence[Network] = ()

    def connection_made(self, transport: Any) -> None:
        peer = transport.get_extra_info("peername")
        address = str(peer[0]) if peer else ""
        self._address = network_of(address)
        self._admission = _admission(self.app, self.loop)
        self._framing = Framing(isinstance(self, WebSocketProtocol))
        self._refusal: BadRequest | None = None
        self._waited_s, self._received = 0.0, 0
        self._stalled: asyncio.TimerHandle | None = None
        self._closing: asyncio.TimerHandle | None = None
        self._lost = False
        self._dismissed = False
        self._next_check: asyncio.TimerHandle | None = None
        self._http: Any = None  # which Sanic sets only when it begins to serve
        self.transport = transport
        self._shared = not address or trusted(address, Guarded.proxies)
        if Guarded.open.add(self, self._address, self._shared):
            super().connection_made(transport)

    def dismiss(self) -> None:
        """Closes the connection a moment later, and reads nothing more of it."""
        self._dismissed = True
        self._closing = self._closing or self.loop.call_later(DISMISSED_S, self.abort)

    def check_timeouts(self) -> None:
        """Ends a connection on which nothing is asked, or nothing answered, for too long, as Sanic's own method does.

        Sanic's timers would keep each connection for seconds after it is gone: a flood of short ones filled the memory, and the garbage
        collector stopped the server for a second to look through them. `receive_more` sees to requests that don't come.
        """
        still_s, http = time.monotonic() - self._time, self._http
        if self._lost or self._task is None or http is None or (http.stage is Stage.HANDLER and http.upgrade_websocket):
            return
        if http.stage is Stage.IDLE and not self.recv_buffer and still_s > self.keep_alive_timeout:
            self._task.cancel()
        elif http.stage not in (Stage.IDLE, Stage.REQUEST) and still_s > self.response_timeout:
            http.exception = ServiceUnavailable("Response Timeout")
            self._task.cancel()
        else:
            interval_s = min(self.keep_alive_timeout, self.response_timeout) / 2
            self._next_check = self.loop.call_later(max(0.1, interval_s), self.check_timeouts)

    def close(self, timeout: float | None = None) -> None:
        """Closes the connection, at once if its client doesn't let go of it.

        Sanic keeps each connection for 15 seconds after it is gone: a flood of short ones would fill the memory.
        """
        if self.transport and not self._lost and self._closing is None:
            self.transport.close()
            self._closing = self.loop.call_later(GRACE_S if timeout is None else timeout, self.abort)

    def connection_lost(self, exc: Exception | None) -> None:
        self._lost = True
        Guarded.open.remove(self)
        for timer in (self._closing, self._stalled, self._next_check):
            if timer:
                timer.cancel()
        if self._http is not None and self._http.request is None:
            self._http.request = NOTHING_ASKED
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._refusal or self._dismissed:
            return
        self._received += len(data)
        try:
            self._framing.feed(data)
        except BadRequest as problem:
            self._refuse(problem)
            return
        super().data_received(data)

    async def receive_more(self) -> None:
        """Waits for more bytes of the client; not for ever, unless nothing has been asked yet (Sanic's keep-alive ends that).

        Raises:
            SanicException, asyncio.CancelledError: they come too late, or can't be read.
        """
        http = self._http
        asking = http.stage is not Stage.IDLE or http.request_body
        if not asking:
            self._waited_s, self._received = 0.0, 0
        if not self.recv_buffer:
            self._framing.ahead = 0
        self._give_up(http)
        began = self.loop.time()
        given_s = LATEST_S * random.uniform(1 - SPREAD, 1) + (self._received / BYTES_A_SECOND if http.stage is Stage.HANDLER else 0.0)
        timer = self.loop.call_later(max(0.0, given_s - self._waited_s), self._refuse, LATE) if asking else None
        Guarded.open.waits(self, True)
        try:
            await super().receive_more()
        finally:
            Guarded.open.waits(self, False)
            if timer:
                timer.cancel()
        self._waited_s += self.loop.time() - began if asking else 0.0
        self._give_up(http)
        if not asking and not self._shared:
            await self._admission.enter(self._address)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._stalled = self._stalled or self.loop.call_later(UNREAD_S, self.abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        if self._stalled:
            self._stalled.cancel()
            self._stalled = None

    def _refuse(self, problem: BadRequest) -> None:
        """Reads nothing more. Whoever waits for more hears of it, also who waits later."""
        # Its traceback holds what was received, and this connection: garbage of hundreds of kilobytes that only the collector would find.
        problem.__traceback__ = problem.__context__ = None
        self._refusal = problem
        if self.transport and not self.transport.is_closing():
            self.transport.pause_reading()
        self._data_received.set()

    def _give_up(self, http: Any) -> None:
        """Ends the connection if it was refused: by the answer to the request that is being read, if it has none yet."""
        if not (problem := self._refusal):
            return
        http.keep_alive = False
        if http.stage in (Stage.REQUEST, Stage.HANDLER):
            raise SanicException(str(problem), status_code=problem.status, quiet=True)
        if self.transport and not http.request_body:
            self.transport.write(_response(problem))
        raise asyncio.CancelledError


class GuardedWebSocket(Guarded, WebSocketProtocol):
    """The same where one of Rasa's channels speaks WebSocket."""

    def data_received(self, data: bytes) -> None:
        if self.websocket is not None:
            self.websocket.data_received(data)
        else:
            super().data_received(data)


LATE = BadRequest(408, "too_late", f"the request did not come within {LATEST_S:.0f} seconds")


def install() -> None:
    """Has every server of this process use it from now on."""
    if vars(sanic.app)["HttpProtocol"] is not Guarded:
        Guarded.open = Connections(room())
        os.environ.setdefault(BACKLOG, WAITING_TO_CONNECT)
        vars(sanic.app).update(HttpProtocol=Guarded, WebSocketProtocol=GuardedWebSocket)
        vars(sanic.request).update(parse_multipart_form=sanic_form)


def limit(proxies: Sequence[Network], most_of_address: int) -> None:
    """Says whose connections are counted together.

    Args:
        proxies: networks of the proxies that are trusted: they bring many clients, and have no share of their own.
        most_of_address: connections that an address may have; 0 for half of all.
    """
    Guarded.proxies, Guarded.open = proxies, Connections(room(), most_of_address)


def _admission(app: Any, loop: asyncio.AbstractEventLoop) -> Admission:
    """A server's own, made with its first connection."""
    if not hasattr(app.ctx, "admission"):
        app.ctx.admission = Admission(loop)
    found: Admission = app.ctx.admission
    return found


def _response(problem: BadRequest) -> bytes:
    body = json.dumps({"error": {"code": problem.code, "message": str(problem)}}).encode()
    head = (
        f"HTTP/1.1 {problem.status} Refused\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    return head.encode() + body
