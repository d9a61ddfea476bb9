"""The password in a file, changed while conversations go on."""

import asyncio
from pathlib import Path

import pytest

from bot.state.redis.client import connect, redis_url
from bot.state.redis.url import PASSWORD_FILE, VARIABLE
from data.errors import SettingsError
from tests.bot.conftest import EmbeddedRedis, RedisClient
from tests.support.turns import said, serving, texts

SAFE = ("~heed:*", "&heed:*", "+@all", "-@dangerous")


def test_another_password_is_taken_from_the_file_without_a_restart(
    state: RedisClient, redis_server: EmbeddedRedis, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "password"
    file.write_text("old\n")
    monkeypatch.setenv(VARIABLE, f"unix://heed@{redis_server.socket}")
    monkeypatch.setenv(PASSWORD_FILE, str(file))
    state.execute_command("ACL", "SETUSER", "heed", "reset", "on", ">old", *SAFE)

    async def main() -> None:
        async with serving() as service:
            await service.accept(said(1))
            assert await texts(service, said(1)) == ["message 1"]
            state.execute_command("ACL", "SETUSER", "heed", ">new", "<old")
            state.execute_command("CLIENT", "KILL", "USER", "heed")
            while service.redis_ready:  # the file still has the old one
                await asyncio.sleep(0.02)
            file.write_text("new\n")
            while not service.redis_ready:
                await asyncio.sleep(0.02)
            await service.accept(said(2))
            assert await texts(service, said(2)) == ["message 2"]

    asyncio.run(main())
    state.execute_command("ACL", "DELUSER", "heed")


def test_what_is_set_wrongly_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PASSWORD_FILE, str(tmp_path / "none"))
    monkeypatch.delenv(VARIABLE, raising=False)
    with pytest.raises(SettingsError, match="REDIS_PASSWORD_FILE is for the Redis that REDIS_URL names"):
        redis_url()
    with pytest.raises(SettingsError, match="none, which REDIS_PASSWORD_FILE names, can't be read"):
        connect("redis://127.0.0.1:1/0")
    (tmp_path / "none").write_text("secret")
    with pytest.raises(SettingsError, match="leave the one in REDIS_URL out"):
        connect("redis://:another@127.0.0.1:1/0")
