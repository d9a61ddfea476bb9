"""Whether an ID token is good: signed by the issuer, for this application and this browser's sign-in, now (OpenID Connect, 3.1.3.7)."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from typing import Any

import jwt

from data.errors import HeedError

# With keys that the issuer publishes; none that an application's own secret, or nothing, would sign with.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
LEEWAY_S = 60
NEEDED = ["iss", "sub", "aud", "exp", "iat"]
LONGEST = 32_000


class NotGood(HeedError):
    """A sign-in that isn't believed."""


def key_id(token: str) -> str:
    """The id of the key that a token says it is signed with; empty if it names none.

    Raises:
        NotGood: it is no token.
    """
    try:
        if len(token) > LONGEST:
            raise NotGood("the ID token is too long")
        return str(jwt.get_unverified_header(token).get("kid") or "")
    except jwt.PyJWTError as problem:
        raise NotGood(f"the ID token can't be read: {problem}") from None


def checked(token: str, key: jwt.PyJWK, issuer: str, client_id: str, nonce: str) -> Mapping[str, Any]:
    """What a token says.

    Args:
        key: the issuer's, of the id that the token names.
        nonce: that this browser's sign-in began with.

    Raises:
        NotGood: it isn't the issuer's, is for another application or another sign-in, or isn't good now.
    """
    algorithms = [each for each in ALGORITHMS if each == key.algorithm_name] if key.algorithm_name else []
    try:
        claims: dict[str, Any] = jwt.decode(
            token, key, algorithms, audience=client_id, issuer=issuer, leeway=LEEWAY_S, options={"require": NEEDED}
        )
    except jwt.PyJWTError as problem:
        raise NotGood(f"the ID token is not good: {problem}") from None
    audience = claims["aud"]
    several = isinstance(audience, list) and len(audience) > 1
    if claims.get("azp", "" if several else client_id) != client_id:
        raise NotGood("the ID token was made for another application")
    if not isinstance(claims.get("nonce"), str) or not hmac.compare_digest(claims["nonce"].encode(), nonce.encode()):
        raise NotGood("the ID token is of another sign-in")
    if not isinstance(claims["sub"], str) or not 0 < len(claims["sub"]) <= 255:
        raise NotGood("the ID token names nobody")
    return claims
