"""GET /desk/api/cases and search: the list, and kept conversations by what was said and how it went."""

from __future__ import annotations

import re

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

from bot.desk.desk_room import CONVERSATION, DeskRoom
from bot.desk.views import case_json
from bot.server.http.errors import BadRequest
from bot.state.agents.cases import case_views
from bot.state.agents.searching import Filters

LONGEST_QUERY = 200
TIME = r"\d{1,11}(\.\d{1,6})?"


def serve_cases(desk: Blueprint, room: DeskRoom) -> None:
    """Adds the routes."""

    @desk.get("/api/cases")
    async def cases(request: Request) -> HTTPResponse:
        agent = await room.guard.agent(request)
        await room.looks(agent, "")
        listed = [case.conversation for case in await room.desk.cases()]
        names = await room.names.all()
        views = sorted(await case_views(room.client, listed), key=lambda view: view.order)
        return json_response({"cases": [case_json(view, names) for view in views]})

    @desk.get("/api/search")
    async def search(request: Request) -> HTTPResponse:
        agent = await room.guard.agent(request)
        filters, before = _filters(request), _before(request)
        by = [name for name in ("words", "handed_over", "rated", "low_confidence", "channel", "since", "until") if getattr(filters, name)]
        await room.audit.note(agent.id, "search", by=by)
        found, after = await room.search.find(filters, before)
        names = await room.names.all()
        return json_response({"cases": [case_json(view, names) for view in found], "next": f"{after[0]}~{after[1]}" if after else None})


def _filters(request: Request) -> Filters:
    words, rated, channel = (str(request.args.get(name, "")).strip() for name in ("q", "rated", "channel"))
    if len(words) > LONGEST_QUERY or rated not in ("", "up", "down") or not re.fullmatch(r"[\w-]{0,40}", channel, re.ASCII):
        raise BadRequest(400, "invalid_search", f"q may have {LONGEST_QUERY} characters; rated is up or down; channel a channel's name")
    since, until = (_time(request, name) for name in ("since", "until"))
    return Filters(words, request.args.get("handed_over") == "1", rated, request.args.get("low_confidence") == "1", channel, since, until)


def _time(request: Request, name: str) -> float:
    given = str(request.args.get(name, "") or "0")
    if not re.fullmatch(TIME, given, re.ASCII):
        raise BadRequest(400, f"invalid_{name}", f"{name} must be a time in seconds since 1970")
    return float(given)


def _before(request: Request) -> tuple[float, str] | None:
    at, _, conversation = str(request.args.get("before", "")).partition("~")
    if not at:
        return None
    if not re.fullmatch(TIME, at, re.ASCII) or not re.fullmatch(CONVERSATION, conversation):
        raise BadRequest(400, "invalid_before", "before must be what the page before was answered with as next")
    return float(at), conversation
