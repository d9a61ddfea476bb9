"""Customers of a running server: they send messages, send them again when refused, and remember what was accepted."""

import asyncio
import random
import time
import uuid
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp

GIVES_UP_S = 240.0


@dataclass
class Ledger:
    """What was accepted, in order, and what else was heard from the servers."""

    accepted: dict[str, list[str]] = field(default_factory=dict)
    refused: int = 0
    refused_without_retry_after: int = 0
    other: list[int] = field(default_factory=list)
    waited_s: list[float] = field(default_factory=list)

    def note(self, conversation: str, message_id: str) -> None:
        self.accepted.setdefault(conversation, []).append(message_id)

    @property
    def count(self) -> int:
        return sum(map(len, self.accepted.values()))


@dataclass(frozen=True)
class Visit:
    """A conversation, and the token that opens it."""

    conversation: str
    token: str


async def visit(http: aiohttp.ClientSession, urls: Sequence[str], ledger: Ledger) -> Visit:
    """Opens a conversation."""
    session = await _post(http, urls, ledger, "sessions", {})
    return Visit(session["conversation"], session["access_token"])


async def send(http: aiohttp.ClientSession, urls: Sequence[str], ledger: Ledger, to: Visit, text: str) -> None:
    """Sends a message until a server accepts it."""
    body = {"message_id": uuid.uuid4().hex, "text": text}
    started = time.monotonic()
    await _post(http, urls, ledger, "messages", body, {"Authorization": f"Bearer {to.token}"})
    ledger.note(to.conversation, body["message_id"])
    ledger.waited_s.append(time.monotonic() - started)


async def _post(
    http: aiohttp.ClientSession, urls: Sequence[str], ledger: Ledger, path: str, body: Any, headers: Mapping[str, str] | None = None
) -> Any:
    """Asks until a server accepts. A refusal or a lost connection is tried again, at any server."""
    started = time.monotonic()
    while time.monotonic() - started < GIVES_UP_S:
        try:
            async with http.post(f"{random.choice(urls)}/chat/{path}", json=body, headers=headers) as answer:
                if answer.status in (201, 202):
                    return await answer.json()
                if answer.status in (429, 503):
                    ledger.refused += 1
                    ledger.refused_without_retry_after += "Retry-After" not in answer.headers
                else:
                    ledger.other.append(answer.status)
        except (aiohttp.ClientError, asyncio.TimeoutError, OSError):
            pass
        await asyncio.sleep(random.uniform(0.05, 0.2))
    raise RuntimeError(f"no server accepted a request to {path}")


def session() -> aiohttp.ClientSession:
    return aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30), connector=aiohttp.TCPConnector(limit=200))


@asynccontextmanager
async def customers(urls: list[str], ledger: Ledger, count: int, pause_s: float) -> AsyncIterator[None]:
    """So many customers, each writing one message after the other, until the block ends."""
    ended = asyncio.Event()

    async def write(http: aiohttp.ClientSession) -> None:
        while not ended.is_set():
            to = await visit(http, urls, ledger)
            for _ in range(100):  # an outbox keeps 400 events, and a message with its answer are two
                if not ended.is_set():
                    await send(http, urls, ledger, to, "where is my order")
                    await asyncio.sleep(random.uniform(0, 2 * pause_s))

    async with session() as http:
        tasks = [asyncio.ensure_future(write(http)) for _ in range(count)]
        try:
            yield
        finally:
            ended.set()
            await asyncio.gather(*tasks)
