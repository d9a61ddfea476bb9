"""/desk/api/sign-in, session, sign-out, password."""

from __future__ import annotations

from dataclasses import replace

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, empty
from sanic.response import json as json_response

from bot.desk.desk_room import DeskRoom
from bot.desk.guard import Tried, set_cookie, token_of
from bot.desk.passwords import LONGEST, Verifier, hashed
from bot.server.http.errors import BadRequest
from bot.server.http.requests import read_body, read_json
from bot.state.agents.accounts import Account
from bot.state.agents.news import SessionsEnded, publish
from bot.state.agents.sessions import Session
from data.errors import DataError

WRONG = BadRequest(401, "wrong_password", "the agent or the password is wrong")


def serve_signing_in(desk: Blueprint, room: DeskRoom) -> None:
    """Adds the routes."""
    verifier = Verifier()

    @desk.post("/api/sign-in", stream=True)
    async def sign_in(request: Request) -> HTTPResponse:
        agent, password = await _fields(request, "agent", "password")
        if not room.passwords:
            raise BadRequest(403, "no_passwords", "agents sign in with their account at the company's issuer")
        tried = await room.guard.begin_try(request, agent)
        account = await _right(agent, password, tried)
        token, session = await room.guard.sessions.open(account)
        await room.audit.note(account.id, "sign_in")
        if before := token_of(request):
            await room.guard.sessions.end(before)
        response = json_response(_shown(session))
        set_cookie(request, response, token)
        return response

    async def _right(agent: str, password: str, tried: Tried) -> Account:
        account = await room.guard.accounts.find(agent) if agent.isascii() else None
        hash = account.password if account else ""  # none of an account elsewhere
        if not await verifier.right(hash, password) or account is None:
            # The name is not kept: people type passwords into the wrong field.
            await room.audit.note(account.id if account else "", "sign_in_failed")
            raise WRONG
        await room.guard.take_back(tried)
        return account

    @desk.get("/api/session")
    async def session(request: Request) -> HTTPResponse:
        return json_response(_shown(await room.guard.session(request)))

    @desk.post("/api/sign-out", stream=True)
    async def sign_out(request: Request) -> HTTPResponse:
        await read_body(request)
        agent = await room.guard.agent(request)
        await room.guard.sessions.end(token_of(request))
        await room.audit.note(agent.id, "sign_out")
        await publish(room.client, SessionsEnded(agent.id))
        response = empty()
        set_cookie(request, response, "")
        return response

    @desk.post("/api/password", stream=True)
    async def password(request: Request) -> HTTPResponse:
        agent = await room.guard.agent(request)
        old, new = await _fields(request, "old", "new")
        tried = await room.guard.begin_try(request, agent.id)
        account = await _right(agent.id, old, tried)
        try:
            changed = replace(account, password=hashed(new))
        except DataError as problem:
            raise BadRequest(400, "weak_password", str(problem)) from None
        await room.guard.accounts.change(changed)
        await room.audit.note(agent.id, "password")
        await publish(room.client, SessionsEnded(agent.id))
        response = empty()
        set_cookie(request, response, "")
        return response

    def _shown(session: Session) -> dict[str, object]:
        account = session.account
        agent = {"id": account.id, "name": account.name, "role": account.role}
        return {"agent": agent, "csrf": session.csrf, "company": room.settings.company}


async def _fields(request: Request, first: str, second: str) -> tuple[str, str]:
    """Two texts; the body has to be declared as JSON, which another site's form can't do."""
    body = await read_body(request)
    if not request.headers.get("Content-Type", "").startswith("application/json"):
        raise BadRequest(415, "invalid_json", "the request's body must be application/json")
    fields = read_json(body, {first, second})
    found = fields.get(first), fields.get(second)
    if not all(isinstance(each, str) and 0 < len(each) <= LONGEST for each in found):
        raise BadRequest(400, f"invalid_{first}", f"{first} and {second} must be texts of 1 to {LONGEST} characters")
    return str(found[0]), str(found[1])
