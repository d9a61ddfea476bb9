"""Asks a company's server for one record, and trusts it no more than any server."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import quote, urlsplit

import aiohttp
import msgspec
from yarl import URL

from bot.lookups.settings import PLACEHOLDER, Lookup
from bot.metrics import lookups

logger = logging.getLogger(__name__)

# Bytes. A record is small; what is longer isn't one.
LARGEST = 64 * 1024
PAUSE_S = 0.2
NO_RECORD = (404, 410)

Outcome = Literal["found", "not_found", "unavailable"]


@dataclass(frozen=True)
class Fetched:
    """What a server said.

    Attributes:
        outcome: `not_found` is the server's own word; whatever is no record is `unavailable`.
        record: the JSON object that was found.
    """

    outcome: Outcome
    record: dict[str, Any] = field(default_factory=dict)


class _NoRecord(Exception):
    """An answer that is no record; says why, without anything that the customer or the server said."""


class _Busy(_NoRecord):
    """The server says that it is its own fault: it may be asked again."""


async def fetch(name: str, lookup: Lookup, key: str) -> Fetched:
    """Asks for the record of a key, by GET only: a turn that is repeated asks again, and changes nothing.

    Args:
        name: the look-up's, for metrics and logs.
        key: what the customer gave. It stands in the address as one part of its path, whatever it holds.
    """
    try:
        fetched = await asyncio.wait_for(_tried(lookup, key), lookup.timeout_s)
    except (asyncio.TimeoutError, aiohttp.ClientError, OSError, _NoRecord) as error:
        reason = str(error) if isinstance(error, _NoRecord) else type(error).__name__
        logger.warning("Look-up %r: %s gave no record (%s)", name, urlsplit(lookup.url).hostname, reason)
        fetched = Fetched("unavailable")
    lookups.labels(name, fetched.outcome).inc()
    return fetched


async def _tried(lookup: Lookup, key: str) -> Fetched:
    """Asks as often as the look-up says, as long as the server can't be reached or is at fault."""
    address = URL(PLACEHOLDER.sub(lambda _: quote(key, safe="").replace(".", "%2E"), lookup.url), encoded=True)
    # What is packed could unpack to gigabytes; cookies could carry one customer's session to another.
    headers = {"Accept": "application/json", "Accept-Encoding": "identity", **lookup.headers}
    async with aiohttp.ClientSession(headers=headers, auto_decompress=False, cookie_jar=aiohttp.DummyCookieJar()) as session:
        for tries_left in reversed(range(lookup.tries)):
            try:
                return await _asked(session, address)
            except (aiohttp.ClientConnectionError, _Busy):
                if not tries_left:
                    raise
            await asyncio.sleep(PAUSE_S)
    raise AssertionError("a look-up has at least one try")


async def _asked(session: aiohttp.ClientSession, address: URL) -> Fetched:
    async with session.get(address, allow_redirects=False) as response:
        if response.status in NO_RECORD:
            return Fetched("not_found")
        if response.status >= 500:
            raise _Busy(f"status {response.status}")
        if response.status != 200:
            raise _NoRecord(f"status {response.status}" + (", and redirects are not followed" if 300 <= response.status < 400 else ""))
        body = bytearray()
        async for piece in response.content.iter_chunked(LARGEST):
            body += piece
            if len(body) > LARGEST:
                raise _NoRecord(f"more than {LARGEST} bytes")
    try:
        return Fetched("found", msgspec.json.decode(body, type=dict[str, Any]))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise _NoRecord("no JSON object") from None
