"""A small OpenID Connect issuer on 127.0.0.1: signs with a real key, checks PKCE, the secret and the address to come back to."""

from __future__ import annotations

import base64
import hashlib
import http.client
import json
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, parse_qsl, quote, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.support.messaging.platform import Call, Platform, Says, platform

CLIENT, SECRET = "heed-desk", "a secret: of 2 + 2 parts"
KIM = {"sub": "10769150350006150715113082367", "email": "kim@shop.example", "email_verified": True, "name": "Kim"}
Sign = Callable[[dict[str, Any]], str]


class Issuer:
    """What the issuer knows, and how it answers.

    Attributes:
        user: who is signed in there, by what the ID token says of them.
        sign: makes the ID token; tests have it sign otherwise.
        url: its address, once it runs; it is its name, too.
        codes: that were given out: what they were asked for with.
    """

    def __init__(self) -> None:
        self.key = rsa.generate_private_key(public_exponent=65_537, key_size=2_048)
        self.user: dict[str, Any] = dict(KIM)
        self.sign: Sign = self.signed
        self.url = ""
        self.codes: dict[str, dict[str, str]] = {}

    @property
    def public(self) -> dict[str, Any]:
        """The key as it is published."""
        found: dict[str, Any] = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {**found, "kid": "k1", "use": "sig", "alg": "RS256"}

    def signed(self, claims: dict[str, Any]) -> str:
        return jwt.encode(claims, self.key, "RS256", headers={"kid": "k1"})

    def answer(self, call: Call, number: int) -> Says:
        path, _, query = call.path.partition("?")
        if path == "/.well-known/openid-configuration":
            places = {name: f"{self.url}/{name}" for name in ("authorize", "token", "keys")}
            found = {"authorization_endpoint": places["authorize"], "token_endpoint": places["token"], "jwks_uri": places["keys"]}
            return Says(body={"issuer": self.url, **found, "token_endpoint_auth_methods_supported": ["client_secret_basic"]})
        if path == "/keys":
            return Says(body={"keys": [self.public, {"kty": "oct", "k": "c2VjcmV0", "kid": "k2"}]})
        if path == "/authorize":
            return self._authorize(dict(parse_qsl(query)))
        return self._token(call) if path == "/token" else Says(404)

    def _authorize(self, asked: dict[str, str]) -> Says:
        assert (asked["response_type"], asked["client_id"], asked["code_challenge_method"]) == ("code", CLIENT, "S256")
        assert len(asked["state"]) >= 32
        assert len(asked["nonce"]) >= 32
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        back = urlencode({"code": code, "state": asked["state"]})
        return Says(302, headers={"Location": f"{asked['redirect_uri']}?{back}"})

    def _token(self, call: Call) -> Says:
        form = call.form
        asked = self.codes.pop(form.get("code", ""), None)  # a code is good once
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest()).rstrip(b"=").decode()
        login = base64.b64encode(f"{quote(CLIENT, safe='')}:{quote(SECRET, safe='')}".encode()).decode()
        if call.headers.get("authorization") != f"Basic {login}":
            return Says(401, {"error": "invalid_client"})
        if asked is None or asked["code_challenge"] != challenge or asked["redirect_uri"] != form.get("redirect_uri"):
            return Says(400, {"error": "invalid_grant"})
        now = int(time.time())
        claims = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked["nonce"], **self.user}
        return Says(body={"access_token": "a", "token_type": "Bearer", "id_token": self.sign(claims)})


def at_issuer(issuer: Issuer, port: int) -> dict[str, Any]:
    """The desk's settings of a server at a port of this machine, whose agents have accounts at the issuer."""
    listed = {"leads": ["support-leads", "sub:boss"], "agents": ["@shop.example", "support"], "roles_claim": "groups"}
    return {"issuer": issuer.url, "client_id": CLIENT, "public_url": f"http://localhost:{port}", "label": "Shop ID", **listed}


@contextmanager
def issuing() -> Iterator[tuple[Issuer, Platform]]:
    """An issuer that runs until the block ends."""
    issuer = Issuer()
    with platform(issuer.answer) as running:
        issuer.url = running.url
        yield issuer, running


@dataclass
class SignsIn:
    """A browser that signs in at the desk, as far as the servers see it.

    Attributes:
        cookies: that it holds.
    """

    desk: str
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, address: str, **headers: str) -> tuple[int, str]:
        """A status, and where it leads to."""
        parts = urlsplit(address)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=30)
        held = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            connection.request("GET", f"{parts.path}?{parts.query}", headers={**({"Cookie": held} if held else {}), **headers})
            answer = connection.getresponse()
            answer.read()
            for cookie in answer.headers.get_all("Set-Cookie") or ():
                name, _, value = cookie.partition(";")[0].partition("=")
                self.cookies.pop(name, None)
                self.cookies |= {name: value} if value else {}
            return answer.status, answer.headers.get("Location") or ""
        finally:
            connection.close()

    def begin(self) -> str:
        """Goes to the issuer and signs in there; the address that leads back."""
        _, address = self.get(f"{self.desk}/desk/openid/start")
        _, back = self.get(address)
        return back

    @property
    def inside(self) -> bool:
        """Whether the desk has let them in."""
        return bool(self.cookies.get("heed_desk"))


def with_query(address: str, **changed: str) -> str:
    """An address with other parameters; empty ones are left out."""
    base, _, query = address.partition("?")
    given = {name: values[0] for name, values in parse_qs(query).items()} | changed
    return f"{base}?{urlencode({name: value for name, value in given.items() if value})}"
