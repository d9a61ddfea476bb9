"""Identities: what a site's backend may sign, and what it is told when it signs something else."""

import json
import time
from typing import Any

import jwt
import pytest

from bot.channels.web.identities import customer_of
from bot.channels.web.tokens import Tokens
from bot.server.http.errors import BadRequest

KEY = b"a secret that the site's backend knows"
HOUR_S = 3_600


def identity(**claims: Any) -> str:
    """A token as a site's backend may make it: PyJWT itself would refuse some of these claims."""
    given = {"sub": "customer 7", "exp": int(time.time()) + HOUR_S, **claims}
    payload = {name: value for name, value in given.items() if value is not None}
    return jwt.PyJWS().encode(json.dumps(payload).encode(), KEY, "HS256")


@pytest.mark.parametrize("claim", ["iat", "nbf"])
def test_a_backend_whose_clock_is_a_little_ahead_is_believed(claim: str) -> None:
    assert customer_of(identity(**{claim: time.time() + 55}), KEY) == "customer 7"
    with pytest.raises(BadRequest, match=rf"seconds after now by this server's clock \({claim}\).*NTP"):
        customer_of(identity(**{claim: time.time() + 75}), KEY)


def test_a_backend_whose_clock_is_a_little_behind_is_believed() -> None:
    assert customer_of(identity(exp=time.time() - 55), KEY) == "customer 7"
    with pytest.raises(BadRequest, match="has run out") as problem:
        customer_of(identity(exp=time.time() - 65), KEY)
    assert problem.value.code == "token_expired"


def test_a_number_names_the_same_customer_as_its_digits(tokens: Tokens) -> None:
    assert customer_of(identity(sub=42), KEY) == "42"
    assert tokens.identified(identity(sub=42)) == tokens.identified(identity(sub="42"))


@pytest.mark.parametrize(
    ("claims", "sentence"),
    [
        ({"exp": 1_000 * int(time.time()) + 3_600_000}, "has exp in milliseconds; give seconds since 1970"),
        ({"iat": 1_000 * int(time.time())}, "has iat in milliseconds"),
        ({"nbf": 1_000 * int(time.time())}, "has nbf in milliseconds"),
        ({"exp": int(time.time()) + 7 * 24 * HOUR_S}, "is good for 7.0 days (exp); it may be for 24 hours at most"),
        ({"exp": None}, "must have exp, the time when it runs out"),
        ({"exp": "tomorrow"}, "must have exp as a number, seconds since 1970. It was: 'tomorrow'"),
        ({"exp": float("inf")}, "must have exp as a number"),
        ({"exp": [1]}, "must have exp as a number"),
        ({"exp": True}, "must have exp as a number"),
        ({"iat": "now"}, "must have iat as a number"),
        ({"sub": ""}, "must name the customer in sub"),
        ({"sub": None}, "must name the customer in sub"),
        ({"sub": 4.5}, "must name the customer in sub"),
        ({"sub": True}, "must name the customer in sub"),
        ({"sub": ["7"]}, "must name the customer in sub"),
        ({"sub": "7" * 257}, "must name the customer in sub"),
    ],
)
def test_what_cant_be_used_is_said_in_a_sentence(claims: dict[str, Any], sentence: str) -> None:
    with pytest.raises(BadRequest) as problem:
        customer_of(identity(**claims), KEY)
    assert sentence in str(problem.value)
    assert (problem.value.status, problem.value.code) == (401, "token_invalid")


def test_a_wrong_secret_is_named_by_its_setting() -> None:
    for token in (jwt.encode({"sub": "7", "exp": time.time() + 60}, b"x" * 32, "HS256"), identity()[:-4] + "AAAA"):
        with pytest.raises(BadRequest, match="HEED_IDENTITY_SECRET"):
            customer_of(token, KEY)
    with pytest.raises(BadRequest, match="must be signed by HS256"):
        customer_of(jwt.encode({"sub": "7", "exp": time.time() + 60}, b"x" * 64, "HS512"), KEY)
