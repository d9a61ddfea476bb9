"""POST /chat/deletion: a customer deletes their own conversation, with its files."""

from __future__ import annotations

import asyncio

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, empty

from bot.channels.web.auth import Authenticator
from bot.server.files.uploads import Files
from bot.server.http.errors import BadRequest
from bot.server.http.requests import read_body, read_json
from bot.server.lifecycle import serving
from bot.state.reaching import reached


def serve_deletion(chat: Blueprint, authenticator: Authenticator, files: Files) -> None:
    """Adds the route."""

    @chat.post("/deletion", stream=True)
    async def deletion(request: Request) -> HTTPResponse:
        visitor = await authenticator.visitor(request)
        fields = read_json(await read_body(request), {"confirm"})
        if fields.get("confirm") is not True:
            raise BadRequest(400, "invalid_confirm", "confirm must be true, once the customer was asked: it can't be undone")
        await reached(serving(request).service.deletions.delete(visitor.conversation))
        await asyncio.to_thread(files.erase, visitor.conversation)
        return empty()
