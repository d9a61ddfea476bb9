"""Redis stopped, frozen, full, read-only, killed, or its master lost, while customers write."""

import asyncio
import os
import random
import signal
import statistics
import time
from collections.abc import Callable
from functools import partial

import redis

from bench.results import Result
from bench.state.balance import balance, balanced
from bench.state.customers import Ledger, customers
from bench.state.place import Place, rasa, redis_server
from bench.state.prober import Prober
from bot.state.redis.embedded import EmbeddedRedis
from tests.support.redis_servers import sentinels


async def stopped(place: Place) -> list[Result]:
    """Redis isn't there."""
    return await _outage(place, "stopped", 60, lambda server: server.stop(), lambda server: server.start())


async def frozen(place: Place) -> list[Result]:
    """Redis is there, and doesn't answer."""
    leave, come_back = (partial(_signal, number=number) for number in (signal.SIGSTOP, signal.SIGCONT))
    return await _outage(place, "frozen", 30, leave, come_back)


async def full(place: Place) -> list[Result]:
    """Redis answers, and has no memory left."""
    leave, come_back = (partial(_set, setting="maxmemory", value=value) for value in (1, 0))
    return await _outage(place, "full", 30, leave, come_back)


async def read_only(place: Place) -> list[Result]:
    """Redis answers, and takes no writes: it has become the replica of a master that isn't there."""
    leave, come_back = (partial(_replica, host=host, port=port) for host, port in (("127.0.0.1", "1"), ("NO", "ONE")))
    return await _outage(place, "read-only", 30, leave, come_back)


async def _outage(
    place: Place, name: str, away_s: int, leave: Callable[[EmbeddedRedis], object], come_back: Callable[[EmbeddedRedis], object]
) -> list[Result]:
    """What customers and probes see while Redis is away, under load, and what is there afterwards."""
    away_s = 5 if place.short else away_s
    ledger = Ledger()
    with redis_server(place) as server:
        async with rasa(place, server.url, 2) as processes:
            urls = [process.url for process in processes]
            async with customers(urls, ledger, 10, 0.1):
                await asyncio.sleep(2)
                leave(server)
                left = time.monotonic()
                prober = Prober([f"{url}/health/live" for url in urls])
                unready_s = await _until(lambda: not any(process.ready() for process in processes))
                await asyncio.sleep(max(0.0, away_s - (time.monotonic() - left)))
                health_ms = await asyncio.to_thread(prober.stop)
                come_back(server)
                recovery_s = await _until(partial(_more_than, ledger, ledger.count))
            found = await balance(server.url, ledger)
    test = f"Redis {name} for {away_s} s under load"
    p99 = statistics.quantiles(health_ms, n=100)[-1]
    wrong = ledger.refused_without_retry_after + len(ledger.other)
    return [
        Result(test, "refused with 503 and Retry-After", ledger.refused, "answers"),
        Result(test, "answers of another kind", wrong, "answers", "0", wrong == 0),
        Result(test, "not ready after", round(unready_s, 2), "s", "≤ 3", unready_s <= 3),
        Result(test, "health answers, p99", round(p99, 1), "ms", "≤ 100", p99 <= 100),
        Result(test, "accepts again after", round(recovery_s, 2), "s", "≤ 3", recovery_s <= 3),
        *balanced(test, found, ledger),
    ]


async def redis_killed(place: Place) -> list[Result]:
    """kill -9 of Redis itself under load; what it had acknowledged must be there again."""
    results = []
    for fsync in ("always", "everysec"):
        ledger = Ledger()
        with redis_server(place, fsync) as server:
            async with rasa(place, server.url, 1) as processes:
                async with customers([processes[0].url], ledger, 20, 0.02):
                    for _ in range(2 if place.short else 10):
                        await asyncio.sleep(random.uniform(1.0, 3.0))
                        _signal(server, signal.SIGKILL)
                        await asyncio.sleep(0.2)
                        server.start()
                        await asyncio.sleep(1.0)
                found = await balance(server.url, ledger)
        results += balanced(f"Redis killed with -9, appendfsync {fsync}", found, ledger)
    return results


async def failover(place: Place) -> list[Result]:
    """The master killed under load: three sentinels put its replica in its place. Replication is asynchronous: loss is stated."""
    ledger = Ledger()
    with sentinels() as (master, replica, watching):
        url = f"redis+sentinel://{','.join(f'127.0.0.1:{sentinel.port}' for sentinel in watching)}/shop"
        async with rasa(place, url, 1) as processes:
            async with customers([processes[0].url], ledger, 10, 0.1):
                await asyncio.sleep(3)
                master.stop()
                await asyncio.sleep(0.5)  # answers that were under way
                taken_s = 0.5 + await _until(partial(_more_than, ledger, ledger.count))
                await asyncio.sleep(2)
            found = await balance(f"redis://127.0.0.1:{replica.port}", ledger)
    test = "Sentinel failover, 3 sentinels, 2 servers"
    return [
        Result(test, "accepts again after", round(taken_s, 1), "s", "≤ 10", taken_s <= 10),
        Result(test, "accepted", ledger.count, "messages"),
        Result(test, "lost", found.lost, "messages", "stated"),
        *balanced(test, found, ledger)[2:],
    ]


async def _until(condition: Callable[[], bool], seconds: float = 60.0) -> float:
    """Waits for a condition; returns the seconds that it took."""
    started = time.monotonic()
    while not await asyncio.to_thread(condition):
        if time.monotonic() - started > seconds:
            break
        await asyncio.sleep(0.05)
    return time.monotonic() - started


def _more_than(ledger: Ledger, count: int) -> bool:
    return ledger.count > count


def _signal(server: EmbeddedRedis, number: signal.Signals) -> None:
    os.kill(server.pid, number)


def _set(server: EmbeddedRedis, setting: str, value: int) -> None:
    with redis.Redis.from_url(server.url) as client:
        client.config_set(setting, value)


def _replica(server: EmbeddedRedis, host: str, port: str) -> None:
    with redis.Redis.from_url(server.url) as client:
        client.execute_command("REPLICAOF", host, port)
