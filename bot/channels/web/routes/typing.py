"""POST /chat/typing: agents see that the customer types."""

from __future__ import annotations

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, empty

from bot.channels.web.auth import Authenticator
from bot.server.http.requests import read_body, read_json
from bot.server.lifecycle import serving
from bot.state.reaching import reached


def serve_typing(chat: Blueprint, authenticator: Authenticator) -> None:
    """Adds the route."""

    @chat.post("/typing", stream=True)
    async def typing(request: Request) -> HTTPResponse:
        visitor = await authenticator.visitor(request, counted=False)
        read_json(await read_body(request) or b"{}", set())
        await reached(serving(request).service.presence.customer_types(visitor.conversation))
        return empty()
