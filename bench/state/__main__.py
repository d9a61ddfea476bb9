"""What conversations on Redis cost: `make bench-state`.

    python -m bench.state [--short] [--only NAME]… [--minutes N] [--stock ARCHIVE]

*cost*: reading and saving one turn, at a conversation's 10th to 2,000th, beside Rasa's own Redis store, with the same events
in the same run. *load*: whole turns through the web channel, beside stock Rasa's REST channel with the stock pipeline.
*flood*: one customer sends 5 MB bodies from 50 connections while others write. *steady*: memory, keys and descriptors over time.
"""

import argparse
import asyncio
import contextlib
import os
import statistics
import tempfile
import time
import uuid
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Sequence
from pathlib import Path
from typing import Any

import aiohttp
import redis
from bot.models.registry import Registry
from rasa.core.tracker_store import RedisTrackerStore, TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, DefinePrevUserUtteredFeaturization, Event, UserUttered

from bench.results import Result, keep
from bench.state.chaos import RESULTS, Place, customers, rasa, redis_server
from bench.state.customers import Ledger, session
from bench.state.flooder import Flooder
from bench.state.turn import ROOT, STOCK_ENDPOINTS, serving, train_stock, without_limits
from bot.channels.web.tokens import Tokens, new_conversation
from bot.server.http.secrets import server_key
from bot.server.tuning import settle
from bot.state.connection import Connection
from bot.state.redis.embedded import EmbeddedRedis
from bot.state.redis.url import VARIABLE
from bot.state.stores import SessionTrackerStore
from bot.workspace import Workspace
from data.errors import ModelError
from tests.support.rasa_process import free_port
from tests.support.tiny import train

DOMAIN = Domain.from_yaml('version: "3.1"\nintents: [order]\nslots: {language: {type: text, mappings: [{type: custom}]}}')
# Of the size that Heed's own evidence has: about 4 kB as JSON.
EVIDENCE = {
    "ranking": [{"name": f"intent_{number}", "confidence": 0.1} for number in range(10)],
    "passages": [
        {"text": "It leaves our house within a day, and takes two more. " * 4, "sources": [{"dialogue": "a-1", "date": "2025-03-14"}] * 3}
    ]
    * 3,
    "attention": [{"token": "order", "weight": 0.04} for _ in range(24)],
}
QUESTION = "where is my order?"
# Customers who write at the same time, each a message a second or so, where messages come at a rate.
WRITING = 50
Say = Callable[[aiohttp.ClientSession, str], Awaitable[Any]]


def turn() -> list[Event]:
    """The events of an ordinary turn."""
    intent = {"name": "order", "confidence": 0.93}
    return [
        UserUttered(
            QUESTION, intent, [], {"text": QUESTION, "intent": intent, "entities": [], "evidence": EVIDENCE}, message_id=uuid.uuid4().hex
        ),
        DefinePrevUserUtteredFeaturization(False),
        ActionExecuted("utter_order", policy="RulePolicy", confidence=1.0),
        BotUttered("It is on its way.", {"buttons": [{"title": "Thanks", "payload": "/thank"}] * 3}),
        ActionExecuted("action_listen", policy="RulePolicy", confidence=1.0),
    ]


async def timed_turn(store: TrackerStore, conversation: str) -> float:
    """Milliseconds to read a conversation and to save it with one more turn."""
    events = turn()
    started = time.perf_counter()
    tracker = await store.get_or_create_tracker(conversation, append_action_listen=False)
    read = time.perf_counter()
    tracker.update_with_events(events, DOMAIN)
    updated = time.perf_counter()
    await store.save(tracker)
    return 1000 * (read - started + time.perf_counter() - updated)


async def cost(place: Place, _: float) -> list[Result]:
    """State per turn, by the conversation's length: the median of turns around it."""
    lengths = (10, 100, 300) if place.short else (10, 100, 300, 2_000)
    with redis_server(place) as server:
        os.environ[VARIABLE] = server.url
        stock = RedisTrackerStore(DOMAIN, record_exp=86_400)
        stock.red = redis.Redis.from_url(server.url, decode_responses=True)
        connection = Connection()
        ours = SessionTrackerStore(DOMAIN, connection=connection)
        times: dict[str, dict[int, float]] = {"heed": {}, "stock": {}}
        for name, store in (("heed", ours), ("stock", stock)):
            for length in lengths:
                conversation = uuid.uuid4().hex
                if name == "stock":  # saving each of 2,000 turns would take it an hour
                    tracker = store.init_tracker(conversation)
                    tracker.update_with_events([event for _ in range(length - 1) for event in turn()], DOMAIN)
                    await store.save(tracker)
                else:
                    for _ in range(length - 1):
                        await timed_turn(store, conversation)
                # Nine turns, or fewer where each takes seconds: the conversation stays about as long as it says.
                taken = [await timed_turn(store, conversation) for _ in range(9 if length < 2_000 or name == "heed" else 3)]
                times[name][length] = statistics.median(taken)
        await connection.close()
    flat = times["heed"][lengths[-1]] / times["heed"][lengths[0]]
    faster = times["stock"][100] / times["heed"][100]
    return [
        *(
            Result(f"state of turn {length:,}, heed", round(figure, 3), "ms", "≤ 1", figure <= 1)
            for length, figure in times["heed"].items()
        ),
        *(Result(f"state of turn {length:,}, Rasa's own store", round(figure, 3), "ms") for length, figure in times["stock"].items()),
        Result(f"state of turn {lengths[-1]:,} to turn 10, heed", round(flat, 2), "×", "≤ 1.2", flat <= 1.2),
        Result("state of turn 100, faster than Rasa's own store", round(faster, 1), "×", "≥ 50", faster >= 50),
    ]


