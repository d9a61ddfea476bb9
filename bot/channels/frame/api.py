"""Calls of a platform's HTTP API, and what their errors mean for a message."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx

from bot.state.deliveries.contract import Refused, TryLater

# httpx logs each request's address, and Telegram's holds the token.
logging.getLogger("httpx").setLevel(logging.WARNING)

CONNECT_S, ANSWER_S = 5.0, 20.0
# Statuses by which a server says that it did nothing. A gateway that ran out of time (504) doesn't know.
NOT_NOW = (408, 425, 429, 500, 502, 503)
NO_LOGIN_PAUSE_S = 60.0
LONGEST_QUOTE = 300


@dataclass(frozen=True)
class Answer:
    """A platform's answer.

    Attributes:
        body: of JSON, what it says; an empty dictionary for anything else.
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
        self._client = httpx.AsyncClient(timeout=httpx.Timeout(ANSWER_S, connect=CONNECT_S), follow_redirects=False)

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


def _read(text: str) -> Any:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
