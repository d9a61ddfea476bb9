"""What all agents share: /desk/api/canned and agents."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

from bot.desk.desk_room import DeskRoom
from bot.server.http.errors import BadRequest
from bot.server.http.requests import plain_text, read_body, read_json
from bot.state.agents.canned import CannedAnswer, canned_answers, keep_canned_answers

MOST_ANSWERS, LONGEST_NAME, LONGEST_ANSWER = 200, 40, 4_000
LARGEST_BODY = 1024 * 1024


def serve_shared(desk: Blueprint, room: DeskRoom) -> None:
    """Adds the routes."""

    @desk.get("/api/canned")
    async def canned(request: Request) -> HTTPResponse:
        await room.guard.agent(request)
        return json_response({"canned": [asdict(each) for each in await canned_answers(room.client)]})

    @desk.put("/api/canned", stream=True)
    async def keep_canned(request: Request) -> HTTPResponse:
        body = await read_body(request, LARGEST_BODY)
        agent = await room.guard.agent(request, "lead")
        answers = _answers(read_json(body, {"canned"}).get("canned"))
        await room.audit.note(agent.id, "canned", answers=len(answers))
        await keep_canned_answers(room.client, answers)
        return json_response({"canned": [asdict(each) for each in answers]})

    @desk.get("/api/agents")
    async def agents(request: Request) -> HTTPResponse:
        await room.guard.agent(request)
        here = await room.presence.here()
        found = await room.guard.accounts.all()
        return json_response({"agents": [{"id": each.id, "name": each.name, "role": each.role, "here": each.id in here} for each in found]})


def _answers(given: Any) -> list[CannedAnswer]:
    if not isinstance(given, list) or len(given) > MOST_ANSWERS or not all(isinstance(each, dict) for each in given):
        raise BadRequest(400, "invalid_canned", f"canned must be a list of {MOST_ANSWERS} answers at most, each with name and text")
    found = [CannedAnswer(plain_text(each, "name", LONGEST_NAME), plain_text(each, "text", LONGEST_ANSWER)) for each in given]
    if len({each.name for each in found}) < len(found):
        raise BadRequest(400, "invalid_canned", "each canned answer must have a name of its own")
    return found
