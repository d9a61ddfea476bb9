"""The pages that the server itself serves: the chat at `/`, the example at `/demo`, and the widget for other sites at `/heed.js`."""

from __future__ import annotations

import hashlib
from pathlib import Path

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, file

from bot.server.http.errors import BadRequest

WIDGET = Path(__file__).parents[3] / "ui"
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: https:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}
# A module script of another site is fetched in CORS mode; it is the same for everybody.
PUBLIC = {**HEADERS, "Access-Control-Allow-Origin": "*", "Cross-Origin-Resource-Policy": "cross-origin"}
PAGES = {
    "/": (WIDGET / "index.html", HEADERS),
    "/demo": (WIDGET / "demo.html", HEADERS),
    "/heed.js": (WIDGET / "dist" / "heed.js", PUBLIC),
}


async def page(request: Request) -> HTTPResponse | None:
    """A request middleware: Rasa itself answers `/` with a greeting, and a middleware comes before its routes."""
    found = PAGES.get(request.path)
    if found is None or request.method not in ("GET", "HEAD"):
        return None
    return await _served(request, *found)


def serve_assets(chat: Blueprint) -> None:
    """Adds the route of the pages' own scripts and styles."""

    @chat.get("/assets/<name:str>")
    async def asset(request: Request, name: str) -> HTTPResponse:
        if name not in {path.name for path in WIDGET.iterdir() if path.suffix in (".js", ".css")}:
            raise BadRequest(404, "not_found", "there is no such asset")
        return await _served(request, WIDGET / name, HEADERS)


async def _served(request: Request, path: Path, headers: dict[str, str]) -> HTTPResponse:
    if not path.is_file():
        return BadRequest(404, "not_found", f"{path.name} has not been built; see CONTRIBUTING.md").answer()
    tag = f'"{hashlib.sha256(path.read_bytes()).hexdigest()[:20]}"'
    if tag in request.headers.get("If-None-Match", ""):
        return HTTPResponse(status=304, headers={**headers, "ETag": tag})
    return await file(path, headers={**headers, "ETag": tag})
