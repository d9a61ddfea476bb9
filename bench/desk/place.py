"""A real `rasa run` with a tiny model, a desk, agents, and customers whose words nobody else may read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import redis

from bench.results import FOLDER
from bot.desk.openid.settings import VARIABLE
from bot.state.agents.accounts import Role
from bot.state.redis.embedded import EmbeddedRedis
from tests.support import rasa_process, tiny
from tests.support.agents import add_agents
from tests.support.openid_issuer import SECRET, Issuer, at_issuer, issuing
from tests.support.rasa_process import RasaProcess

RESULTS = FOLDER / "desk.json"


@dataclass(frozen=True)
class Place:
    """What a measure works with.

    Attributes:
        state: a client of its Redis.
        issuer: where agents may have accounts, beside those with passwords.
    """

    server: RasaProcess
    state: redis.Redis
    issuer: Issuer


@contextmanager
def place(folder: Path, roles: dict[str, Role]) -> Iterator[Place]:
    """Starts it all; ends it with the block."""
    port = rasa_process.free_port()
    with issuing() as (issuer, _), pytest.MonkeyPatch.context() as patch:
        patch.setenv(VARIABLE, SECRET)
        desk = json.dumps({"openid": at_issuer(issuer, port)})
        tiny.write(folder, credentials=f"{tiny.UNLIMITED}bot.desk.channel.DeskChannel: {desk}\n")
        with (folder / "endpoints.yml").open("a") as endpoints:
            endpoints.write("handover: {gone_minutes: 1440, silent_minutes: 1440}\n")
        model = rasa_process.train(folder)
        server = EmbeddedRedis(folder / "redis")
        server.start()
        try:
            add_agents(server.url, roles)
            with (
                rasa_process.running(folder, model, server.url, port=port) as process,
                redis.Redis.from_url(server.url, decode_responses=True) as state,
            ):
                yield Place(process, state, issuer)
        finally:
            server.stop()
