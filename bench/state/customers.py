"""Customers of a running server: they send messages, send them again when refused, and remember what was accepted."""

import asyncio
import random
import time
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import aiohttp
import redis.asyncio as redis

from bot.state.redis.keys import key

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


@dataclass(frozen=True)
class Balance:
    """What became of the accepted messages.

    Attributes:
        given_up: dead letters; their customers got an apology.
        no_ttl: keys without a time to live.
    """

    lost: int
    twice: int
    disordered: int
    given_up: int
    no_ttl: int


async def balance(redis_url: str, ledger: Ledger, seconds: float = 120.0) -> Balance:
    """Waits until all that was accepted is answered, or time is up; then compares the outboxes with the ledger."""
    async with redis.Redis.from_url(redis_url, decode_responses=True) as client:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline and await client.xlen("heed:work"):
            await asyncio.sleep(0.2)
        lost = twice = disordered = given_up = 0
        for conversation, sent in ledger.accepted.items():
            answered = [fields["to"] for _, fields in await client.xrange(key(conversation, "outbox")) if "to" in fields]
            once = list(dict.fromkeys(answered))
            lost += len(set(sent) - set(once))
            twice += len(answered) - len(once)
            # Each customer sent one after the other, so the order of accepting is the order of sending.
            disordered += [name for name in sent if name in set(once)] != [name for name in once if name in set(sent)]
            given_up += await client.xlen(key(conversation, "dead"))
        no_ttl = sum([1 async for name in client.scan_iter(count=1000) if await client.ttl(name) < 0])
        return Balance(lost, twice, disordered, given_up, no_ttl)
