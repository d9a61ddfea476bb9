"""GET /desk/api/numbers?days=30: what happened, by day, channel and language, and what many customers are unhappy about now."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

from bot.desk.desk_room import DeskRoom
from bot.server.http.errors import BadRequest
from bot.state.numbers.reading import read_numbers
from bot.state.reaching import reached

MOST_DAYS, USUAL_DAYS = 400, "30"


def serve_numbers(desk: Blueprint, room: DeskRoom) -> None:
    """Adds the route."""

    @desk.get("/api/numbers")
    async def numbers(request: Request) -> HTTPResponse:
        await room.guard.agent(request)
        given = str(request.args.get("days", USUAL_DAYS))
        if not given.isascii() or not given.isdecimal() or not 1 <= int(given) <= MOST_DAYS:
            raise BadRequest(400, "invalid_days", f"days must be a whole number from 1 to {MOST_DAYS}")
        since = datetime.now(timezone.utc).date() - timedelta(int(given) - 1)
        return json_response((await reached(read_numbers(room.client, since))).record())
