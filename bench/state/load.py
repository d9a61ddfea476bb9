"""Whole turns through the web channel, beside stock Rasa's REST channel with the stock pipeline."""

import asyncio
import contextlib
import statistics
import time
import uuid

import aiohttp

from bench.results import Result
from bench.state.asking import Say, ask_heed, ask_stock
from bench.state.customers import session
from bench.state.place import Place, redis_server
from bench.state.rasa_run import ROOT, serving, without_limits
from bench.state.stock import stock_server
from bot.models.registry import Registry
from bot.state.redis.url import VARIABLE
from data.errors import ModelError

TEST, STOCK = "load", "stock Rasa"
# Customers who write at the same time, each a message a second or so, where messages come at a rate.
WRITING = 50


async def load(place: Place, minutes: float) -> list[Result]:
    """The highest rate of whole turns of stock Rasa, and Heed's with one and two processes at the same p95; then 70 % of it."""
    ours = Registry(ROOT / "models").served()
    if ours is None:
        raise ModelError("there is no trained model in models/; train one with `rasa train` or `heed run`")
    seconds, rates, results = 60 * minutes, {}, []
    with stock_server(place.folder / "stock", place.stock) as stock:
        stock_rate, stock_p95 = await highest(ask_stock(stock.url), seconds, 8)
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
            condition = f"processes: {count}"
            results += [
                Result(TEST, "highest rate", round(max(tried)[0], 1), "turns/s", condition=condition),
                Result(TEST, "highest rate with stock Rasa's p95", round(rate, 1), "turns/s", condition=condition),
                Result(TEST, "p95 at it", round(p95), "ms", condition=condition),
                Result(TEST, "p95 at 70 % of the highest rate", round(calm), "ms", "≤ 300", calm <= 300, condition=condition),
            ]
    ratio, two = rates[1] / stock_rate, rates[2] / stock_rate
    return [
        Result(TEST, "highest rate", round(stock_rate, 1), "turns/s", system=STOCK, condition="processes: 1"),
        Result(TEST, "p95 at it", round(stock_p95), "ms", system=STOCK, condition="processes: 1"),
        *results,
        Result(TEST, "highest rate to stock Rasa's", round(ratio, 2), "×", condition="processes: 1"),
        Result(TEST, "highest rate to stock Rasa's", round(two, 2), "×", "≥ 5", two >= 5, condition="processes: 2"),
    ]


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
