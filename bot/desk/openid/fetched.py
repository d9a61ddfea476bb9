"""A document of the issuer's that is fetched once in a while, by one sign-in for all."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from data.errors import HeedError

logger = logging.getLogger(__name__)

# An issuer that was away isn't asked again for so long: who wants to sign in then is told so at once.
FAILED_S = 5.0
Content = TypeVar("Content")


class Away(HeedError):
    """The issuer can't be asked for the moment."""


class Fetched(Generic[Content]):
    """The document, as one server process knows it.

    Attributes:
        content: none until it was fetched first.
    """

    def __init__(self, fetch: Callable[[], Awaitable[Content]]) -> None:
        """`fetch` raises Away if it can't be had."""
        self.content: Content | None = None
        self._fetch = fetch
        self._at = self._failed_at = float("-inf")
        self._failure = ""
        self._fetching = asyncio.Lock()

    async def get(self, good_s: float, older: bool) -> Content:
        """The document.

        Args:
            good_s: how old it may be, in seconds.
            older: whether an older one is used where no new one can be had, and until it is there.

        Raises:
            Away: it can't be had, or couldn't be a moment ago.
        """
        if self.content is not None and (self._age_s <= good_s or (older and self._fetching.locked())):
            return self.content
        async with self._fetching:
            if self.content is not None and self._age_s <= good_s:  # another has just fetched it
                return self.content
            if time.monotonic() - self._failed_at > FAILED_S:
                try:
                    self.content = await self._fetch()
                except Away as problem:
                    self._failure, self._failed_at = str(problem), time.monotonic()
                    if older and self.content is not None:
                        logger.warning("The OpenID issuer is away; what it said before is used on: %s", problem)
                else:
                    self._at = time.monotonic()
                    return self.content
        if older and self.content is not None:
            return self.content
        raise Away(self._failure)

    @property
    def _age_s(self) -> float:
        return time.monotonic() - self._at
