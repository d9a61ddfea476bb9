"""Memory, keys and descriptors of a server over time."""

import asyncio

import redis

from bench.results import Result
from bench.state.customers import Ledger, customers
from bench.state.place import Place, rasa, redis_server


async def steady(place: Place, minutes: float) -> list[Result]:
    """Memory and descriptors of a process after a while of steady load, to those after its first tenth."""
    ledger, seen = Ledger(), []
    with redis_server(place) as server:
        async with rasa(place, server.url, 1) as [process]:
            async with customers([process.url], ledger, 5, 0.2):
                for tenth in range(1, 11):
                    await asyncio.sleep(60 * minutes / 10)
                    seen.append((process.memory_kb, process.descriptors))
                    print(f"{tenth} of 10: {seen[-1][0]:,} kB, {seen[-1][1]} descriptors, {ledger.count:,} messages", flush=True)
            with redis.Redis.from_url(server.url) as client:
                no_ttl = sum(client.ttl(name) < 0 for name in client.scan_iter(count=1000))
    grown, more = 100 * (seen[-1][0] / seen[0][0] - 1), seen[-1][1] - seen[0][1]
    test = f"{minutes:g} minutes of steady load"
    return [
        Result(test, "accepted", ledger.count, "messages"),
        Result(test, "memory growth", round(grown, 1), "%", "≤ 5", grown <= 5),
        Result(test, "more descriptors", more, "descriptors", "≤ 0", more <= 0),
        Result(test, "keys without a TTL", no_ttl, "keys", "0", no_ttl == 0),
    ]
