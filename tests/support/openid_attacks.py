"""ID tokens that must not be believed, by how they are made."""

from __future__ import annotations

import base64
import hmac
import json
import time
from collections.abc import Callable
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from tests.support.openid_issuer import SECRET, Issuer

Claims = dict[str, Any]
Attack = Callable[[Issuer, Claims], str]
OTHER = rsa.generate_private_key(public_exponent=65_537, key_size=2_048)
DAY_S = 86_400


def other_claims(**changed: Any) -> Attack:
    """Claims that aren't as they should be, rightly signed; none takes one away."""

    def attack(issuer: Issuer, claims: Claims) -> str:
        return issuer.signed({name: value for name, value in {**claims, **changed}.items() if value is not None})

    return attack


def hmac_by(secret: Callable[[Issuer], bytes], kid: str = "k1") -> Attack:
    """Signed with something that is no secret, or not this one's."""

    def attack(issuer: Issuer, claims: Claims) -> str:
        signed = b".".join(_part(each) for each in ({"alg": "HS256", "typ": "JWT", "kid": kid}, claims))
        return (signed + b"." + _encoded(hmac.digest(secret(issuer), signed, "sha256"))).decode()

    return attack


def changed_after_signing(issuer: Issuer, claims: Claims) -> str:
    header, _, signature = issuer.signed(claims).split(".")
    return f"{header}.{_part({**claims, 'email': 'boss@shop.example'}).decode()}.{signature}"


def _public(issuer: Issuer) -> bytes:
    return issuer.key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)


def _by_other(headers: dict[str, Any]) -> Attack:
    return lambda issuer, claims: jwt.encode(claims, OTHER, "RS256", headers=headers)


def _part(content: Any) -> bytes:
    return _encoded(json.dumps(content).encode())


def _encoded(content: bytes) -> bytes:
    return base64.urlsafe_b64encode(content).rstrip(b"=")


EMBEDDED = {**json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(OTHER.public_key())), "kid": "k1"}
ATTACKS: dict[str, Attack] = {
    "another key": _by_other({"kid": "k1"}),
    "an unknown key": _by_other({"kid": "k9"}),
    "no key's name, another key": _by_other({}),
    "a key in its own header": _by_other({"kid": "k1", "jwk": EMBEDDED}),
    "an address of keys in its own header": _by_other({"kid": "k9", "jku": "http://127.0.0.1:1/keys"}),
    "a path for a key": _by_other({"kid": "../../dev/null"}),
    "no signature": lambda issuer, claims: jwt.encode(claims, "", "none", headers={"kid": "k1"}),
    "no signature, written otherwise": lambda issuer, claims: f"{_part({'alg': 'nOnE', 'kid': 'k1'}).decode()}.{_part(claims).decode()}.",
    "HMAC by the public key": hmac_by(_public),
    "HMAC by the client's secret": hmac_by(lambda issuer: SECRET.encode()),
    "HMAC by a published key": hmac_by(lambda issuer: b"secret", "k2"),
    "HMAC by nothing": hmac_by(lambda issuer: b""),
    "changed after signing": changed_after_signing,
    "no token": lambda issuer, claims: "no.token",
    "a long one": lambda issuer, claims: issuer.signed({**claims, "groups": ["x" * 50_000]}),
    "another issuer": other_claims(iss="https://evil.example"),
    "an issuer like ours": other_claims(iss="http://127.0.0.1.evil.example"),
    "another application": other_claims(aud="another"),
    "another application, too": other_claims(aud=["heed-desk", "another"]),
    "another application's user": other_claims(azp="another"),
    "no application": other_claims(aud=None),
    "too old": other_claims(exp=int(time.time()) - DAY_S, iat=int(time.time()) - 2 * DAY_S),
    "not yet good": other_claims(nbf=int(time.time()) + DAY_S),
    "made tomorrow": other_claims(iat=int(time.time()) + DAY_S),
    "no end": other_claims(exp=None),
    "another sign-in": other_claims(nonce="another"),
    "no sign-in": other_claims(nonce=None),
    "a list of sign-ins": other_claims(nonce=["another"]),
    "nobody": other_claims(sub=None),
    "an empty subject": other_claims(sub=""),
    "a number for a subject": other_claims(sub=4711),
}
# Good tokens of users who have no role.
STRANGERS: dict[str, Claims] = {
    "another user": {"email": "eve@evil.example"},
    "an address that isn't verified": {"email_verified": False},
    "an address that isn't said to be verified": {"email_verified": None},
    "an address in words": {"email_verified": "yes"},
    "two addresses": {"email": "kim@shop.example,eve@evil.example"},
    "an address behind another": {"email": "eve@evil.example@shop.example"},
    "a subdomain": {"email": "eve@sub.shop.example"},
    "a domain like ours": {"email": "eve@shop.example.evil.example"},
    "letters like ours": {"email": "kim@shоp.example"},
    "a group like an address": {"email": None, "groups": ["kim@shop.example", "@shop.example"]},
    "a group like a subject": {"email": None, "groups": ["sub:boss"]},
    "a group within a text": {"email": None, "groups": "support-leads, others"},
    "a group in another claim": {"email": None, "roles": ["support-leads"]},
    "groups as an object": {"email": None, "groups": {"support-leads": True}},
}
