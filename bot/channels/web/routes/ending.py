"""POST /chat/end: the customer has no more to say to the person who has the conversation, or will have it."""

from __future__ import annotations

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, empty

from bot.channels.web.auth import Authenticator
from bot.server.http.requests import read_body, read_json
from bot.server.lifecycle import serving


def serve_ending(chat: Blueprint, authenticator: Authenticator) -> None:
    """Adds the route."""

    @chat.post("/end", stream=True)
    async def end(request: Request) -> HTTPResponse:
        visitor = await authenticator.visitor(request)
        read_json(await read_body(request) or b"{}", set())
        await serving(request).service.end(visitor.conversation)
        return empty()
