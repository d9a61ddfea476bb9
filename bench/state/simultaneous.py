"""Messages of one customer that come at the same moment, or while a turn takes long: turns follow one another."""

import asyncio
import os
import statistics
import time
from typing import Any

import redis

from bench.results import Result
from bench.state.balance import balance, balanced
from bench.state.customers import Ledger, send, session, visit
from bench.state.place import Place, rasa, redis_server
from bot.state.connection import Connection
from bot.state.redis.keys import key
from bot.state.redis.url import VARIABLE
from bot.state.turns.commits import TurnTransactions
from tests.support.slow_actions import SlowActions


async def concurrency(place: Place) -> list[Result]:
    """Messages of one customer that come at the same moment, at four processes."""
    pairs, bursts = (50, 10) if place.short else (1_000, 100)
    ledger = Ledger()
    with redis_server(place) as server:
        async with rasa(place, server.url, 2 if place.short else 4) as processes, session() as http:
            urls = [process.url for process in processes]
            for size in [2] * pairs + [12] * bursts:
                to = await visit(http, urls, ledger)
                await asyncio.gather(*(send(http, urls, ledger, to, f"message {each}") for each in range(size)))
            found = await balance(server.url, ledger)
            with redis.Redis.from_url(server.url, decode_responses=True) as client:
                disordered = sum(_disordered(client, name) for name in ledger.accepted)
    test = f"{pairs} pairs and {bursts} bursts of 12, {len(urls)} processes"
    return [
        *(row for row in balanced(test, found, ledger) if row.metric != "out of order"),
        Result(test, "out of order", disordered, "conversations", "0", disordered == 0),
    ]


async def handover(place: Place) -> list[Result]:
    """What waiting for a turn costs beyond the turn before: from one owner's leaving a lock to the next one's having it, four clients."""
    gaps: list[float] = []
    left = 0.0

    async def enter(turns: TurnTransactions) -> None:
        nonlocal left
        for _ in range(50):
            async with turns.open("handover"):
                if left:
                    gaps.append(1000 * (time.monotonic() - left))
                await asyncio.sleep(0.005)
                left = time.monotonic()

    with redis_server(place) as server:
        os.environ[VARIABLE] = server.url
        connections = [Connection() for _ in range(4)]
        await asyncio.gather(*(enter(connection.turns) for connection in connections))
        for connection in connections:
            await connection.close()
    p95 = statistics.quantiles(gaps, n=20)[-1]
    return [Result("a lock changes hands, 200 times", "p95", round(p95, 1), "ms", "≤ 50", p95 <= 50)]


async def long_action(place: Place) -> list[Result]:
    """A customer writes three messages while an action takes long: the turns must follow one another."""
    seconds = 8.0 if place.short else 90.0
    actions = SlowActions(place.folder, place.actions_port, seconds)
    runs: list[tuple[str, float, float]] = []
    ledger = Ledger()
    try:
        with redis_server(place) as server:
            async with rasa(place, server.url, 2) as processes, session() as http:
                urls = [process.url for process in processes]
                to = await visit(http, urls, ledger)
                for _ in range(3):
                    await send(http, urls, ledger, to, "slowly please")
                found = await balance(server.url, ledger, 3 * seconds + 60)
    finally:
        runs = actions.stop()
    overlaps = sum(
        later[1] < earlier[2] for earlier, later in zip(sorted(runs, key=lambda run: run[1]), sorted(runs, key=lambda run: run[1])[1:])
    )
    test = f"an action of {seconds:.0f} s, 3 messages"
    return [Result(test, "turns that overlap", overlaps, "turns", "0", overlaps == 0), *balanced(test, found, ledger)]


def _disordered(client: Any, conversation: str) -> bool:
    """Whether answers came in another order than the messages were accepted in, which `seen` remembers."""
    accepted = [name.partition(":")[2] for name in client.hkeys(key(conversation, "seen"))]
    answered = [fields["to"] for _, fields in client.xrange(key(conversation, "outbox")) if "to" in fields]
    return accepted != answered
