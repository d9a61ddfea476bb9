"""Real `rasa run` processes with all messaging channels on one Redis, and a stand-in for each platform."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import redis

from bench.messaging.preforked import Prefork, PreforkedRasa
from bench.results import FOLDER
from bot.state.redis.embedded import EmbeddedRedis
from tests.support import tiny
from tests.support.messaging.kit import Kit
from tests.support.messaging.kits import SHIPPED
from tests.support.messaging.platform import Platform, platform
from tests.support.messaging.wechat import WeChatKit
from tests.support.rasa_process import RasaProcess

# WeChat's deliveries wait for their reply, as long as they do if nothing else is set.
WAITS_S = 3.5
RESULTS = FOLDER / "messaging.json"


@dataclass
class Place:
    """What a measure works with. `servers` are ready."""

    servers: list[RasaProcess]
    platforms: dict[str, Platform]
    state: redis.Redis
    kits: list[Kit]


@contextmanager
def place(folder: Path, processes: int, passive: bool, killed: bool) -> Iterator[Place]:
    """Starts it all; ends it with the block.

    Args:
        passive: whether WeChat's deliveries wait for their reply.
        killed: whether the processes are killed and started again, many times.
    """
    kits = [kit.fresh() for kit in SHIPPED]
    for kit in kits:
        if passive and isinstance(kit, WeChatKit):
            kit.passive_seconds = WAITS_S
    with ExitStack() as stack:
        platforms = {kit.channel: stack.enter_context(platform(kit.usual, kit.shown, kit.platform_type)) for kit in kits}
        model = tiny.train(folder)
        settings = {kit.path: kit.credentials(platforms[kit.channel].url) for kit in kits}
        (folder / "credentials.yml").write_text(json.dumps({**settings, "bot.channels.health.HealthChannel": None}))
        for kit in kits:
            os.environ.update(kit.environment)
        embedded = EmbeddedRedis(folder / "redis")
        embedded.start()
        stack.callback(embedded.stop)
        client = stack.enter_context(redis.Redis.from_url(embedded.url, decode_responses=True))
        if killed:
            prefork = Prefork(model)
            stack.callback(prefork.close)
            servers: list[RasaProcess] = [PreforkedRasa(prefork, folder, model, embedded.url) for _ in range(processes)]
        else:
            servers = [RasaProcess(folder, model, embedded.url) for _ in range(processes)]
        for server in servers:
            stack.callback(server.stop)
            server.start()
        for server in servers:
            server.wait_until_ready()
        yield Place(servers, platforms, client, kits)
