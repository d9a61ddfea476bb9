"""The review page: a server on this machine alone, for whoever has the token in the address.

The token comes in the address' fragment, which no browser sends on; each request carries it in a header of its own, which no other site
can set. A request for another host's name is refused, so that no name that points here (DNS rebinding) gets in.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
import secrets
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import msgspec
from aiohttp import web

from bot.retraining.review.requests import Requests, Wanted
from data.errors import DataError, HeedError

logger = logging.getLogger(__name__)

HOST = "127.0.0.1"
FILES = Path(__file__).parent / "page"
TYPES = {"index.html": "text/html", "review.js": "text/javascript", "review.css": "text/css"}
TOKEN = "X-Heed-Token"
LARGEST = 1 << 20
WRITTEN_EVERY_S = 2.0
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def application(requests: Requests, token: str, port: int) -> web.Application:
    """The page's server, without a socket.

    Args:
        requests: answers what the page asks for.
        token: that each request has to carry.
        port: that it is reached at.
    """
    hosts = {f"{name}:{port}" for name in ("127.0.0.1", "localhost", "[::1]")}
    one_at_a_time = threading.Lock()

    @web.middleware
    async def guarded(request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> web.StreamResponse:
        if request.host not in hosts:
            return _json({"error": f"this page is served as {HOST}:{port} only"}, 421)
        given = request.headers.get(TOKEN, "").encode("utf-8", "replace")
        if request.path.startswith("/api/") and not hmac.compare_digest(given, token.encode()):
            return _json({"error": "the token is missing or wrong; open the address that `heed review` printed"}, 401)
        response = await handler(request)
        response.headers.update(HEADERS)
        return response

    async def file(request: web.Request) -> web.Response:
        name = request.match_info.get("name") or "index.html"
        if name not in TYPES:
            return _json({"error": "there is no such file"}, 404)
        return web.Response(body=(FILES / name).read_bytes(), content_type=TYPES[name], charset="utf-8")

    async def answer(request: web.Request) -> web.Response:
        try:
            wanted = msgspec.json.decode(await request.read(), type=Wanted)
        except msgspec.MsgspecError as error:
            return _json({"error": f"no readable request: {error}"}, 400)

        def answered() -> bytes:
            with one_at_a_time:  # decisions are read, made and written one after the other
                return requests.answer(wanted)

        try:
            return web.Response(body=await asyncio.to_thread(answered), content_type="application/json")
        except DataError as error:
            return _json({"error": str(error)}, 409)
        except HeedError as error:
            return _json({"error": str(error)}, 500)

    def written() -> None:
        with one_at_a_time:
            requests.write()

    async def keep_writing(_: web.Application) -> AsyncIterator[None]:
        """Writes the files now and then, and at the end: to read all examples again takes longer than a decision."""
        writing = asyncio.create_task(_again_and_again(written))
        yield
        writing.cancel()
        await asyncio.to_thread(written)

    app = web.Application(middlewares=[guarded], client_max_size=LARGEST)
    app.cleanup_ctx.append(keep_writing)
    app.router.add_get("/", file)
    app.router.add_get("/{name}", file)
    app.router.add_post("/api/do", answer)
    return app


def new_token() -> str:
    """A token that nobody guesses."""
    return secrets.token_urlsafe(24)


async def serve(requests: Requests, token: str, port: int, ready: Callable[[str], None]) -> None:
    """Serves the page until the task is cancelled; `ready` is called with its address.

    Raises:
        DataError: the port is taken.
    """
    runner = web.AppRunner(application(requests, token, port), access_log=None)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, HOST, port).start()
        except OSError as error:
            raise DataError(f"the review page can't be served at port {port}: {error.strerror}; give another one with --port") from error
        ready(f"http://{HOST}:{port}/#{token}")
        await asyncio.Event().wait()
    finally:
        await runner.cleanup()


async def _again_and_again(write: Callable[[], None]) -> None:
    while True:
        await asyncio.sleep(WRITTEN_EVERY_S)
        try:
            await asyncio.to_thread(write)
        except DataError as error:
            logger.error("the decisions are kept, but the assistant's files couldn't be written: %s", error)


def _json(content: dict[str, str], status: int) -> web.Response:
    return web.Response(body=msgspec.json.encode(content), status=status, content_type="application/json", headers=HEADERS)