async def load(place: Place, minutes: float) -> list[Result]:
    """The highest rate of whole turns of stock Rasa, and Heed's with one and two processes at the same p95; then 70 % of it."""
    ours = Registry(ROOT / "models").served()
    if ours is None:
        raise ModelError("there is no trained model in models/; train one with `rasa train` or `heed run`")
    seconds, rates, results = 60 * minutes, {}, []
    with stock_server(place) as url:
        stock_rate, stock_p95 = await highest(ask_stock(url), seconds, 8)
    with redis_server(place) as server:
        for count in (1, 2):
            with contextlib.ExitStack() as stack:
                options = without_limits(place.folder)
                urls = [stack.enter_context(serving(ours.resolve(), ROOT, {VARIABLE: server.url}, *options)) for _ in range(count)]
                tried = [await highest(ask_heed(urls, ROOT), seconds, customers_at_once) for customers_at_once in (4, 8, 16, 32)]
                # Where none is as quick as stock Rasa, the quickest.
                rate, p95 = max((each for each in tried if each[1] <= stock_p95), default=min(tried, key=lambda each: each[1]))
                calm = await paced(ask_heed(urls, ROOT), 0.7 * max(tried)[0], seconds)
            rates[count] = rate
            results += [
                Result(f"load, heed, {count}: highest rate", round(max(tried)[0], 1), "turns/s"),
                Result(f"load, heed, {count}: highest rate with stock Rasa's p95", round(rate, 1), "turns/s"),
                Result(f"load, heed, {count}: p95 at it", round(p95), "ms"),
                Result(f"load, heed, {count}: p95 at 70 % of the highest rate", round(calm), "ms", "≤ 300", calm <= 300),
            ]
    ratio = rates[2] / stock_rate
    return [
        Result("load, stock Rasa: highest rate", round(stock_rate, 1), "turns/s"),
        Result("load, stock Rasa: p95 at it", round(stock_p95), "ms"),
        *results,
        Result("load, heed with 1 process to stock Rasa", round(rates[1] / stock_rate, 2), "×"),
        Result("load, heed with 2 processes to stock Rasa", round(ratio, 2), "×", "≥ 5", ratio >= 5),
    ]


@contextlib.contextmanager
def stock_server(place: Place) -> Iterator[str]:
    """Stock Rasa with its own Redis stores, with the archive that `--stock` names or one trained now."""
    folder, port = place.folder / "stock", free_port()
    folder.mkdir()
    model = place.stock or train_stock(folder)
    (folder / "endpoints.yml").write_text(STOCK_ENDPOINTS.format(port=port))
    (folder / "credentials.yml").write_text("rest:\n")
    own = EmbeddedRedis(place.folder / "stock-redis", tcp_port=port)
    own.start()
    try:
        with serving(model.resolve(), folder, {}) as url:
            yield url
    finally:
        own.stop()


def ask_heed(urls: Sequence[str], folder: Path) -> Say:
    """Asks servers of a folder in turns. Tokens are made here: opening a conversation is not what is measured."""
    turns, tokens = iter(range(10**9)), Tokens(server_key(Workspace(folder).secret))

    async def ask(http: aiohttp.ClientSession, conversation: str) -> None:
        body = {"message_id": uuid.uuid4().hex, "text": QUESTION}
        headers = {"Authorization": f"Bearer {tokens.access(conversation)}", "Prefer": "wait=20"}
        while True:  # what was refused, or isn't answered yet, is sent again: that takes time, too
            with contextlib.suppress(asyncio.TimeoutError):
                async with http.post(f"{urls[next(turns) % len(urls)]}/chat/messages", json=body, headers=headers) as answer:
                    if (await answer.json()).get("replies"):
                        return
            await asyncio.sleep(0.1)

    return ask


