"""Calls of a platform's HTTP API, and what their errors mean for a message."""

from __future__ import annotations

import logging
import ssl
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import httpx

from bot.channels.frame.delivery import Unreadable, read_object
from bot.channels.frame.redirects import body_within, streamed
from bot.server.files.uploads import LARGEST_FILE
from bot.state.deliveries.contract import DeliveryError, Refused, TryLater

# httpx logs each request's address, and Telegram's holds the token.
logging.getLogger("httpx").setLevel(logging.WARNING)

CONNECT_S, ANSWER_S = 5.0, 20.0
# Connections stay open: the usual 20 were closed and made anew under load, each with a handshake.
LIMITS = httpx.Limits(max_connections=100, max_keepalive_connections=100, keepalive_expiry=30.0)
# Statuses by which a server says that it did nothing. A gateway that ran out of time (504) doesn't know.
NOT_NOW = (408, 425, 429, 500, 502, 503)
NO_LOGIN_PAUSE_S = 60.0
LONGEST_QUOTE = 300
# What an error of a platform has at most, where a file was asked for.
LONGEST_ERROR = 4_096


@lru_cache(1)
def trusted() -> ssl.SSLContext:
    """The certificates that are trusted, read once: each client would read them anew, for 30 ms of the processor."""
    return httpx.create_ssl_context()


@dataclass(frozen=True)
class Answer:
    """A platform's answer.

    Attributes:
        body: of a JSON object, what it says (`read_object`); an empty dictionary for anything else.
        retry_after_s: seconds that the platform wants to have peace for; 0 if it doesn't say.
    """

    status: int
    body: Any
    headers: Mapping[str, str]
    text: str

    @property
    def retry_after_s(self) -> float:
        found = self.headers.get("retry-after", "")
        return float(found) if found.isascii() and found.isdigit() and len(found) < 8 else 0.0


# What an answer means, where a platform has its own codes; none to judge by the status.
Explain = Callable[[Answer], Exception | None]


def nothing_special(_: Answer) -> None:
    """A platform that says it by the status."""


class NoLogin(TryLater):
    """The platform takes the access token, or the secret, no more."""

    def __init__(self, said: str) -> None:
        super().__init__(f"the access token is no good: {said}", NO_LOGIN_PAUSE_S)


class Unknown(Exception):
    """Nobody knows whether a call did what it should."""


class Api:
    """An HTTP client of one channel in one process."""

    def __init__(self, secrets: Sequence[str] = (), explain: Explain = nothing_special) -> None:
        """
        Args:
            secrets: kept out of all messages.
            explain: what an answer means; asked before its status is looked at.
        """
        self._secrets, self._explain = secrets, explain
        self._client = httpx.AsyncClient(timeout=httpx.Timeout(ANSWER_S, connect=CONNECT_S), limits=LIMITS, verify=trusted())

    async def post(self, url: str, body: Any = None, **options: Any) -> Answer:
        """Posts JSON; see `call`."""
        return await self.call("POST", url, json=body, **options)

    async def call(self, method: str, url: str, fine: Sequence[int] = (), **options: Any) -> Answer:
        """Calls the platform.

        Args:
            fine: statuses that are as good as 200: of a platform that says so where it knows a message already.
            options: those of `httpx.AsyncClient.request`.

        Raises:
            TryLater: it did nothing, and may do it later.
            Refused: it won't.
            Unknown: it was asked, and whether it did anything is not known.
        """
        try:
            response = await self._client.request(method, url, **options)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as problem:
            raise TryLater(f"the platform can't be reached: {self.masked(repr(problem))}") from None
        except (httpx.HTTPError, httpx.InvalidURL) as problem:
            raise Unknown(self.masked(repr(problem))) from None
        answer = Answer(response.status_code, _read(response.text), response.headers, response.text)
        if explained := self._explain(answer):
            explained.args = tuple(self.masked(str(each)) for each in explained.args)
            raise explained
        if answer.status >= 300 and answer.status not in fine:
            raise self.judge(answer)
        return answer

    async def fetch(self, url: str, largest: int = LARGEST_FILE, **options: Any) -> bytes:
        """A file at an address of the platform's; of a redirection to another host, it gets no login.

        Args:
            largest: bytes that it may have.

        Raises:
            TryLater: it can't be had for the moment.
            Refused: it isn't there, too large, or a redirection leads inside (`redirects.py`).
        """
        if not url.startswith(("https://", "http://")):
            raise Refused("the platform names no address of the file")
        try:
            async with streamed(self._client, url, **options) as response:
                content = await body_within(response, largest)
        except (httpx.HTTPError, httpx.InvalidURL) as problem:
            raise TryLater(f"a file can't be had: {self.masked(repr(problem))}") from None
        if content is None:
            raise Refused(f"a file may have {largest:,} bytes at most")
        said = content[:LONGEST_ERROR].decode("utf-8", "replace")
        answer = Answer(response.status_code, _read(said) if content.startswith(b"{") else {}, response.headers, said)
        if explained := self._explain(answer):  # some say with status 200 that there is none
            raise explained
        if answer.status != 200:
            found = self.judge(answer)
            raise found if isinstance(found, DeliveryError) and answer.status >= 300 else TryLater(str(found))
        return content

    def judge(self, answer: Answer) -> Exception:
        """What an answer means by its status alone."""
        said = f"HTTP {answer.status}: {self.masked(answer.text)[:LONGEST_QUOTE]}"
        if answer.status == 401:
            return NoLogin(said)
        if answer.status in NOT_NOW:
            return TryLater(said, answer.retry_after_s)
        return Unknown(said) if answer.status >= 500 else Refused(said)

    def masked(self, text: str) -> str:
        """A text without secrets, for logs."""
        for each in self._secrets:
            text = text.replace(each, "…")
        return text

    async def close(self) -> None:
        await self._client.aclose()


def require_host(url: str, own: str, domains: Sequence[str] = ()) -> None:
    """Looks whether an address that came with a message is the platform's: any other may lead into the company's own network.

    Args:
        own: an address of the platform's, whose host and port are right.
        domains: those below which any host is, over https.

    Raises:
        Refused: it isn't.
    """
    try:
        given, known = urlsplit(url), urlsplit(own)
        host = given.hostname or ""
    except ValueError:
        raise Refused("the address of a file can't be read") from None
    if own and (given.scheme, given.netloc) == (known.scheme, known.netloc):
        return
    if given.scheme != "https" or not any(host == each or host.endswith(f".{each}") for each in domains):
        raise Refused(f"a file at {host!r} is not the platform's")


def _read(text: str) -> dict[str, Any]:
    try:
        return read_object(text)
    except Unreadable:
        return {}
