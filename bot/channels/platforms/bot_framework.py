"""The tokens by which Microsoft's Bot Connector proves itself: RS256, with keys that it publishes.

https://learn.microsoft.com/en-us/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
"""

from __future__ import annotations

import asyncio
import logging
import re
import time
from collections.abc import Mapping
from typing import Any

import jwt

from bot.channels.frame.api import Api, Unknown
from bot.channels.frame.delivery import objects_at, text_at
from bot.channels.frame.signatures import Forged
from bot.state.deliveries.contract import DeliveryError, TryLater

logger = logging.getLogger(__name__)

ISSUER = "https://api.botframework.com"
LEEWAY_S = 300
KEYS_S = 24 * 60 * 60.0
# Whoever sends tokens with keys that don't exist can't have the keys fetched more often than this.
AGAIN_S, SOON_S = 60.0, 1.0
# A delivery waits for the keys, and Teams for its answer.
LONGEST_S = 5.0
BEARER = re.compile(r"Bearer ([\w-]{10,4000}\.[\w-]{10,8000}\.[\w-]{10,2000})", re.ASCII)


class TokenCheck:
    """Checks tokens with the Bot Connector's keys, which are fetched when they are needed, and kept."""

    def __init__(self, app_id: str, keys_url: str, channel: str) -> None:
        """
        Args:
            channel: that the key must be good for (its endorsements), as `msteams`.
        """
        self._app_id, self._url, self._channel = app_id, keys_url, channel
        self._keys: Mapping[str, jwt.PyJWK] = {}
        self._fetched = self._tried = float("-inf")
        self._fetching = asyncio.Lock()

    async def claims(self, api: Api, authorization: str) -> dict[str, Any]:
        """What a token says.

        Raises:
            Forged: it isn't the Bot Connector's, not for this bot, or not good now.
            TryLater: the keys can't be had.
        """
        found = BEARER.fullmatch(authorization)
        if not found:
            raise Forged("a token of the Bot Connector's is missing")
        try:
            header = jwt.get_unverified_header(found[1])
        except jwt.InvalidTokenError:
            raise Forged("the token can't be read") from None
        key = await self._key(api, text_at(header, "kid"))
        try:
            return jwt.decode(
                found[1], key, ["RS256"], audience=self._app_id, issuer=ISSUER, leeway=LEEWAY_S, options={"require": ["exp", "iss", "aud"]}
            )
        except jwt.PyJWTError as problem:
            raise Forged(f"the token is not good: {problem}") from None

    async def _key(self, api: Api, id: str) -> jwt.PyJWK:
        if id not in self._keys or not self._fresh:
            async with self._fetching:  # whoever comes meanwhile waits for the keys
                if self._wanted(id):
                    await self._fetch(api)
        if not self._keys:
            raise TryLater(f"the Bot Connector's keys can't be had from {self._url}")
        if id not in self._keys:
            raise Forged("the token is signed with an unknown key")
        return self._keys[id]

    @property
    def _fresh(self) -> bool:
        return time.monotonic() - self._fetched <= KEYS_S

    def _wanted(self, id: str) -> bool:
        return (id not in self._keys or not self._fresh) and time.monotonic() - self._tried > (AGAIN_S if self._keys else SOON_S)

    async def _fetch(self, api: Api) -> None:
        try:
            answer = await asyncio.wait_for(api.call("GET", self._url), LONGEST_S)
            self._keys, self._fetched = self._read(answer.body), time.monotonic()
        except (DeliveryError, Unknown, jwt.PyJWTError, asyncio.TimeoutError) as problem:
            logger.warning("The Bot Connector's keys can't be had from %s: %s", self._url, str(problem) or "it takes too long")
        finally:
            self._tried = time.monotonic()  # when it ended: those who waited meanwhile don't fetch again, one after the other

    def _read(self, body: Any) -> Mapping[str, jwt.PyJWK]:
        """The keys that are good for this channel."""
        found = {}
        for each in objects_at(body, "keys"):
            endorsed = each.get("endorsements")
            if each.get("kty") == "RSA" and isinstance(endorsed, list) and self._channel in endorsed:
                found[text_at(each, "kid")] = jwt.PyJWK(each, "RS256")
        if not found:
            raise TryLater("the Bot Connector names no keys")
        return found
