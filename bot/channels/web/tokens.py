"""Signed tokens (JWT, RFC 7519): whose conversation it is, what a button means, and who a site's customer is.

Each kind has an audience of its own, so that none can stand for another; HS256 is the only algorithm that is read.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from dataclasses import dataclass
from typing import Any

import jwt

from bot.channels.web.identities import ALGORITHM, LEEWAY_S, customer_of
from bot.server.customers import conversation_of_customer
from bot.server.http.errors import BadRequest

ACCESS, REFRESH, BUTTON = "heed:access", "heed:refresh", "heed:button"
ACCESS_S = 900


@dataclass(frozen=True)
class Visitor:
    """Who a token belongs to.

    Attributes:
        conversation: 32 hexadecimal digits.
        locale: the language that the customer's page is in, as `zh-CN`; may be empty.
        until: when the token is read no more, in seconds since 1970: after it ran out, as much later as clocks may be apart.
        whose: the own conversation of the identified customer to whom the token was given; empty for a visitor without a name.
    """

    conversation: str
    locale: str
    until: float
    whose: str = ""


@dataclass(frozen=True)
class Button:
    """What a customer says by clicking.

    Attributes:
        title: what the customer reads.
        payload: what Rasa reads: `/intent`, or a text.
        id: which button it is: it may be used once. Empty if it may be used again and again.
    """

    title: str
    payload: str
    id: str = ""


class Tokens:
    """Signs and reads tokens."""

    def __init__(self, key: bytes, identity_key: bytes = b"") -> None:
        self._key, self._identity_key = key, identity_key

    def access(self, conversation: str, locale: str = "", life_s: int = ACCESS_S, whose: str = "") -> str:
        return self._sign(ACCESS, life_s, sub=conversation, locale=locale, whose=whose)

    def refresh(self, conversation: str, life_s: int, whose: str = "") -> str:
        return self._sign(REFRESH, life_s, sub=conversation, whose=whose)

    def button(self, conversation: str, button: Button) -> str:
        """The same button of the same conversation always has the same token."""
        claims = {"aud": BUTTON, "sub": conversation, "jti": button.id, "title": button.title, "say": button.payload}
        return jwt.encode(claims, self._key, ALGORITHM)

    def visitor(self, token: str) -> Visitor:
        """Who an access token belongs to. It opens the conversation only while that is `whose`, which the session state knows.

        Raises:
            BadRequest: it is forged, of another kind, or ran out.
        """
        return _visitor(_read(token, self._key, ["sub", "exp"], ACCESS))

    def refreshed(self, token: str) -> Visitor:
        """Who a refresh token belongs to, without a language; raises as `visitor` does."""
        return _visitor(_read(token, self._key, ["sub", "exp"], REFRESH))

    def pressed(self, token: str, conversation: str) -> Button:
        """What a button says that this conversation was sent.

        Raises:
            BadRequest: it is forged, or another conversation's.
        """
        try:
            claims = _read(token, self._key, ["sub", "jti"], BUTTON)
        except BadRequest:
            claims = {}
        if claims.get("sub") != conversation:
            raise BadRequest(400, "unknown_button", "button must be the payload of a button that the assistant sent in this conversation")
        return Button(claims["title"], claims["say"], claims["jti"])

    def identified(self, token: str) -> str:
        """The conversation of a site's own customer, the same on all devices.

        Raises:
            BadRequest: the identity isn't signed with the shared secret, ran out, is good for longer than a day, or names nobody.
        """
        if not self._identity_key:
            raise BadRequest(401, "token_invalid", "this server knows no customers' identities: HEED_IDENTITY_SECRET is not set")
        return conversation_of_customer(self._key, customer_of(token, self._identity_key))

    def pseudonym(self, address: str) -> str:
        """What stands for a network address where it is kept: 16 hexadecimal digits, always the same."""
        return hmac.new(self._key, b"address\0" + address.encode("utf-8", "replace"), hashlib.sha256).hexdigest()[:16]

    def key_of(self, use: str) -> bytes:
        """A key for another use than signing tokens, always the same."""
        return hmac.digest(self._key, b"key\0" + use.encode(), hashlib.sha256)

    def _sign(self, audience: str, life_s: int, **claims: str) -> str:
        now = int(time.time())
        return jwt.encode({"aud": audience, "iat": now, "exp": now + life_s, **claims}, self._key, ALGORITHM)


def new_conversation() -> str:
    return secrets.token_hex(16)


def _visitor(claims: dict[str, Any]) -> Visitor:
    return Visitor(claims["sub"], str(claims.get("locale", "")), float(claims["exp"]) + LEEWAY_S, str(claims.get("whose", "")))


def _read(token: str, key: bytes, required: list[str], audience: str) -> dict[str, Any]:
    try:
        claims: dict[str, Any] = jwt.decode(
            token, key, algorithms=[ALGORITHM], audience=audience, leeway=LEEWAY_S, options={"require": required}
        )
    except jwt.ExpiredSignatureError:
        raise BadRequest(401, "token_expired", "the token has run out; get a new one from POST /chat/sessions") from None
    except (jwt.InvalidTokenError, ValueError, OverflowError, RecursionError):
        raise BadRequest(
            401, "token_invalid", "the token is not one that this server gave for this; get one from POST /chat/sessions"
        ) from None
    return claims
