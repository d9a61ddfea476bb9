"""Where a benchmark of the state runs: a folder with a trained assistant, a real redis-server, real `rasa run` processes."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.results import FOLDER
from bot.state.redis.embedded import EmbeddedRedis
from tests.support.rasa_process import RasaProcess, free_port

RESULTS = FOLDER / "state.json"


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
