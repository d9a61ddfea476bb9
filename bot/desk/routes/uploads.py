"""Files of a conversation: an agent's own to it, and all of them from it. Customers read them with their own token, as their own."""

from __future__ import annotations

import asyncio
import re
from urllib.parse import quote

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, file
from sanic.response import json as json_response

from bot.desk.desk_room import DeskRoom
from bot.desk.views import upload_json
from bot.server.files.file_types import ENDINGS
from bot.server.files.inspection import Inspector
from bot.server.files.uploads import ID, LARGEST_FILE, MOST_FILES, Files
from bot.server.http.errors import BadRequest
from bot.server.http.forms import boundary_of, read_form
from bot.server.http.requests import LARGEST_BODY, read_body

MOST_FIELDS = 8
# Beside the customer's own.
MOST_OF_AGENTS = 20
SANDBOX = {"Content-Security-Policy": "default-src 'none'; sandbox", "Cache-Control": "private, max-age=600"}


def serve_uploads(desk: Blueprint, room: DeskRoom) -> None:
    """Adds the routes."""
    files, inspector = Files(), Inspector()

    @desk.post("/api/conversations/<conversation:str>/uploads", stream=True, unquote=True)
    async def upload(request: Request, conversation: str) -> HTTPResponse:
        agent = await room.guard.agent(request)
        found = await room.known(conversation)
        if (await room.desk.owner(found)).agent != agent.id:
            raise BadRequest(409, "not_yours", "take the conversation first")
        if files.count(found) >= MOST_FILES + MOST_OF_AGENTS:
            raise BadRequest(409, "too_many_files", f"a conversation may have {MOST_FILES + MOST_OF_AGENTS} files at most")
        await read_body(request, LARGEST_FILE + LARGEST_BODY)
        parts = await asyncio.to_thread(read_form, request.body, boundary_of(request.headers.get("Content-Type", "")), MOST_FIELDS)
        given = next((part for part in parts if part.name == "file" and part.filename is not None), None)
        if given is None or not 0 < len(given.content) <= LARGEST_FILE:
            raise BadRequest(400, "invalid_file", f"the field “file” must be one file of 1 to {LARGEST_FILE:,} bytes")
        type = await inspector.type_of(given.content)
        if type is None:
            raise BadRequest(415, "unknown_file", f"a file must be one of {', '.join(ENDINGS.values())}, and in order")
        if not room.takes(found, type):
            raise BadRequest(409, "no_uploads", f"this customer's channel takes no {ENDINGS[type]}, and links need its setting public_url")
        await room.audit.note(agent.id, "upload", found)
        kept = files.keep(await asyncio.to_thread(files.write, found, given.content), given.filename or "", type)
        return json_response(upload_json(kept, found), status=201)

    @desk.get("/api/conversations/<conversation:str>/uploads/<upload:str>", unquote=True)
    async def download(request: Request, conversation: str, upload: str) -> HTTPResponse:
        agent = await room.guard.agent(request)
        found = await room.known(conversation)
        kept = files.find(found, upload) if re.fullmatch(ID[0], upload) else None
        if kept is None:
            raise BadRequest(404, "unknown_upload", "there is no such file in this conversation")
        await room.audit.note(agent.id, "file", found, upload=upload)
        shown = "inline" if kept.type.startswith("image/") else "attachment"
        disposition = f"{shown}; filename*=UTF-8''{quote(kept.name, safe='')}"
        return await file(files.path(found, kept), mime_type=kept.type, headers={**SANDBOX, "Content-Disposition": disposition})
