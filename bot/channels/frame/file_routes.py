"""GET /webhooks/<channel>/files/TOKEN/NAME: a file that an agent sent as a link, for whoever has the link."""

from __future__ import annotations

from urllib.parse import quote

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, file

from bot.channels.frame.attached import FileLinks
from bot.server.http.errors import BadRequest

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
    "Cache-Control": "private, max-age=600",
}


def serve_files(routes: Blueprint, links: FileLinks) -> None:
    """Adds the route. The name is for people: what is sent is by the token alone."""

    @routes.get("/files/<token:str>/<name:str>")
    async def download(_: Request, token: str, name: str) -> HTTPResponse:
        found = links.opened(token)
        if found is None:
            raise BadRequest(404, "unknown_file", "this link leads nowhere, or not any more")
        upload, path = found
        shown = "inline" if upload.type.startswith("image/") else "attachment"
        disposition = f"{shown}; filename*=UTF-8''{quote(upload.name, safe='')}"
        return await file(path, mime_type=upload.type, headers={**HEADERS, "Content-Disposition": disposition})
