"""What survives: processes killed, Redis stopped, frozen, full or killed, a master lost. `make chaos`, or `--short` for minutes.

    python -m bench.state.chaos [--short] [--only NAME]…

Real `rasa run` processes with a tiny model, a real redis-server; customers write all the while. Afterwards every accepted
message must have been answered, once, in order.
"""

import argparse
import asyncio
import os
import random
import signal
import statistics
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import redis

from bench.results import Result, keep
from bench.state.customers import Balance, Ledger, balance, send, session, visit
from bench.state.prober import Prober
from bot.server.tuning import settle
from bot.state.connection import Connection
from bot.state.redis.embedded import EmbeddedRedis
from bot.state.redis.keys import key
from bot.state.redis.url import VARIABLE
from bot.state.turns.commits import TurnTransactions
from tests.support.rasa_process import RasaProcess, free_port
from tests.support.redis_servers import sentinels
from tests.support.tiny import SlowActions, train

RESULTS = Path("bench/results/state.json")


@dataclass(frozen=True)
class Place:
    """Where a scenario runs.

    Attributes:
        short: minutes, not hours.
        stock: stock Rasa's archive, if there is one.
    """

    folder: Path
    model: Path
    actions_port: int
    short: bool
    stock: Path | None = None


@contextmanager
def redis_server(place: Place, fsync: str = "everysec") -> Iterator[EmbeddedRedis]:
    server = EmbeddedRedis(place.folder / f"redis-{free_port()}", appendfsync=fsync)
    server.start()
    try:
        yield server
    finally:
        server.stop()


@asynccontextmanager
async def rasa(place: Place, redis_url: str, count: int) -> AsyncIterator[list[RasaProcess]]:
    processes = [RasaProcess(place.folder, place.model, redis_url) for _ in range(count)]
    try:
        for process in processes:
            process.start()
        for process in processes:
            await asyncio.to_thread(process.wait_until_ready)
        yield processes
    finally:
        for process in processes:
            process.stop()


@asynccontextmanager
async def customers(urls: list[str], ledger: Ledger, count: int, pause_s: float) -> AsyncIterator[None]:
    """So many customers, each writing one message after the other, until the block ends."""
    ended = asyncio.Event()

    async def write(http: Any) -> None:
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


def rows(test: str, found: Balance, ledger: Ledger) -> list[Result]:
    return [
        Result(f"{test}: accepted", ledger.count, "messages"),
        Result(f"{test}: lost", found.lost, "messages", "0", found.lost == 0),
        Result(f"{test}: answered twice", found.twice, "messages", "0", found.twice == 0),
        Result(f"{test}: out of order", found.disordered, "conversations", "0", found.disordered == 0),
        Result(f"{test}: given up", found.given_up, "messages", "0", found.given_up == 0),
        Result(f"{test}: without a TTL", found.no_ttl, "keys", "0", found.no_ttl == 0),
    ]


async def kills(place: Place) -> list[Result]:
    """kill -9 of one of two processes, again and again."""
    wanted, times = (300, 3) if place.short else (10_000, 50)
    ledger = Ledger()
    with redis_server(place) as server:
        async with rasa(place, server.url, 2) as processes:
            urls, killed = [process.url for process in processes], 0
            async with customers(urls, ledger, 20, 0.2 if place.short else 2.0):
                while killed < times or ledger.count < wanted:
                    await asyncio.sleep(random.uniform(0.5, 2.0))
                    if killed < times:
                        victim = random.choice(processes)
                        victim.kill()
                        victim.start()
                        await asyncio.to_thread(victim.wait_until_ready)
                        killed += 1
            found = await balance(server.url, ledger)
    return rows(f"{killed} kill -9 of one of two processes", found, ledger)


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
        *(row for row in rows(test, found, ledger) if "order" not in row.test),
        Result(f"{test}: out of order", disordered, "conversations", "0", disordered == 0),
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
    return [Result("a lock changes hands, p95 of 200 times", round(p95, 1), "ms", "≤ 50", p95 <= 50)]


