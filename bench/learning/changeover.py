"""Promotions and rollbacks while customers write to two processes: what is lost, how long it takes, what it costs."""

import asyncio
import random
import re
import statistics
import time
import urllib.request
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp

from bench.learning.place import VERSIONS, make
from bench.results import Result
from bench.state.customers import session
from bot.models.registry import Registry
from bot.server.model.tuning import settle
from bot.state.redis.embedded import EmbeddedRedis
from tests.support.rasa_process import RasaProcess
from tests.support.tiny import METRICS_TOKEN

TIMES, PROCESSES = 20, 2
# Messages a second to each process.
RATE = 1.0
QUIET_S, BETWEEN_S = 90.0, 4.0
# A message that isn't answered after so long is lost.
PATIENCE_S = 180.0
LONGEST_S = 10.0
QUESTIONS = (
    "where is my order?",
    "how do I send something back?",
    "can the enamel pot go on induction?",
    "多久能到货",
    "do you sell gift cards",
)


@dataclass
class Answers:
    """How long answers took, in ms, and what went wrong."""

    ms: list[float] = field(default_factory=list)
    sent: int = 0
    lost: list[str] = field(default_factory=list)


async def changeover(folder: Path, times: int = TIMES, port: int | None = None) -> list[Result]:
    """Promotes and takes back in turn, under load."""
    registry = make(folder / "shop")
    registry.promote(VERSIONS[0])
    redis = EmbeddedRedis(folder / "redis")
    redis.start()
    processes = [RasaProcess(folder / "shop", registry.folder / "current", redis.url) for _ in range(PROCESSES)]
    for number, process in enumerate(processes):
        process.model = process.model / "model.tar.gz"
        if port:
            process.port = port + number
            process.url = f"http://127.0.0.1:{process.port}"
    settle()  # its own pauses are not the servers'
    try:
        for process in processes:
            process.start()
        for process in processes:
            await asyncio.to_thread(process.wait_until_ready)
        return await _measured(processes, registry, times)
    finally:
        for process in processes:
            process.stop()
        redis.stop()


async def _measured(processes: Sequence[RasaProcess], registry: Registry, times: int) -> list[Result]:
    quiet, busy, took, memory, missed = Answers(), Answers(), [], [], 0
    urls = [process.url for process in processes]
    async with session() as http:
        await _load(http, urls, Answers(), 10.0)
        await _load(http, urls, quiet, QUIET_S)
        ended = asyncio.Event()
        loading = asyncio.ensure_future(_load(http, urls, busy, None, ended))
        for number in range(times):
            # Beside the loop: whoever promotes is no customer, and half a second of looking the model over would count for those who wait.
            change = (
                await asyncio.to_thread(registry.promote, VERSIONS[1]) if number % 2 == 0 else await asyncio.to_thread(registry.rollback)
            )
            seconds = await _all_on(urls, change.version)
            took.append(seconds)
            missed += seconds > LONGEST_S
            await asyncio.sleep(BETWEEN_S)
            memory.append(sum(process.memory_kb for process in processes) / 1024)
        ended.set()
        await loading
    p99, before = (statistics.quantiles(each.ms, n=100)[-1] for each in (busy, quiet))
    test = f"{times} promotions and rollbacks, {PROCESSES} processes, {RATE:g} messages/s each"
    growth = memory[-1] - memory[min(3, len(memory) - 1)]
    for problem in (*quiet.lost, *busy.lost):
        print(problem)
    return [
        Result(test, "messages", busy.sent),
        Result(test, "failed or lost", len(busy.lost), "", "0", not busy.lost),
        Result(test, "longest until all are on the new version", max(took), "s", "≤ 10", not missed),
        Result(test, "median answer, quiet", statistics.median(quiet.ms), "ms"),
        Result(test, "median answer", statistics.median(busy.ms), "ms"),
        Result(test, "p99, quiet", before, "ms"),
        Result(test, "p99", p99, "ms"),
        Result(test, "p99 to quiet", p99 / before, "×", "≤ 2", p99 <= 2 * before),
        Result(test, "memory of both after the 4th", memory[min(3, len(memory) - 1)], "MB"),
        Result(test, "memory of both after the last", memory[-1], "MB"),
        Result(test, "memory gained since the 4th", growth, "MB", "flat: ≤ 60", growth <= 60),
    ]


async def _load(
    http: aiohttp.ClientSession, urls: Sequence[str], answers: Answers, seconds: float | None, ended: asyncio.Event | None = None
) -> None:
    """Messages at a rate, each in a new conversation, whether those before are answered or not."""
    tasks: list[asyncio.Future[None]] = []
    begun, rng = time.monotonic(), random.Random(0)
    while (seconds is None or time.monotonic() - begun < seconds) and not (ended and ended.is_set()):
        tasks.append(asyncio.ensure_future(_ask(http, urls[len(tasks) % len(urls)], answers, rng.choice(QUESTIONS))))
        await asyncio.sleep(max(0.0, begun + len(tasks) / (RATE * len(urls)) - time.monotonic()))
    await asyncio.gather(*tasks)


async def _ask(http: aiohttp.ClientSession, url: str, answers: Answers, text: str) -> None:
    answers.sent += 1
    try:
        async with http.post(f"{url}/chat/sessions", json={}) as opened:
            token = (await opened.json())["access_token"]
        started, body = time.monotonic(), {"message_id": uuid.uuid4().hex, "text": text}
        headers = {"Authorization": f"Bearer {token}", "Prefer": "wait=20"}
        while True:
            async with http.post(f"{url}/chat/messages", json=body, headers=headers) as answer:
                said = await answer.text()
            # Accepted, and not answered yet: asked again with the same id, it waits for the same answer.
            if answer.status != 202 or time.monotonic() - started > PATIENCE_S:
                break
        answers.ms.append(1000 * (time.monotonic() - started))
        if answer.status != 200 or "went wrong" in said or '"text"' not in said:
            answers.lost.append(f"{answer.status}: {said[:200]}")
    except (aiohttp.ClientError, asyncio.TimeoutError, KeyError) as error:
        answers.lost.append(repr(error))


async def _all_on(urls: Sequence[str], version: str) -> float:
    """Seconds until all processes serve a version."""
    started = time.monotonic()
    while time.monotonic() - started < 6 * LONGEST_S:
        served = [await asyncio.to_thread(_version, url) for url in urls]
        if all(each == version for each in served):
            break
        await asyncio.sleep(0.1)
    return time.monotonic() - started


def _version(url: str) -> str:
    asked = urllib.request.Request(f"{url}/metrics", headers={"Authorization": f"Bearer {METRICS_TOKEN}"})
    with urllib.request.urlopen(asked, timeout=10) as answer:
        found = re.search(r'heed_served_model\{version="([^"]+)"\} 1', answer.read().decode())
    return found[1] if found else ""
