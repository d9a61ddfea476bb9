"""A real `rasa run` with a tiny model, a desk, agents, and customers whose words nobody else may read."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import redis

from bench.results import FOLDER
from bot.state.agents.accounts import Role
from bot.state.redis.embedded import EmbeddedRedis
from tests.support import tiny
from tests.support.agents import add_agents
from tests.support.rasa_process import RasaProcess, running

RESULTS = FOLDER / "desk.json"


@dataclass(frozen=True)
class Place:
    """What a measure works with.

    Attributes:
        state: a client of its Redis.
    """

    server: RasaProcess
    state: redis.Redis


@contextmanager
def place(folder: Path, roles: dict[str, Role]) -> Iterator[Place]:
    """Starts it all; ends it with the block."""
    tiny.write(folder, credentials=tiny.UNLIMITED + "bot.desk.channel.DeskChannel:\n")
    with (folder / "endpoints.yml").open("a") as endpoints:
        endpoints.write("handover: {gone_minutes: 1440, silent_minutes: 1440}\n")
    from tests.support import rasa_process

    model = rasa_process.train(folder)
    server = EmbeddedRedis(folder / "redis")
    server.start()
    try:
        add_agents(server.url, roles)
        with running(folder, model, server.url) as process, redis.Redis.from_url(server.url, decode_responses=True) as state:
            yield Place(process, state)
    finally:
        server.stop()
