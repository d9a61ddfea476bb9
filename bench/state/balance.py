"""What became of the messages that were accepted: each must have been answered, once, in order."""

import asyncio
import time
from dataclasses import dataclass

import redis.asyncio as redis

from bench.results import Result
from bench.state.customers import Ledger
from bot.state.redis.keys import key


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


def balanced(test: str, found: Balance, ledger: Ledger) -> list[Result]:
    """The figures of a scenario whose goal is that nothing is lost, doubled, disordered or given up."""
    return [
        Result(test, "accepted", ledger.count, "messages"),
        Result(test, "lost", found.lost, "messages", "0", found.lost == 0),
        Result(test, "answered twice", found.twice, "messages", "0", found.twice == 0),
        Result(test, "out of order", found.disordered, "conversations", "0", found.disordered == 0),
        Result(test, "given up", found.given_up, "messages", "0", found.given_up == 0),
        Result(test, "without a TTL", found.no_ttl, "keys", "0", found.no_ttl == 0),
    ]
