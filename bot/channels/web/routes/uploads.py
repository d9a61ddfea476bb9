"""POST /chat/uploads and GET /chat/uploads/ID: files of a customer's, checked by what is in them."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from urllib.parse import quote

from sanic import Blueprint
from sanic.request import File, Request
from sanic.response import HTTPResponse, file
from sanic.response import json as json_response

from bot.channels.web.auth import Authenticator
from bot.channels.web.event_view import upload_view
from bot.server.file_types import ENDINGS, type_of
from bot.server.http.errors import BadRequest, NotReady
from bot.server.http.requests import LARGEST_BODY, read_body
from bot.server.uploads import ID, LARGEST_FILE, MOST_FILES, Files
from bot.server.virus_scan import scan

# The disk may be Redis', too: with less room, no uploads are taken.
LEAST_FREE = 512 * 1024 * 1024
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Cache-Control": "private, max-age=600",
}


def serve_uploads(chat: Blueprint, authenticator: Authenticator, files: Files, scan_command: Sequence[str]) -> None:
    """Adds the routes."""

    @chat.post("/uploads", stream=True)
    async def upload(request: Request) -> HTTPResponse:
        visitor = await authenticator.visitor(request)
        await read_body(request, LARGEST_FILE + LARGEST_BODY)
        given = _file(request)
        if files.count(visitor.conversation) >= MOST_FILES:
            raise BadRequest(409, "too_many_files", f"a conversation may have {MOST_FILES} files at most")
        if files.free_bytes() < LEAST_FREE:
            raise NotReady()
        found = await asyncio.to_thread(type_of, given.body)
        if found is None:
            raise BadRequest(415, "unknown_file", f"a file must be one of {', '.join(ENDINGS.values())}, and in order")
        path = await asyncio.to_thread(files.write, visitor.conversation, given.body)
        try:
            await scan(scan_command, path)
        except BaseException:
            path.unlink(missing_ok=True)
            raise
        return json_response(upload_view(files.keep(path, given.name or "", found)), status=201)

    @chat.get("/uploads/<upload:str>")
    async def download(request: Request, upload: str) -> HTTPResponse:
        visitor = await authenticator.visitor(request, counted=False, in_address=True)
        found = files.find(visitor.conversation, upload) if re.fullmatch(ID[0], upload) else None
        if found is None:
            raise BadRequest(404, "unknown_upload", "there is no such file in this conversation")
        shown = "inline" if found.type.startswith("image/") else "attachment"
        disposition = f"{shown}; filename*=UTF-8''{quote(found.name, safe='')}"
        return await file(
            files.path(visitor.conversation, found), mime_type=found.type, headers={**HEADERS, "Content-Disposition": disposition}
        )


def _file(request: Request) -> File:
    given = (request.files or {}).get("file") if "boundary=" in request.headers.get("Content-Type", "") else None
    if not isinstance(given, File):
        raise BadRequest(400, "invalid_file", "the body must be multipart/form-data with one file in the field “file”")
    if not given.body or len(given.body) > LARGEST_FILE:
        raise BadRequest(413, "too_large", f"a file may have 1 to {LARGEST_FILE:,} bytes. It had: {len(given.body):,}")
    return given
