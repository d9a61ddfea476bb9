"""POST /chat/ratings: what a customer thinks of a reply, or of the conversation."""

from __future__ import annotations

from typing import Any

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, empty

from bot.channels.web.auth import Authenticator
from bot.server.http.errors import BadRequest
from bot.server.http.requests import EVENT, pattern_field, plain_text, read_body, read_json
from bot.server.lifecycle import serving

LONGEST_REASON, LONGEST_COMMENT = 500, 1_000
MOST_STARS = 5


def serve_ratings(chat: Blueprint, authenticator: Authenticator) -> None:
    """Adds the route."""

    @chat.post("/ratings", stream=True)
    async def ratings(request: Request) -> HTTPResponse:
        visitor = await authenticator.visitor(request)
        fields = read_json(await read_body(request), {"event", "value", "reason", "conversation", "comment"})
        service = serving(request).service
        if "conversation" in fields:
            if extra := set(fields) - {"conversation", "comment"}:
                raise BadRequest(400, "invalid_rating", f"a conversation's rating has no {', '.join(sorted(extra))}")
            known = await service.opinions.whole(visitor.conversation, _stars(fields), _words(fields, "comment", LONGEST_COMMENT))
        else:
            event = pattern_field(fields, "event", *EVENT)
            value = pattern_field(fields, "value", "up|down", "up or down")
            if "comment" in fields:
                raise BadRequest(400, "invalid_rating", "a reply's rating has a reason, no comment")
            known = await service.opinions.reply(visitor.conversation, event, value, _words(fields, "reason", LONGEST_REASON))
        if not known:
            raise BadRequest(404, "unknown_event", "there is no such answer in this conversation")
        return empty()


def _stars(fields: dict[str, Any]) -> int:
    stars = fields["conversation"]
    if not isinstance(stars, int) or isinstance(stars, bool) or not 1 <= stars <= MOST_STARS:
        raise BadRequest(400, "invalid_conversation", f"conversation must be a whole number from 1 to {MOST_STARS}")
    return stars


def _words(fields: dict[str, Any], name: str, longest: int) -> str:
    if fields.get(name, "") == "":
        return ""
    return plain_text(fields, name, longest)
