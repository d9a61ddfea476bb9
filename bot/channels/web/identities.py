"""Who a site's customer is: a token (JWT) that the site's own backend signs, and whose mistakes are named for who wrote that backend."""

from __future__ import annotations

import math
import time
from typing import Any

import jwt
from jwt.types import Options

from bot.server.http.errors import BadRequest

ALGORITHM = "HS256"
# So far apart the clocks of servers, and of a site's backend, may be.
LEEWAY_S = 60
LONGEST_SUBJECT = 256
# A site signs an identity when a page is opened. One that is good for days is a password that lies in pages and logs.
LONGEST_LIFE_S = 24 * 60 * 60
# Seconds since 1970 have ten digits until the year 2286, milliseconds have had thirteen since 2001.
MILLISECONDS = 1e11
UNCHECKED: Options = {"verify_exp": False, "verify_iat": False, "verify_nbf": False, "verify_sub": False}


def customer_of(token: str, key: bytes) -> str:
    """The customer whom an identity names in `sub`; a number stands for its digits.

    Args:
        key: what the site's backend signs with.

    Raises:
        BadRequest: it isn't signed so, ran out, has not begun, is good for longer than a day, or names nobody.
    """
    try:
        claims: dict[str, Any] = jwt.decode(token, key, algorithms=[ALGORITHM], options=UNCHECKED)
    except jwt.InvalidSignatureError:
        raise _unusable("is not signed with HEED_IDENTITY_SECRET") from None
    except jwt.InvalidAlgorithmError:
        raise _unusable(f"must be signed by {ALGORITHM}, with HEED_IDENTITY_SECRET") from None
    except (jwt.InvalidTokenError, ValueError, RecursionError) as problem:
        raise _unusable(f"can't be read: {problem}") from None
    _check_times(*(_time(claims, name) for name in ("exp", "iat", "nbf")))
    subject = claims.get("sub")
    if isinstance(subject, bool) or not isinstance(subject, (str, int)) or not 0 < len(str(subject)) <= LONGEST_SUBJECT:
        raise _unusable(f"must name the customer in sub, by a text of 1 to {LONGEST_SUBJECT} characters or a whole number")
    return str(subject)


def _check_times(exp: float | None, iat: float | None, nbf: float | None) -> None:
    now = time.time()
    if exp is None:
        raise _unusable("must have exp, the time when it runs out, in seconds since 1970")
    if exp <= now - LEEWAY_S:
        raise BadRequest(401, "token_expired", "the identity token has run out (exp); have your backend sign another one")
    if exp > now + LONGEST_LIFE_S + LEEWAY_S:
        raise _unusable(
            f"is good for {(exp - now) / 86_400:,.1f} days (exp); it may be for {LONGEST_LIFE_S // 3600} hours at most, "
            "and one is enough: sign an identity when a page is opened"
        )
    for name, begins in (("iat", iat), ("nbf", nbf)):
        if begins is not None and begins > now + LEEWAY_S:
            raise _unusable(
                f"begins {begins - now:,.0f} seconds after now by this server's clock ({name}), {LEEWAY_S} are let pass; "
                "have both servers' clocks set (NTP)"
            )


def _time(claims: dict[str, Any], name: str) -> float | None:
    """A claim that is a time, in seconds since 1970; none if it isn't there."""
    given = claims.get(name)
    if given is None:
        return None
    if isinstance(given, bool) or not isinstance(given, (int, float)) or not math.isfinite(given):
        raise _unusable(f"must have {name} as a number, seconds since 1970. It was: {str(given)[:40]!r}")
    if given >= MILLISECONDS:
        raise _unusable(f"has {name} in milliseconds; give seconds since 1970, in JavaScript: Math.floor(Date.now() / 1000) + 3600")
    return float(given)


def _unusable(why: str) -> BadRequest:
    return BadRequest(401, "token_invalid", f"the identity token {why}")
