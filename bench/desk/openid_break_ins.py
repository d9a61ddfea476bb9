"""Break-ins by OpenID Connect: what is brought back from the issuer, and what stands in its tokens, at a real server."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from functools import partial

from bench.desk.place import Place
from bench.results import Result
from bot.state.redis.keys import WRONG
from tests.support.openid_attacks import ATTACKS, STRANGERS
from tests.support.openid_issuer import KIM, SignsIn, with_query

logger = logging.getLogger(__name__)

TEST = "break-ins at the desk by OpenID Connect"
Try = Callable[[SignsIn, str], tuple[int, str]]
# What a browser might bring back; `there` is the address with which the issuer sent it.
BROUGHT: dict[str, Try] = {
    "no cookie": lambda eve, there: _with(eve, there, None),
    "an empty cookie": lambda eve, there: _with(eve, there, ""),
    "a guessed cookie": lambda eve, there: _with(eve, there, "e30=." + "0" * 64),
    "a cookie, cut": lambda eve, there: _with(eve, there, eve.cookies["heed_desk_openid"][:-1]),
    "a cookie, changed": lambda eve, there: _with(eve, there, "A" + eve.cookies["heed_desk_openid"][1:]),
    "another state": lambda eve, there: eve.get(with_query(there, state="another")),
    "no state": lambda eve, there: eve.get(with_query(there, state="")),
    "a guessed code": lambda eve, there: eve.get(with_query(there, code="guessed")),
    "no code": lambda eve, there: eve.get(with_query(there, code="")),
    "an error": lambda eve, there: eve.get(with_query(there, error="access_denied")),
    "another issuer's answer": lambda eve, there: eve.get(with_query(there, iss="https://evil.example")),
    "another browser's code": lambda eve, there: eve.get(with_query(there, state=_state(eve))),
    "two states": lambda eve, there: eve.get(f"{there}&state=another"),
    "two codes": lambda eve, there: eve.get(f"{there}&code=guessed"),
    "a token in the address": lambda eve, there: eve.get(f"{with_query(there, code='')}&id_token=x&access_token=x"),
    "control signs": lambda eve, there: eve.get(f"{with_query(there, code='')}&code=%00%0a%0d"),
    "a long code": lambda eve, there: eve.get(with_query(there, code="x" * 4_000)),
}


def openid_break_ins(place: Place) -> Iterator[Result]:
    """Tries all of them, and once rightly, before and after: that nobody comes in must not be for another reason."""
    url, issuer, made, inside = place.server.url.replace("127.0.0.1", "localhost"), place.issuer, 0, 0

    def tried(kind: str, eve: SignsIn, there: str, attack: Try = SignsIn.get) -> bool:
        for name in place.state.scan_iter(f"{WRONG}*"):  # nor must it be for having tried too often
            place.state.delete(name)
        return _in(kind, eve, attack(eve, there))

    rightly = [_rightly(url)]
    for kind, attack in BROUGHT.items():
        eve = SignsIn(url)
        there = eve.begin()
        if kind == "another browser's code":
            there, _ = SignsIn(url).begin(), eve.begin()
        made, inside = made + 1, inside + tried(kind, eve, there, attack)
    for kind, claims in STRANGERS.items():
        issuer.user = {**KIM, "sub": f"eve {kind}", **claims}
        eve = SignsIn(url)
        made, inside = made + 1, inside + tried(kind, eve, eve.begin())
    issuer.user = {**KIM, "sub": "eve"}
    for kind, forged in ATTACKS.items():
        issuer.sign = partial(forged, issuer)
        eve = SignsIn(url)
        made, inside = made + 1, inside + tried(kind, eve, eve.begin())
    issuer.user, issuer.sign = dict(KIM), issuer.signed
    rightly.append(_rightly(url))
    yield Result(TEST, "attempts", made, goal="≥ 50", holds=made >= 50)
    yield Result(TEST, "sessions begun", inside, goal="0", holds=not inside)
    yield Result(TEST, "right sign-ins, before and after", sum(rightly), goal="2", holds=all(rightly))


def _in(kind: str, eve: SignsIn, answer: tuple[int, str]) -> bool:
    status, leads_to = answer
    came_in = eve.inside or leads_to == "/desk" or status >= 500
    if came_in:
        logger.warning("%s: %s %s %s", kind, status, leads_to, eve.cookies)
    return came_in


def _rightly(url: str) -> bool:
    kim = SignsIn(url)
    return kim.get(kim.begin()) == (303, "/desk") and kim.inside


def _with(eve: SignsIn, there: str, cookie: str | None) -> tuple[int, str]:
    eve.cookies = {} if cookie is None else {"heed_desk_openid": cookie}
    return eve.get(there)


def _state(eve: SignsIn) -> str:
    """Of the sign-in that this browser began last."""
    back = eve.begin()
    return dict(part.split("=") for part in back.partition("?")[2].split("&"))["state"]
