"""A real redis-server, and keys and a visitor of the web channel, for the tests of `bot`."""

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from bot.channels.web.tokens import Tokens, Visitor
from bot.server.files.uploads import Files
from bot.state.redis.embedded import EmbeddedRedis
from bot.state.redis.url import VARIABLE

CONVERSATION = "0123456789abcdef" * 2
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


@pytest.fixture
def tokens() -> Tokens:
    return Tokens(secrets.token_bytes(32), b"a secret that the site's backend knows")


@pytest.fixture
def visitor() -> Visitor:
    return Visitor(CONVERSATION, "zh-CN", 2e9)


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path / "uploads")
