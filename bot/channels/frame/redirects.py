"""Redirections: followed one by one, and never to where only this machine, or the company's own network, can go."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from ipaddress import IPv4Address, ip_address
from typing import Any

import httpx

from bot.state.deliveries.contract import Refused

MOST_REDIRECTS = 3


@asynccontextmanager
async def streamed(client: httpx.AsyncClient, url: str, **options: Any) -> AsyncIterator[httpx.Response]:
    """The answer to a GET, once no redirection is left; another host gets no login.

    Args:
        client: one that follows no redirections by itself.
        options: those of `httpx.AsyncClient.stream`.

    Raises:
        Refused: a redirection leads inside, or out of TLS.
        httpx.HTTPError, httpx.InvalidURL: nobody answers, or there are more than three redirections.
    """
    asked: AbstractAsyncContextManager[httpx.Response] = client.stream("GET", url, **options)
    for _ in range(MOST_REDIRECTS + 1):
        async with asked as response:
            following = response.next_request
            if following is None:
                yield response
                return
        if following.url.scheme != "https" and (response.url.scheme, following.url.scheme) != ("http", "http"):
            raise Refused(f"a file at {response.url.host!r} is redirected to an address that doesn't begin with https://")
        require_outside(following.url, url)
        asked = _sent(client, following)
    raise httpx.TooManyRedirects(f"there are more than {MOST_REDIRECTS} redirections", request=following)


async def body_within(response: httpx.Response, largest: int) -> bytes | None:
    """What an answer holds; none if it has more bytes than that, of which no more are read."""
    content = bytearray()
    async for chunk in response.aiter_bytes():
        content += chunk
        if len(content) > largest:
            return None
    return bytes(content)


def require_outside(url: httpx.URL | str, own: str) -> None:
    """Looks whether an address that a platform names may be asked: this machine, and addresses of networks of one's own, may not.

    Args:
        own: an address whose host may be asked wherever it is.

    Raises:
        Refused: it may not.
    """
    try:
        host, known = (httpx.URL(each).raw_host.decode("ascii") for each in (url, own))
    except httpx.InvalidURL:
        raise Refused("the address of a file can't be read") from None
    if host != known and _is_inside(host):
        raise Refused(f"a file at {host!r} is not the platform's")


def _is_inside(host: str) -> bool:
    host = host.strip("[]").rstrip(".").lower()
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return not ip_address(host).is_global
    except ValueError:
        pass
    try:  # 127.1 and 0x7f000001 are addresses, too
        return not IPv4Address(socket.inet_aton(host)).is_global
    except OSError:
        return False


@asynccontextmanager
async def _sent(client: httpx.AsyncClient, request: httpx.Request) -> AsyncIterator[httpx.Response]:
    response = await client.send(request, stream=True, auth=None)
    try:
        yield response
    finally:
        await response.aclose()
