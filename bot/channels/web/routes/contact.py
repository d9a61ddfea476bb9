"""POST /chat/contact: where a customer wants to be answered when nobody is there. It goes neither into the conversation nor into logs."""

from __future__ import annotations

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, empty

from bot.channels.web.auth import Authenticator
from bot.handover.contact import LONGEST, checked_contact
from bot.server.http.errors import BadRequest
from bot.server.http.requests import plain_text, read_body, read_json
from bot.server.lifecycle import serving
from data.errors import DataError


def serve_contact(chat: Blueprint, authenticator: Authenticator) -> None:
    """Adds the route."""

    @chat.post("/contact", stream=True)
    async def contact(request: Request) -> HTTPResponse:
        visitor = await authenticator.visitor(request)
        fields = read_json(await read_body(request), {"contact"})
        try:
            found = checked_contact(plain_text(fields, "contact", LONGEST), _region(visitor.locale))
        except DataError as problem:
            raise BadRequest(400, "invalid_contact", str(problem)) from None
        if not await serving(request).service.leave_contact(visitor.conversation, found):
            raise BadRequest(404, "unknown_conversation", "nothing was said in this conversation yet")
        return empty()


def _region(locale: str) -> str:
    """The country in a locale: GB in en-GB; empty where it names none."""
    parts = locale.split("-")[1:]
    return next((part for part in parts if len(part) == 2 and part.isalpha()), "")
