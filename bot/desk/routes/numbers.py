"""GET /desk/api/numbers?days=30&language=en: what happened, by day, channel and language, and what many customers are unhappy about now.
Topics have the titles that the company gave them, in that language.

GET /desk/api/numbers.csv?days=30: the same as a table, a line a day, channel and language.
"""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, text
from sanic.response import json as json_response

from bot.desk.desk_room import DeskRoom
from bot.server.http.errors import BadRequest
from bot.server.lifecycle import serving
from bot.state.numbers.reading import Numbers, read_numbers
from bot.state.reaching import reached

MOST_DAYS, USUAL_DAYS = 400, "30"


def serve_numbers(desk: Blueprint, room: DeskRoom) -> None:
    """Adds the route."""

    @desk.get("/api/numbers")
    async def numbers(request: Request) -> HTTPResponse:
        record = (await asked_for(request)).record()
        title, language = serving(request).model.title, str(request.args.get("language", ""))
        topics = [{**each, "title": title(each["topic"], language)} for each in record["topics"]]
        return json_response({**record, "topics": topics})

    @desk.get("/api/numbers.csv")
    async def table(request: Request) -> HTTPResponse:
        found = await asked_for(request)
        named = {"Content-Disposition": f'attachment; filename="numbers-{found.since}-{found.until}.csv"'}
        return text(found.csv(), headers=named, content_type="text/csv; charset=utf-8")

    async def asked_for(request: Request) -> Numbers:
        await room.guard.agent(request)
        given = str(request.args.get("days", USUAL_DAYS))
        if not given.isascii() or not given.isdecimal() or not 1 <= int(given) <= MOST_DAYS:
            raise BadRequest(400, "invalid_days", f"days must be a whole number from 1 to {MOST_DAYS}")
        return await reached(read_numbers(room.client, datetime.now(timezone.utc).date() - timedelta(int(given) - 1)))
