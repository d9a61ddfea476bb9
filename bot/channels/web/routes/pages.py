"""The pages that the server itself serves: the chat at `/`, the example at `/demo`, and the widget for other sites at `/heed.js`, with what
it loads when it needs it. Addresses in the pages are relative, so that a proxy may serve them below any path.
"""

from __future__ import annotations

import re
from pathlib import Path

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.channels.web.static_files import StaticFile
from bot.server.http.errors import BadRequest

WIDGET = Path(__file__).parents[3] / "ui"
# The parts of the widget that are loaded later: languages, pictures, forms that few need.
PART = re.compile(r"/heed-[a-z_]{2,40}\.js", re.ASCII)
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: https:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}
# A module script of another site is fetched in CORS mode; it is the same for everybody. A newer one is there for all within ten minutes.
PUBLIC = {
    **HEADERS,
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Cache-Control": "public, max-age=600, stale-while-revalidate=86400",
}
ASSETS = {**HEADERS, "Cache-Control": "public, max-age=600, stale-while-revalidate=86400"}


class Pages:
    """Serves them."""

    def __init__(self, origins: tuple[str, ...]) -> None:
        """`origins` are the sites that may show the pages in a frame."""
        policy = " ".join([HEADERS["Content-Security-Policy"], *origins])
        framed = {**HEADERS, "Content-Security-Policy": policy}
        self._pages = {
            "/": StaticFile(WIDGET / "index.html", framed),
            "/demo": StaticFile(WIDGET / "demo.html", framed),
            "/heed.js": StaticFile(WIDGET / "dist" / "heed.js", PUBLIC),
        }
        self._pages |= {
            f"/{path.name}": StaticFile(path, PUBLIC) for path in (WIDGET / "dist").glob("heed-*.js") if PART.fullmatch(f"/{path.name}")
        }
        self._assets = {path.name: StaticFile(path, ASSETS) for path in WIDGET.iterdir() if path.suffix in (".js", ".css")}

    async def page(self, request: Request) -> HTTPResponse | None:
        """A request middleware: Rasa itself answers `/` with a greeting, and a middleware comes before its routes."""
        found = self._pages.get(request.path)
        if found is None or request.method not in ("GET", "HEAD"):
            return None
        return found.answer(request)

    def serve_assets(self, chat: Blueprint) -> None:
        """Adds the route of the pages' own scripts and styles."""

        @chat.get("/assets/<name:str>")
        async def asset(request: Request, name: str) -> HTTPResponse:
            if name not in self._assets:
                raise BadRequest(404, "not_found", "there is no such asset")
            return self._assets[name].answer(request)
