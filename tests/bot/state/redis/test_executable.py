"""The newest redis-server is embedded, and none that can't read the data."""

from pathlib import Path

import pytest

from bot.state.redis.executable import redis_server, version
from data.errors import StateError


@pytest.fixture
def on_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A redis-server that is the only one on the PATH."""
    program = tmp_path / "bin" / "redis-server"
    program.parent.mkdir()
    monkeypatch.setenv("PATH", str(program.parent))
    version.cache_clear()
    return program


def say(program: Path, text: str) -> None:
    program.write_text(f"#!/bin/sh\necho '{text}'\n", encoding="utf-8")
    program.chmod(0o755)


@pytest.mark.parametrize(
    ("said", "chosen"),
    [("Redis server v=7.0.15 sha=0", True), ("Redis server v=6.0.16 sha=0", False), ("Redis server v=10.1.0 sha=0", True), ("?", False)],
)
def test_the_one_on_the_path_is_preferred_if_it_is_newer(on_path: Path, said: str, chosen: bool) -> None:
    say(on_path, said)
    assert (redis_server() == str(on_path)) is chosen


def test_the_package_has_one_of_its_own(on_path: Path) -> None:
    assert version(redis_server()) >= (6, 2, 14)


def test_data_of_a_newer_version_is_not_forgotten(on_path: Path, tmp_path: Path) -> None:
    (tmp_path / "data" / "appendonlydir").mkdir(parents=True)
    with pytest.raises(StateError, match="not on the PATH"):
        redis_server(tmp_path / "data")
    say(on_path, "Redis server v=7.2.4 sha=0")
    assert redis_server(tmp_path / "data") == str(on_path)
