"""A company's order system that does what it is told to, well or badly: a real server on a port of its own."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

ORDER = {"email": "ada@example.com", "postcode": "LS1 4AP", "status": "shipped", "carrier": "DPD", "shipped_on": "2026-11-25"}
Act = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class OddShop:
    """A running server.

    Attributes:
        act: what it does with a request; may be changed at any time.
        paths: what was asked for.
        headers: those of the newest request.
    """

    url: str
    act: Act
    paths: list[str] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)


def answers(body: bytes | dict[str, Any], status: int = 200, **headers: str) -> Act:
    """Answers with a body, JSON if it is a dictionary."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()

    def act(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in {"Content-Length": str(len(content)), **headers}.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(content)

    return act


def sleeps(seconds: float) -> Act:
    """Lets the customer wait before it answers."""

    def act(request: BaseHTTPRequestHandler) -> None:
        time.sleep(seconds)
        answers(ORDER)(request)

    return act


def trickles(request: BaseHTTPRequestHandler) -> None:
    """Answers a byte at a time, without an end."""
    request.send_response(200)
    request.end_headers()
    for _ in range(200):
        request.wfile.write(b" ")
        request.wfile.flush()
        time.sleep(0.05)


def floods(request: BaseHTTPRequestHandler) -> None:
    """Answers with a hundred megabytes."""
    request.send_response(200)
    request.end_headers()
    for _ in range(100):
        request.wfile.write(b'{"a":"' + b"x" * 1_000_000)


def hangs_up(request: BaseHTTPRequestHandler) -> None:
    """Closes the connection without an answer."""
    request.connection.close()


@contextmanager
def odd_shop(act: Act = answers(ORDER)) -> Iterator[OddShop]:  # noqa: B008
    """A server, until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            shop.paths.append(self.path)
            shop.headers = dict(self.headers.items())
            try:
                shop.act(self)
            except OSError:
                self.close_connection = True  # the assistant had enough of it

        def log_message(self, format: str, *args: Any) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    shop = OddShop(f"http://127.0.0.1:{server.server_port}", act)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield shop
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