def _disordered(client: Any, conversation: str) -> bool:
    """Whether answers came in another order than the messages were accepted in, which `seen` remembers."""
    accepted = [name.partition(":")[2] for name in client.hkeys(key(conversation, "seen"))]
    answered = [fields["to"] for _, fields in client.xrange(key(conversation, "outbox")) if "to" in fields]
    return accepted != answered


async def mid_turn(place: Place) -> list[Result]:
    """kill -9 while a turn waits for its action: how long until another process has finished it, beyond the action itself."""
    taken = []
    action_s = 2.0
    actions = SlowActions(place.folder, place.actions_port, action_s)
    try:
        with redis_server(place) as server:
            for _ in range(1 if place.short else 10):
                async with rasa(place, server.url, 2) as processes, session() as http:
                    ledger = Ledger()
                    to = await visit(http, [processes[0].url], ledger)
                    await send(http, [processes[0].url], ledger, to, "slowly please")
                    with redis.Redis.from_url(server.url, decode_responses=True) as client:
                        await asyncio.sleep(1.0)
                        holder = next(iter(client.xpending_range("heed:work", "workers", "-", "+", 1)))["consumer"]
                        victim = next(process for process in processes if f"-{process.process.pid}-" in holder)
                        victim.kill()
                        killed = time.monotonic()
                        while client.xlen(key(to.conversation, "outbox")) < 2:  # the first is the customer's own message
                            await asyncio.sleep(0.02)
                        taken.append(time.monotonic() - killed - action_s)
    finally:
        actions.stop()
    worst = max(taken)
    return [Result(f"turn killed in the middle, {len(taken)} times: taken over after", round(worst, 2), "s at most", "≤ 5", worst <= 5)]


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
    return [Result(f"{test}: turns that overlap", overlaps, "turns", "0", overlaps == 0), *rows(test, found, ledger)]


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
        Result(f"{test}: refused with 503 and Retry-After", ledger.refused, "answers"),
        Result(f"{test}: answers of another kind", wrong, "answers", "0", wrong == 0),
        Result(f"{test}: not ready after", round(unready_s, 2), "s", "≤ 3", unready_s <= 3),
        Result(f"{test}: health answers, p99", round(p99, 1), "ms", "≤ 100", p99 <= 100),
        Result(f"{test}: accepts again after", round(recovery_s, 2), "s", "≤ 3", recovery_s <= 3),
        *rows(test, found, ledger),
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
        results += rows(f"Redis killed with -9, appendfsync {fsync}", found, ledger)
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
        Result(f"{test}: accepts again after", round(taken_s, 1), "s", "≤ 10", taken_s <= 10),
        Result(f"{test}: accepted", ledger.count, "messages"),
        Result(f"{test}: lost", found.lost, "messages", "stated"),
        *rows(test, found, ledger)[2:],
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


SCENARIOS: dict[str, Callable[[Place], Coroutine[Any, Any, list[Result]]]] = {
    "kills": kills,
    "concurrency": concurrency,
    "handover": handover,
    "mid_turn": mid_turn,
    "long_action": long_action,
    "stopped": stopped,
    "frozen": frozen,
    "full": full,
    "read_only": read_only,
    "redis_killed": redis_killed,
    "failover": failover,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--short", action="store_true", help="minutes, not hours")
    parser.add_argument("--only", action="append", choices=SCENARIOS, help="one scenario; may be given several times")
    chosen = parser.parse_args()
    settle()  # its own pauses are not the servers'
    with tempfile.TemporaryDirectory() as folder:
        actions_port = free_port()
        place = Place(Path(folder), train(Path(folder), actions_port), actions_port, chosen.short)
        for name in chosen.only or SCENARIOS:
            keep(asyncio.run(SCENARIOS[name](place)), RESULTS)


if __name__ == "__main__":
    main()
