"""POST /desk/api/conversations/ID/…: take, say, note, back, close, transfer. Each is in the audit log before it is done, counts once."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from typing import Any

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response

from bot.desk.desk_room import DeskRoom
from bot.metrics import desk_answers, desk_suggestions
from bot.server.files.uploads import ID, Files, Upload
from bot.server.http.errors import BadRequest
from bot.server.http.requests import pattern_field, plain_text, read_body, read_json
from bot.state.agents.accounts import Account
from bot.state.desk import LONGEST_TEXT
from bot.state.ownership import AGENT_ID
from bot.state.redis.keys import channel_of

OPERATION = (r"[\w.-]{1,64}", "1 to 64 letters, digits, '.', '_' or '-'")
MOST_ATTACHMENTS = 5


def serve_acts(desk: Blueprint, room: DeskRoom) -> None:
    """Adds the routes."""
    files = Files()

    async def begin(request: Request, conversation: str, known: set[str] | None = None) -> tuple[Account, str, dict[str, Any], str]:
        """Who acts, in which conversation, with what the request says, and the operation's id."""
        body = await read_body(request)
        agent = await room.guard.agent(request)
        fields = read_json(body, {"operation", *(known or ())})
        operation = pattern_field(fields, "operation", *OPERATION)
        # Another agent's operation of the same name is another one; customers see the id of what is said, and no agent's.
        name = hashlib.sha256(f"{agent.id}:{operation}".encode()).hexdigest()[:32]
        return agent, await room.known(conversation), fields, name

    async def done(conversation: str) -> HTTPResponse:
        return json_response({"case": await room.case(conversation)})

    @desk.post("/api/conversations/<conversation:str>/take", stream=True, unquote=True)
    async def take(request: Request, conversation: str) -> HTTPResponse:
        agent, found, _, operation = await begin(request, conversation)
        await room.audit.note(agent.id, "take", found)
        await room.desk.take(found, agent.id, agent.name, operation)
        room.hub.opened(found, agent.id)
        return await done(found)

    @desk.post("/api/conversations/<conversation:str>/say", stream=True, unquote=True)
    async def say(request: Request, conversation: str) -> HTTPResponse:
        agent, found, fields, operation = await begin(request, conversation, {"text", "attachments", "suggestion"})
        attached = _attached(fields, found, files)
        text = plain_text(fields, longest=LONGEST_TEXT) if fields.get("text") or not attached else ""
        taken = fields.get("suggestion")
        if taken not in (None, 1, 2, 3) or isinstance(taken, bool):
            raise BadRequest(400, "invalid_suggestion", "suggestion must be 1, 2 or 3, or nothing")
        await room.audit.note(agent.id, "say", found, **({"suggestion": taken} if taken else {}))
        await room.presence.stops_typing(found)
        for number, upload in enumerate(attached or [None]):
            words, shown = (text, operation) if not number else ("", f"{operation}.{number}")
            described = _described(upload, found) if upload else None
            await room.desk.say(found, agent.id, words, agent.name, shown, described)
        desk_answers.labels("suggested" if taken else "written").inc()
        if taken:
            desk_suggestions.labels(f"taken_{taken}").inc()
        return await done(found)

    @desk.post("/api/conversations/<conversation:str>/note", stream=True, unquote=True)
    async def note(request: Request, conversation: str) -> HTTPResponse:
        agent, found, fields, operation = await begin(request, conversation, {"text"})
        text = plain_text(fields, longest=LONGEST_TEXT)
        await room.audit.note(agent.id, "note", found)
        await room.desk.note(found, agent.id, text, operation)
        return await done(found)

    @desk.post("/api/conversations/<conversation:str>/back", stream=True, unquote=True)
    async def back(request: Request, conversation: str) -> HTTPResponse:
        agent, found, _, operation = await begin(request, conversation)
        await room.audit.note(agent.id, "back", found)
        await room.desk.hand_back(found, agent.id, operation)
        return await done(found)

    @desk.post("/api/conversations/<conversation:str>/close", stream=True, unquote=True)
    async def close(request: Request, conversation: str) -> HTTPResponse:
        agent, found, _, operation = await begin(request, conversation)
        await room.audit.note(agent.id, "close", found)
        await room.desk.close(found, agent.id, operation)
        return await done(found)

    @desk.post("/api/conversations/<conversation:str>/transfer", stream=True, unquote=True)
    async def transfer(request: Request, conversation: str) -> HTTPResponse:
        agent, found, fields, operation = await begin(request, conversation, {"to"})
        to = pattern_field(fields, "to", rf"({AGENT_ID.pattern})?", "an agent's id, or empty for whoever is free")
        other = await room.guard.accounts.find(to) if to else None
        if to and other is None:
            raise BadRequest(400, "unknown_agent", "there is no such agent")
        await room.audit.note(agent.id, "transfer", found, to=to)
        await room.desk.transfer(found, agent.id, to, other.name if other else "", operation)
        return await done(found)


def _described(upload: Upload, conversation: str) -> dict[str, Any]:
    """A file as the outbox has it; the widget fetches it by its address."""
    return {**asdict(upload), **({} if channel_of(conversation) else {"url": f"/chat/uploads/{upload.upload}"})}


def _attached(fields: dict[str, Any], conversation: str, files: Files) -> list[Upload]:
    """The files that go with an answer: of this conversation only."""
    given = fields.get("attachments") or []
    if not isinstance(given, list) or len(given) > MOST_ATTACHMENTS:
        raise BadRequest(400, "invalid_attachments", f"attachments must be a list of {MOST_ATTACHMENTS} uploads' ids at most")
    found = [files.find(conversation, pattern_field({"attachments": each}, "attachments", *ID)) for each in given]
    if None in found:
        raise BadRequest(400, "unknown_upload", "attachments must be ids of files that were uploaded to this conversation")
    return [each for each in found if each is not None]
