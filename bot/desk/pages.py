"""The desk's page and what it is made of, and the headers that all its answers carry."""

from __future__ import annotations

import hashlib
from pathlib import Path

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, file

from bot.server.http.errors import BadRequest

UI = Path(__file__).parents[1] / "ui"
FILES = {name: UI / "dist" / name for name in ("desk.js", "desk.css")}
PAGE = UI / "desk.html"
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; "
    "media-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
}


def serve_pages(desk: Blueprint) -> None:
    """Adds the page, its files, and the headers."""

    @desk.get("/")
    async def page(_: Request) -> HTTPResponse:
        return await _served(PAGE)

    @desk.get("/<name:str>")
    async def part(_: Request, name: str) -> HTTPResponse:
        if name not in FILES:
            raise BadRequest(404, "not_found", "there is nothing here")
        return await _served(FILES[name])

    @desk.on_response
    async def protect(_: Request, response: HTTPResponse) -> None:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        # Rasa's own CORS may name other sites; none of them has to do with the desk.
        for name in [name for name in response.headers if name.lower().startswith("access-control-")]:
            del response.headers[name]


async def _served(path: Path) -> HTTPResponse:
    if not path.is_file():
        raise BadRequest(404, "not_found", f"{path.name} has not been built; see CONTRIBUTING.md")
    tag = f'"{hashlib.sha256(path.read_bytes()).hexdigest()[:20]}"'
    return await file(path, headers={"ETag": tag, "Cache-Control": "no-cache"})
