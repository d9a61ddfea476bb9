"""Whose request it is, and whether it may be: the session's cookie, the same origin, the CSRF token, the role; who may try to sign in."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from urllib.parse import urlsplit

from sanic.request import Request
from sanic.response import HTTPResponse

from bot.desk.audit import AuditLog
from bot.server.http.client_address import client_address
from bot.server.http.errors import BadRequest
from bot.server.http.protocol import Guarded
from bot.state.agents.accounts import Account, Accounts
from bot.state.agents.sessions import Session, Sessions
from bot.state.redis.client import Client
from bot.state.wrong_tries import HOUR_S, WrongTries

COOKIE, CSRF = "heed_desk", "x-heed-csrf"
LOCAL = ("localhost", "127.0.0.1", "[::1]")
# Wrong passwords in an hour: of an address, of an agent from anywhere, and of an agent from one address.
OF_ADDRESS, OF_AGENT, OF_BOTH = 30, 100, 10


@dataclass(frozen=True)
class Tried:
    """A try to sign in that is under way, by what counts it."""

    names: tuple[str, ...]


class Guard:
    """Lets agents in. Its methods raise BadRequest where they don't."""

    def __init__(self, client: Client, key: bytes, audit: AuditLog) -> None:
        """`key` is the server's own secret."""
        self.accounts = Accounts(client)
        self.sessions = Sessions(client, self.accounts)
        self.audit = audit
        self._tries = WrongTries(client)
        self._key = hmac.new(key, b"desk tries", hashlib.sha256).digest()

    async def agent(self, request: Request, role: str = "", goes_on: bool = True) -> Account:
        """Who asks.

        Args:
            role: that the agent must have; empty for any.
            goes_on: whether the request keeps the session from ending by itself.

        Raises:
            BadRequest: nobody who is signed in, another site's page, or somebody without the role.
        """
        return (await self.session(request, role, goes_on)).account

    async def session(self, request: Request, role: str = "", goes_on: bool = True) -> Session:
        """The same, with the session."""
        same_origin(request)
        found = await self.sessions.find(token_of(request), goes_on)
        if found is None:
            raise BadRequest(401, "signed_out", "sign in first")
        if request.method not in ("GET", "HEAD") and not found.allows(request.headers.get(CSRF, "")):
            raise BadRequest(403, "csrf", f"the header {CSRF} must repeat what signing in was answered with")
        if role and found.account.role != role:
            raise BadRequest(403, "forbidden", f"this needs the role {role}; yours is {found.account.role}")
        return found

    async def begin_try(self, request: Request, agent: str) -> Tried:
        """Counts a try to sign in, before it is made.

        Raises:
            BadRequest: there were too many wrong ones.
        """
        same_origin(request)
        address = client_address(request, Guarded.proxies)
        # In this order, and what is refused counts nowhere: else one address could keep an agent out from everywhere.
        counted = ((f"a:{address}", OF_ADDRESS), (f"b:{address} {agent}", OF_BOTH), (f"i:{agent}", OF_AGENT))
        tried = Tried(())
        for what, most in counted:
            tried = Tried((*tried.names, self._hashed(what)))
            if await self._tries.begin(tried.names[-1]) > most:
                await self.take_back(tried)
                raise BadRequest(429, "too_many", "too many wrong passwords; please try again later", HOUR_S / 4)
        return tried

    async def begin_openid(self, request: Request) -> Tried:
        """Counts a return from the issuer, which this server asks then: of an address only, since nobody's name is known yet.

        Raises:
            BadRequest: there were too many that led nowhere.
        """
        tried = Tried((self._hashed(f"o:{client_address(request, Guarded.proxies)}"),))
        if await self._tries.begin(tried.names[0]) > OF_ADDRESS:
            await self.take_back(tried)
            raise BadRequest(429, "too_many", "too many tries to sign in; please try again later", HOUR_S / 4)
        return tried

    async def take_back(self, tried: Tried) -> None:
        """Takes the count back: it was no wrong try."""
        for name in tried.names:
            await self._tries.take_back(name)

    def _hashed(self, what: str) -> str:
        return "desk:" + hmac.new(self._key, what.encode("utf-8", "replace"), hashlib.sha256).hexdigest()[:32]


def same_origin(request: Request) -> None:
    """Refuses what another site's page asks.

    Raises:
        BadRequest: it is such a request.
    """
    origin, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site", "same-origin")
    try:
        own = origin is None or urlsplit(origin).netloc.lower() == (request.headers.get("Host") or "").lower()
    except ValueError:
        own = False
    if not own or site not in ("same-origin", "none"):
        raise BadRequest(403, "forbidden_origin", "only the desk's own page may ask this")


def token_of(request: Request) -> str:
    """The session's token; empty if the request carries none, or several."""
    return cookie_of(request, COOKIE)


def cookie_of(request: Request, called: str) -> str:
    """A cookie; empty if the request carries none of that name, or several."""
    found = [
        value.strip()
        for header in request.headers.getall("Cookie", [])
        for name, _, value in (part.partition("=") for part in header.split(";"))
        if name.strip() == called
    ]
    return found[0] if len(found) == 1 else ""


def set_cookie(request: Request, response: HTTPResponse, token: str) -> None:
    """Has the browser keep the session's token, for the desk alone; forget it, if it is empty."""
    add_cookie(request, response, f"{COOKIE}={token}; Path=/desk; SameSite=Strict", None if token else 0)


def add_cookie(request: Request, response: HTTPResponse, cookie: str, lasts_s: int | None) -> None:
    """Has the browser keep a cookie that no script may read, over HTTPS only; none for as long as the browser is open."""
    host = (request.headers.get("Host") or "").rpartition(":")[0] or request.headers.get("Host") or ""
    secure = "" if host.lower() in LOCAL else "; Secure"
    ends = "" if lasts_s is None else f"; Max-Age={lasts_s}"
    response.headers.add("Set-Cookie", f"{cookie}; HttpOnly{secure}{ends}")
