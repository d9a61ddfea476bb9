"""What somebody might send to the desk: requests, each with what it would take to come in."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

OPERATION = {"operation": "attempt"}
SAY = {**OPERATION, "text": "PLANTED"}
# All that the desk answers, without the prefix; `{c}` is a conversation, `{u}` a file of it.
ROUTES: tuple[tuple[str, str, Any], ...] = (
    ("GET", "session", None),
    ("GET", "cases", None),
    ("GET", "search?q=", None),
    ("GET", "search?q=SECRET&handed_over=1", None),
    ("GET", "conversations/{c}", None),
    ("GET", "conversations/{c}/suggestions", None),
    ("GET", "conversations/{c}/uploads/{u}", None),
    ("GET", "canned", None),
    ("GET", "agents", None),
    ("GET", "numbers?days=30", None),
    ("POST", "conversations/{c}/take", OPERATION),
    ("POST", "conversations/{c}/say", SAY),
    ("POST", "conversations/{c}/note", SAY),
    ("POST", "conversations/{c}/back", OPERATION),
    ("POST", "conversations/{c}/close", OPERATION),
    ("POST", "conversations/{c}/transfer", {**OPERATION, "to": "noah"}),
    ("POST", "conversations/{c}/typing", {}),
    ("POST", "conversations/{c}/viewing", {}),
    ("POST", "here", {}),
    ("POST", "password", {"old": "correct horse battery", "new": "PLANTED password"}),
    ("PUT", "canned", {"canned": [{"name": "PLANTED", "text": "PLANTED"}]}),
)
WRITES = tuple(route for route in ROUTES if route[0] != "GET")


@dataclass(frozen=True)
class Attempt:
    """One request.

    Attributes:
        kind: what it tries.
        path: below the server's address.
    """

    kind: str
    method: str
    path: str
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Known:
    """What an attacker may know or have.

    Attributes:
        conversation: somebody's, which mia has; `upload` is a file of it.
        cookie, csrf: of noah, who has signed in.
        other_csrf: of mia's session.
        ended, old: tokens of a session that was ended, and of one before its agent got another password.
        customer: a customer's access token.
    """

    conversation: str
    upload: str
    cookie: str
    csrf: str
    other_csrf: str
    ended: str
    old: str
    customer: str


def attempts(known: Known) -> Iterator[Attempt]:
    """All of them."""
    yield from _without_session(known)
    yield from _forged_requests(known)
    yield from _another_role(known)
    yield from _guesses(known)
    yield from _paths(known)
    yield from _sign_ins()


def _without_session(known: Known) -> Iterator[Attempt]:
    token = known.cookie.partition("=")[2]
    cookies = {
        "no cookie": "",
        "an empty cookie": "heed_desk=",
        "a guessed cookie": f"heed_desk={secrets.token_urlsafe(32)}",
        "a cookie, cut": f"heed_desk={token[:-1]}",
        "a cookie, longer": f"heed_desk={token}A",
        "a cookie, other case": f"heed_desk={token.swapcase()}",
        "two cookies": f"{known.cookie}; heed_desk={secrets.token_urlsafe(32)}",
        "an ended session": f"heed_desk={known.ended}",
        "a session before the password": f"heed_desk={known.old}",
        "a customer's token": f"heed_desk={known.customer}",
        "a pattern": "heed_desk=*",
        "a long cookie": f"heed_desk={'A' * 4_000}",
    }
    for kind, cookie in cookies.items():
        for route in ROUTES:
            headers = {"x-heed-csrf": known.csrf, **({"Cookie": cookie} if cookie else {})}
            yield _attempt(kind, route, known, headers)
    for route in ROUTES:
        yield _attempt("a customer's bearer token", route, known, {"Authorization": f"Bearer {known.customer}"})


def _forged_requests(known: Known) -> Iterator[Attempt]:
    right = {"x-heed-csrf": known.csrf}
    kinds: dict[str, dict[str, str]] = {
        "no CSRF token": {},
        "an empty CSRF token": {"x-heed-csrf": ""},
        "a guessed CSRF token": {"x-heed-csrf": secrets.token_urlsafe(32)},
        "another session's CSRF token": {"x-heed-csrf": known.other_csrf},
        "the cookie as CSRF token": {"x-heed-csrf": known.cookie.partition("=")[2]},
        "another site": {**right, "Origin": "https://evil.example"},
        "an origin like ours": {**right, "Origin": "http://127.0.0.1.evil.example"},
        "no origin, sandboxed": {**right, "Origin": "null"},
        "a page of another site": {**right, "Sec-Fetch-Site": "cross-site"},
        "a page of the same site": {**right, "Sec-Fetch-Site": "same-site"},
        "a form": {"Content-Type": "application/x-www-form-urlencoded"},
    }
    for kind, headers in kinds.items():
        for route in WRITES:
            yield _attempt(kind, route, known, {"Cookie": known.cookie, **headers})


def _another_role(known: Known) -> Iterator[Attempt]:
    """Noah is no lead, and mia has the conversation."""
    mine = {"Cookie": known.cookie, "x-heed-csrf": known.csrf}
    for override in ("", "X-HTTP-Method-Override", "X-Method-Override"):
        yield _attempt("another role", WRITES[-1], known, {**mine, **({override: "GET"} if override else {})})
    for route in WRITES:
        if route[1].rpartition("/")[2] in ("take", "say", "back", "close", "transfer"):
            yield _attempt("another agent's conversation", route, known, mine)
            forged = (route[0], route[1], {**route[2], "agent": "mia", "owner": "agent:noah"})
            yield _attempt("another agent's name", forged, known, mine)


def _guesses(known: Known) -> Iterator[Attempt]:
    mine = {"Cookie": known.cookie, "x-heed-csrf": known.csrf}
    odd = ["*", "?", "{}", "x}:events", f"{known.conversation}}}:events", f"{known.conversation}:owner", "heed:agents", "..", "%00", "%0a"]
    odd += ["a" * 400, "%7Bx%7D", "%2e%2e%2fagents", f"{known.conversation[:-1]}", known.conversation.upper(), f"{known.conversation}%20"]
    for conversation in [*odd, *(secrets.token_hex(16) for _ in range(20))]:
        for method, path, body in (("GET", "", None), ("POST", "/take", OPERATION), ("POST", "/note", SAY)):
            yield Attempt("a guessed conversation", method, f"/desk/api/conversations/{conversation}{path}", body, mine)
    for upload in [secrets.token_hex(16), "..", "%2e%2e%2f%2e%2e%2fsecret", f"{known.upload}.json", "*", known.upload.upper(), "%00"]:
        path = f"/desk/api/conversations/{known.conversation}/uploads/{upload}"
        yield Attempt("a guessed file", "GET", path, None, mine)


def _paths(known: Known) -> Iterator[Attempt]:
    above = ("..", "%2e%2e", "..%2f..", "%2e%2e%2f%2e%2e%2f%2e%2e", "....//", "..%5c..", "%252e%252e")
    targets = (".heed/secret", "endpoints.yml", "credentials.yml", "bot/desk/guard.py", "etc/passwd")
    for up in above:
        for target in targets:
            yield Attempt("a guessed path", "GET", f"/desk/{up}/{target}", None, {"Cookie": known.cookie})
    for name in ("desk.html", "dist", "desk.js%00.html", "desk.js/", ".git/config", "api", "api/", "api/audit", "api/agents/mia"):
        yield Attempt("a guessed path", "GET", f"/desk/{name}", None, {})


def _sign_ins() -> Iterator[Attempt]:
    given: list[Any] = [
        {"agent": "mia", "password": ""},
        {"agent": "mia", "password": "PLANTED password"},
        {"agent": "mia", "password": "\0"},
        {"agent": "", "password": "correct horse battery"},
        {"agent": "*", "password": "correct horse battery"},
        {"agent": "MIA", "password": "correct horse battery"},
        {"agent": "mia ", "password": "correct horse battery"},
        {"agent": "mia\0", "password": "correct horse battery"},
        {"agent": ["mia"], "password": "correct horse battery"},
        {"agent": {"$ne": ""}, "password": {"$ne": ""}},
        {"agent": "mia", "password": True},
        {"agent": "mia", "password": "correct horse battery", "role": "lead"},
        {"agent": "mia", "password": "x" * 100_000},
        {"agent": "ｍｉａ", "password": "correct horse battery"},
        [],
        "mia",
    ]
    for body in given:
        yield Attempt("signing in", "POST", "/desk/api/sign-in", body, {})
    right = {"agent": "mia", "password": "correct horse battery"}
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Content-Type": "text/plain"}):
        yield Attempt("signing in from another site", "POST", "/desk/api/sign-in", json.dumps(right).encode(), headers)


def _attempt(kind: str, route: tuple[str, str, Any], known: Known, headers: Mapping[str, str]) -> Attempt:
    method, path, body = route
    path = path.replace("{c}", known.conversation).replace("{u}", known.upload)
    return Attempt(kind, method, f"/desk/api/{path}", body, headers)
