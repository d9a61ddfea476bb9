"""/desk/openid/start and callback: to the issuer and back; /desk/api/door: by which ways agents may sign in."""

from __future__ import annotations

import hmac
import logging

from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse
from sanic.response import json as json_response
from sanic.response import redirect as redirected

from bot.desk.desk_room import DeskRoom
from bot.desk.guard import add_cookie, cookie_of, set_cookie, token_of
from bot.desk.openid.agents import NoRole, account_of
from bot.desk.openid.fetched import Away
from bot.desk.openid.id_token import NotGood
from bot.desk.openid.provider import Provider
from bot.desk.openid.transaction import COOKIE, GOOD_S, Transaction
from bot.server.http.errors import BadRequest
from bot.state.agents.accounts import Account
from bot.state.agents.news import SessionsEnded, publish

logger = logging.getLogger(__name__)

PATH = "/desk/openid"
# The page says why by what stands behind “#”.
FAILED, NO_ROLE, AWAY, TOO_MANY = "failed", "no-role", "away", "too-many"


def serve_openid(desk: Blueprint, room: DeskRoom) -> None:
    """Adds the routes."""

    @desk.get("/api/door")
    async def door(_: Request) -> HTTPResponse:
        label = room.settings.openid.label if room.settings.openid else ""
        return json_response({"company": room.settings.company, "passwords": room.passwords, "openid": label})

    @desk.get("/openid/start")
    async def start(request: Request) -> HTTPResponse:
        provider = _provider()
        if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
            return _to_page("")  # another site's link or page: who wants to sign in does so at the door
        transaction = Transaction.begun()
        try:
            address = await provider.sign_in_address(transaction)
        except Away as problem:
            logger.error("Agents can't sign in by OpenID Connect: %s", problem)
            return _to_page(AWAY)
        response = redirected(address, status=303)
        add_cookie(request, response, f"{COOKIE}={transaction.sealed(room.key)}; Path={PATH}; SameSite=Lax", GOOD_S)
        return response

    @desk.get("/openid/callback")
    async def callback(request: Request) -> HTTPResponse:
        provider = _provider()
        try:
            transaction = _begun(request)
        except NotGood as problem:  # any page may lead a browser here: it costs nobody a try, nor the sign-in that is under way
            logger.info("Somebody came back from no sign-in of OpenID Connect: %s", problem)
            return _to_page(FAILED)
        try:
            tried = await room.guard.begin_openid(request)
        except BadRequest:
            return _to_page(TOO_MANY)
        try:
            account = await _signed_in(request, provider, transaction)
        except Away as problem:
            logger.error("Agents can't sign in by OpenID Connect: %s", problem)
            await room.guard.take_back(tried)
            response = _to_page(AWAY)
        except NotGood as problem:
            logger.warning("Nobody was signed in by OpenID Connect: %s", problem)
            if isinstance(problem, NoRole) and problem.was:
                await publish(room.client, SessionsEnded(problem.was))
            await room.audit.note("", "sign_in_failed")
            response = _to_page(NO_ROLE if isinstance(problem, NoRole) else FAILED)
        else:
            await room.guard.take_back(tried)
            token, _ = await room.guard.sessions.open(account)
            await room.audit.note(account.id, "sign_in", by="openid")
            if before := token_of(request):
                await room.guard.sessions.end(before)
            response = _to_page("")
            set_cookie(request, response, token)
        add_cookie(request, response, f"{COOKIE}=; Path={PATH}; SameSite=Lax", 0)
        return response

    def _begun(request: Request) -> Transaction:
        """The sign-in that this browser has begun and comes back from."""
        found = Transaction.opened(cookie_of(request, COOKIE), room.key)
        if not hmac.compare_digest(found.state.encode(), str(request.args.get("state", "")).encode("utf-8", "replace")):
            raise NotGood("its state is another's")
        return found

    async def _signed_in(request: Request, provider: Provider, transaction: Transaction) -> Account:
        claims = await provider.claims(request.query_string, transaction)
        account, changed = await account_of(claims, provider.settings, room.guard.accounts)
        if changed:
            await publish(room.client, SessionsEnded(account.id))
        return account

    def _provider() -> Provider:
        if room.openid is None:
            raise BadRequest(404, "not_found", "there is nothing here")
        return room.openid


def _to_page(why_not: str) -> HTTPResponse:
    return redirected(f"/desk#{why_not}" if why_not else "/desk", status=303)
