"""GET /desk/api/conversations/ID, and what says that an agent has it open: viewing, typing, here."""

from __future__ import annotations

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, empty
from sanic.response import json as json_response

from bot.desk.desk_room import DeskRoom
from bot.desk.views import Json, line_json, short
from bot.server.files.file_types import ENDINGS
from bot.server.http.requests import read_body
from bot.state.agents.history import lines, sessions

# Earlier visits of a customer that are listed.
EARLIER = 20
LONGEST_ASKED = 200


def serve_conversations(desk: Blueprint, room: DeskRoom) -> None:
    """Adds the routes."""

    @desk.get("/api/conversations/<conversation:str>", unquote=True)
    async def conversation(request: Request, conversation: str) -> HTTPResponse:
        agent = await room.guard.agent(request)
        found = await room.known(conversation)
        await room.looks(agent, found)
        names = await room.names.all()
        room.hub.opened(found, agent.id)
        viewers = await room.presence.views(found, agent.id)
        return json_response(
            {
                "case": await room.case(found),
                "messages": [line_json(line, found, names) for line in await lines(room.client, found)],
                "contact": await room.desk.contact(found),
                "customer": _customer(found),
                "earlier": await _earlier(found),
                "viewers": await room.people(viewers),
                "files": [type for type in ENDINGS if room.takes(found, type)],
            }
        )

    async def _earlier(conversation: str) -> list[Json]:
        """The customer's earlier visits: an identified customer, and one of a messaging platform, has one conversation for good."""
        visits = (await sessions(room.client, conversation))[:-1]
        named = {"conversation": conversation, "short": short(conversation)}
        return [{**named, "at": at, "asked": text[:LONGEST_ASKED]} for at, text in reversed(visits[-EARLIER:])]

    @desk.post("/api/conversations/<conversation:str>/viewing", stream=True, unquote=True)
    async def viewing(request: Request, conversation: str) -> HTTPResponse:
        await read_body(request)
        agent = await room.guard.agent(request, goes_on=False)
        found = await room.known(conversation)
        room.hub.opened(found, agent.id)
        await room.presence.sign_of_life(agent.id, await room.hub.cases_of(agent.id))
        return json_response({"viewers": await room.people(await room.presence.views(found, agent.id))})

    @desk.post("/api/conversations/<conversation:str>/typing", stream=True, unquote=True)
    async def typing(request: Request, conversation: str) -> HTTPResponse:
        await read_body(request)
        agent = await room.guard.agent(request)
        found = await room.known(conversation)
        if (await room.desk.owner(found)).agent == agent.id:
            await room.presence.agent_types(found, agent.id)
        return empty()

    @desk.post("/api/here", stream=True)
    async def here(request: Request) -> HTTPResponse:
        await read_body(request)
        agent = await room.guard.agent(request, goes_on=False)
        await room.presence.sign_of_life(agent.id, await room.hub.cases_of(agent.id))
        return empty()


def _customer(conversation: str) -> str:
    """The customer by the messaging platform's id; empty on the web, where nobody says who they are."""
    parts = conversation.split(":")
    return parts[2] if len(parts) > 2 else ""