def ask_stock(url: str) -> Say:
    async def ask(http: aiohttp.ClientSession, conversation: str) -> None:
        async with http.post(f"{url}/webhooks/rest/webhook", json={"sender": conversation, "message": QUESTION}) as answer:
            assert await answer.json()

    return ask


async def highest(ask: Say, seconds: float, customers_at_once: int) -> tuple[float, float]:
    """Turns a second that customers get who ask again as soon as they are answered, and their p95 in ms. Ten turns a conversation."""
    taken: list[float] = []

    async def write(http: aiohttp.ClientSession, ends: float) -> None:
        while time.monotonic() < ends:
            conversation = uuid.uuid4().hex
            for _ in range(10):
                started = time.monotonic()
                await ask(http, conversation)
                taken.append(time.monotonic() - started)

    async with session() as http:
        await asyncio.gather(*(write(http, time.monotonic() + min(5.0, seconds / 4)) for _ in range(customers_at_once)))  # warm-up
        taken.clear()
        started = time.monotonic()
        await asyncio.gather(*(write(http, started + seconds) for _ in range(customers_at_once)))
        return len(taken) / (time.monotonic() - started), 1000 * statistics.quantiles(taken, n=20)[-1]


async def paced(ask: Say, rate: float, seconds: float) -> float:
    """Messages that come at a rate, whether those before are answered or not; returns the p95 in ms. Ten turns a conversation, too."""
    taken: list[float] = []
    writing: list[str] = []

    async def one(http: aiohttp.ClientSession, conversation: str) -> None:
        started = time.monotonic()
        await ask(http, conversation)
        taken.append(time.monotonic() - started)

    async with session() as http:
        begun, tasks = time.monotonic(), []
        for number in range(int(rate * seconds)):
            if number % (10 * WRITING) == 0:
                writing = [uuid.uuid4().hex for _ in range(WRITING)]
            await asyncio.sleep(max(0.0, begun + number / rate - time.monotonic()))
            tasks.append(asyncio.ensure_future(one(http, writing[number % WRITING])))
        await asyncio.gather(*tasks)
    return 1000 * statistics.quantiles(taken, n=20)[-1]


async def flood(place: Place, _: float) -> list[Result]:
    """Others' waiting times while one customer sends bodies that are far too large, from another process."""
    taken: list[float] = []
    with redis_server(place) as server:
        async with rasa(place, server.url, 1) as [process], session() as http:
            ask = ask_heed([process.url], place.folder)
            flooder = Flooder(process.port, 50, Tokens(server_key(Workspace(place.folder).secret)).access(new_conversation()))
            for _ in range(100 if place.short else 1_000):
                started = time.monotonic()
                await ask(http, uuid.uuid4().hex)
                taken.append(1000 * (time.monotonic() - started))
                await asyncio.sleep(0.02)
            refused = await asyncio.to_thread(flooder.stop)
    median, p99 = statistics.median(taken), statistics.quantiles(taken, n=100)[-1]
    return [
        Result("flood of 5 MB bodies from 50 clients: others' median", round(median), "ms"),
        Result("flood of 5 MB bodies from 50 clients: others' p99", round(p99), "ms", "≤ 500", p99 <= 500),
        Result("flood of 5 MB bodies from 50 clients: refused", refused, "requests"),
    ]


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
        Result(f"{test}: accepted", ledger.count, "messages"),
        Result(f"{test}: memory growth", round(grown, 1), "%", "≤ 5", grown <= 5),
        Result(f"{test}: more descriptors", more, "descriptors", "≤ 0", more <= 0),
        Result(f"{test}: keys without a TTL", no_ttl, "keys", "0", no_ttl == 0),
    ]


MEASURES: dict[str, Callable[[Place, float], Coroutine[Any, Any, list[Result]]]] = {
    "cost": cost,
    "load": load,
    "flood": flood,
    "steady": steady,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--short", action="store_true", help="minutes, not hours")
    parser.add_argument("--only", action="append", choices=MEASURES, help="one measure; may be given several times")
    parser.add_argument("--stock", type=Path, help="stock Rasa's archive, trained on the same data; it is trained if none is given")
    parser.add_argument("--minutes", type=float, help="how long load and steady take; 1 and 60 if not given")
    chosen = parser.parse_args()
    settle()  # its own pauses are not the servers'
    with tempfile.TemporaryDirectory() as folder:
        names = chosen.only or list(MEASURES)
        tiny = {"flood", "steady"} & set(names)
        model = train(Path(folder)) if tiny else Path()
        for name in names:
            minutes = chosen.minutes or {"steady": 2.0 if chosen.short else 60.0}.get(name, 0.2 if chosen.short else 1.0)
            keep(asyncio.run(MEASURES[name](Place(Path(folder), model, 1, chosen.short, chosen.stock), minutes)), RESULTS)


if __name__ == "__main__":
    main()
