"""What a browser keeps while its user is at the issuer: signed, in a cookie, for ten minutes. Nothing of it is kept on the server."""

from __future__ import annotations

import base64
import hmac
import json
import secrets
import time
from dataclasses import asdict, dataclass

from bot.desk.openid.id_token import NotGood

COOKIE = "heed_desk_openid"
GOOD_S = 600


@dataclass(frozen=True)
class Transaction:
    """One sign-in that is under way.

    Attributes:
        state: what the issuer repeats in the address, so that nobody else's sign-in is finished in this browser.
        nonce: what the issuer repeats in the ID token.
        verifier: of PKCE (RFC 7636): only who has it can use the code.
        until: seconds since 1970.
    """

    state: str
    nonce: str
    verifier: str
    until: int

    @classmethod
    def begun(cls) -> Transaction:
        """A new one."""
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        return cls(state, nonce, verifier, int(time.time()) + GOOD_S)

    def sealed(self, key: bytes) -> str:
        """As the cookie holds it."""
        content = base64.urlsafe_b64encode(json.dumps(asdict(self)).encode()).decode()
        return f"{content}.{_mac(key, content)}"

    @classmethod
    def opened(cls, cookie: str, key: bytes) -> Transaction:
        """What a cookie holds.

        Raises:
            NotGood: it isn't ours, or too old.
        """
        content, _, mac = cookie.partition(".")
        if not content or not hmac.compare_digest(_mac(key, content).encode(), mac.encode("utf-8", "replace")):
            raise NotGood("this browser has begun no sign-in")
        found = cls(**json.loads(base64.urlsafe_b64decode(content)))
        if found.until < time.time():
            raise NotGood("the sign-in took too long")
        return found


def _mac(key: bytes, content: str) -> str:
    return hmac.digest(hmac.digest(key, b"desk openid", "sha256"), content.encode("utf-8", "replace"), "sha256").hex()
