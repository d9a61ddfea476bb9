"""A real redis-server for the tests of session state."""

from collections.abc import Iterator

import pytest
import redis

from bot.state.connection import VARIABLE
from bot.state.embedded import EmbeddedRedis

RedisClient = redis.Redis


@pytest.fixture(scope="session")
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedRedis]:
    server = EmbeddedRedis(tmp_path_factory.mktemp("redis"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def state(redis_server: EmbeddedRedis, monkeypatch: pytest.MonkeyPatch) -> Iterator[RedisClient]:
    """An empty Redis that REDIS_URL names, and a plain client to look into it."""
    monkeypatch.setenv(VARIABLE, redis_server.url)
    with redis.Redis.from_url(redis_server.url, decode_responses=True) as client:
        client.flushall()
        yield client
