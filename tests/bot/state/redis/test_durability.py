"""A server that would forget what it acknowledged is warned about."""

import asyncio

import pytest

from bot.state.redis.client import connect, disconnect
from bot.state.redis.durability import weaknesses
from tests.bot.conftest import RedisClient


def found() -> list[str]:
    async def look() -> list[str]:
        client = connect()
        try:
            return await weaknesses(client)
        finally:
            await disconnect(client)

    return asyncio.run(look())


def test_the_embedded_server_lacks_nothing(state: RedisClient) -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("setting", "weak", "good", "warning"),
    [
        ("appendonly", "no", "yes", "appendonly is off: accepted messages are lost when Redis restarts; set `appendonly yes`"),
        ("appendfsync", "no", "everysec", "appendfsync is no"),
    ],
)
def test_each_weakness_is_named_with_its_remedy(state: RedisClient, setting: str, weak: str, good: str, warning: str) -> None:
    state.config_set(setting, weak)
    try:
        [sentence] = found()
        assert sentence.startswith(warning)
    finally:
        state.config_set(setting, good)


def test_a_server_that_drops_keys_when_full_is_named(state: RedisClient) -> None:
    state.config_set("maxmemory", "100000000")
    state.config_set("maxmemory-policy", "allkeys-lru")
    try:
        [sentence] = found()
        assert "maxmemory-policy is allkeys-lru" in sentence
        assert "set noeviction" in sentence
    finally:
        state.config_set("maxmemory-policy", "noeviction")
        state.config_set("maxmemory", "0")
