"""POST /chat/uploads and GET /chat/uploads/ID: files of a customer's, checked by what is in them."""

from __future__ import annotations

import asyncio
import re
from urllib.parse import quote

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, file
from sanic.response import json as json_response

from bot.channels.web.auth import Authenticator
from bot.channels.web.event_view import upload_view
from bot.server.files.file_types import ENDINGS
from bot.server.files.inspection import Inspector
from bot.server.files.reservations import Reservations
from bot.server.files.uploads import ID, LARGEST_FILE, LEAST_FREE, MOST_FILES, Files, Upload
from bot.server.files.virus_scan import scan
from bot.server.http.errors import BadRequest, NotReady
from bot.server.http.forms import Part, boundary_of, read_form
from bot.server.http.requests import LARGEST_BODY, LARGEST_READ, read_body
from bot.server.lifecycle import serving

LARGEST_BODY_OF_FILE = LARGEST_FILE + LARGEST_BODY
MOST_FIELDS = 8
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Cache-Control": "private, max-age=600",
}


def serve_uploads(chat: Blueprint, authenticator: Authenticator, files: Files) -> None:
    """Adds the routes."""
    settings = authenticator.settings
    reservations, inspector = Reservations(settings.upload_mb_per_address, settings.upload_mb), Inspector()

    @chat.post("/uploads", stream=True)
    async def upload(request: Request) -> HTTPResponse:
        visitor = await authenticator.visitor(request)
        found = serving(request)
        if not found.model.ready or files.free_bytes() < LEAST_FREE:
            raise NotReady()
        # Redis may have forgotten those of a long conversation.
        if files.count(visitor.conversation) >= MOST_FILES:
            raise BadRequest(409, "too_many_files", f"a conversation may have {MOST_FILES} files at most")
        size = _declared(request)
        async with reservations.reserve(found.service.limits, visitor.conversation, authenticator.origin(request), size) as reserved:
            await read_body(request, LARGEST_BODY_OF_FILE)
            given = await asyncio.to_thread(_file, request.headers.get("Content-Type", ""), request.body)
            kept = await _keep(given, visitor.conversation)
            reserved.kept_s = found.model.keep_s
        return json_response(upload_view(kept), status=201)

    async def _keep(given: Part, conversation: str) -> Upload:
        type = await inspector.type_of(given.content)
        if type is None:
            raise BadRequest(415, "unknown_file", f"a file must be one of {', '.join(ENDINGS.values())}, and in order")
        path = await asyncio.to_thread(files.write, conversation, given.content)
        try:
            await scan(settings.scan_command, path)
            return files.keep(path, given.filename or "", type)
        except BaseException:
            path.unlink(missing_ok=True)
            raise

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


def _declared(request: Request) -> int:
    """The size of a request's body in bytes; the largest there may be, if it comes in chunks.

    Raises:
        BadRequest: it is too large.
    """
    size = int(request.headers.get("Content-Length", LARGEST_BODY_OF_FILE))
    if size > max(LARGEST_READ, 2 * LARGEST_BODY_OF_FILE):
        raise BadRequest(413, "too_large", f"a file may have 1 to {LARGEST_FILE:,} bytes. The request had: {size:,}")
    return min(size, LARGEST_BODY_OF_FILE)


def _file(content_type: str, body: bytes) -> Part:
    parts = read_form(body, boundary_of(content_type), MOST_FIELDS)
    given = next((part for part in parts if part.name == "file" and part.filename is not None), None)
    if given is None:
        raise BadRequest(400, "invalid_file", "the body must be multipart/form-data with one file in the field “file”")
    if not given.content or len(given.content) > LARGEST_FILE:
        raise BadRequest(413, "too_large", f"a file may have 1 to {LARGEST_FILE:,} bytes. It had: {len(given.content):,}")
    return given
