"""The issuer: its discovery document, its keys, and a code in exchange for an ID token."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import httpx
import jwt
from oauthlib.oauth2 import OAuth2Error, WebApplicationClient

from bot.desk.openid.fetched import Away, Fetched
from bot.desk.openid.id_token import NotGood, checked, key_id
from bot.desk.openid.settings import OpenIdSettings, secure
from bot.desk.openid.transaction import Transaction

logger = logging.getLogger(__name__)

CONNECT_S, ANSWER_S = 5.0, 10.0
KNOWN_S = 3_600.0
# Whoever brings tokens with keys that don't exist can't have the keys fetched more often than this.
AGAIN_S = 30.0
LARGEST = 1024 * 1024


class Provider:
    """The issuer, as one server process knows it."""

    def __init__(self, settings: OpenIdSettings) -> None:
        self.settings = settings
        self._document = Fetched(self._fetch_document)
        self._keys = Fetched(self._fetch_keys)

    async def sign_in_address(self, transaction: Transaction) -> str:
        """Where a browser is sent to sign in.

        Raises:
            Away: the issuer can't be reached.
        """
        client = WebApplicationClient(self.settings.client_id)
        place = await self._place("authorization_endpoint")
        # The library refuses http, which an issuer on this machine may speak: the parameters are what it is asked for.
        address = client.prepare_request_uri(
            "https://issuer/",
            redirect_uri=self.settings.callback,
            scope=list(self.settings.scopes),
            state=transaction.state,
            nonce=transaction.nonce,
            code_challenge=client.create_code_challenge(transaction.verifier, "S256"),
            code_challenge_method="S256",
        )
        return place + ("&" if "?" in place else "?") + str(address).partition("?")[2]

    async def claims(self, query: str, transaction: Transaction) -> Mapping[str, Any]:
        """What the issuer says of the user who came back.

        Args:
            query: of the address that the browser came back to.

        Raises:
            NotGood: it isn't believed, or the user or the issuer has refused.
            Away: the issuer can't be reached.
        """
        client = WebApplicationClient(self.settings.client_id)
        try:
            found = client.parse_request_uri_response(f"https://desk/?{query}", transaction.state)
        except (OAuth2Error, ValueError) as problem:
            raise NotGood(f"the issuer's answer is no good: {getattr(problem, 'error', None) or problem}") from None
        # RFC 9207; an issuer that says so always names itself.
        named = (await self._known()).get("authorization_response_iss_parameter_supported") is True
        if found.get("iss", "" if named else self.settings.issuer) != self.settings.issuer:
            raise NotGood("another issuer has answered")
        token = await self._token(client, str(found["code"]), transaction.verifier)
        key = await self._key(key_id(token))
        return checked(token, key, self.settings.issuer, self.settings.client_id, transaction.nonce)

    async def _token(self, client: WebApplicationClient, code: str, verifier: str) -> str:
        secret, place = self.settings.client_secret, await self._place("token_endpoint")
        basic = secret and "client_secret_post" not in ((await self._known()).get("token_endpoint_auth_methods_supported") or ())
        body = client.prepare_request_body(
            code=code, redirect_uri=self.settings.callback, code_verifier=verifier, include_client_id=not basic,
            **({"client_secret": secret} if secret and not basic else {}),
        )  # fmt: skip
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        login = (quote(self.settings.client_id, safe=""), quote(secret, safe="")) if basic else None  # RFC 6749, 2.3.1
        status, text = await self._call("POST", place, headers, str(body), login)
        found = _object(text)
        if status != 200 or not isinstance(found.get("id_token"), str):
            raise NotGood(f"the issuer gives no ID token: {status} {str(found.get('error') or '')[:100]}")
        return str(found["id_token"])

    async def _known(self) -> Mapping[str, Any]:
        """The discovery document."""
        return await self._document.get(KNOWN_S, older=True)

    async def _fetch_document(self) -> Mapping[str, Any]:
        found = await self._json(f"{self.settings.issuer.rstrip('/')}/.well-known/openid-configuration")
        if found.get("issuer") != self.settings.issuer:
            raise Away(f"issuer must be what the issuer calls itself: {str(found.get('issuer'))[:200]!r}")
        return found

    async def _place(self, name: str) -> str:
        """An address of the discovery document."""
        place = (await self._known()).get(name)
        if not isinstance(place, str) or not secure(place):
            raise Away(f"the issuer's {name} is no address that begins with https://")
        return place

    async def _key(self, id: str) -> jwt.PyJWK:
        """The issuer's key of an id; the only one it has, for a token that names none."""
        # Withdrawn keys must end: older ones aren't used on.
        keys = await self._keys.get(KNOWN_S if id in (self._keys.content or {}) else AGAIN_S, older=False)
        if not id and len(keys) == 1:
            return next(iter(keys.values()))
        if id not in keys:
            raise NotGood("the ID token is signed with a key that the issuer doesn't publish")
        return keys[id]

    async def _fetch_keys(self) -> dict[str, jwt.PyJWK]:
        return _keys_in(await self._json(await self._place("jwks_uri")))

    async def _json(self, url: str) -> Mapping[str, Any]:
        status, text = await self._call("GET", url, {})
        found = _object(text)
        if status != 200 or not found:
            raise Away(f"{url} answers with {status}, and not with a JSON object")
        return found

    async def _call(
        self, method: str, url: str, headers: Mapping[str, str], body: str | None = None, login: tuple[str, str] | None = None
    ) -> tuple[int, str]:
        """A status and what was answered."""
        try:
            async with (
                httpx.AsyncClient(timeout=httpx.Timeout(ANSWER_S, connect=CONNECT_S), follow_redirects=False) as http,
                http.stream(method, url, headers={"Accept": "application/json", **headers}, content=body, auth=login) as response,
            ):
                content = b""
                async for chunk in response.aiter_bytes():
                    content += chunk
                    if len(content) > LARGEST:
                        raise Away(f"{url} answers with more than {LARGEST:,} bytes")
        except (httpx.HTTPError, httpx.InvalidURL) as problem:
            raise Away(f"{url} can't be reached: {problem!r}") from None
        if response.status_code >= 500 or response.status_code == 429:
            raise Away(f"{url} answers with {response.status_code}")
        return response.status_code, content.decode("utf-8", "replace")


def _object(text: str) -> Mapping[str, Any]:
    """A JSON object; an empty one for anything else."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _keys_in(found: Mapping[str, Any]) -> dict[str, jwt.PyJWK]:
    """The keys of a JWK set that may sign, by their ids."""
    keys = {}
    for each in found.get("keys") or []:
        if isinstance(each, dict) and each.get("kty") in ("RSA", "EC", "OKP") and each.get("use", "sig") == "sig":
            try:
                keys[str(each.get("kid") or "")] = jwt.PyJWK(each)
            except jwt.PyJWTError as problem:
                logger.warning("A key of the OpenID issuer can't be used: %s", problem)
    return keys
