from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import redis

from bot.state.redis.embedded import EmbeddedRedis
from data.errors import StateError


def client(server: EmbeddedRedis) -> "redis.Redis[str]":
    return redis.Redis(unix_socket_path=str(server.socket), decode_responses=True)


def test_it_starts_keeps_its_data_and_stops(tmp_path: Path) -> None:
    server = EmbeddedRedis(tmp_path / "state")
    server.start()
    with client(server) as connection:
        connection.set("kept", "yes")
        assert connection.config_get("appendonly") == {"appendonly": "yes"}
    place = server.socket
    server.stop()
    assert not place.parent.exists()
    with pytest.raises(StateError, match="no embedded Redis was started"):
        server.socket  # noqa: B018
    server.start()
    try:
        with client(server) as connection:
            assert connection.get("kept") == "yes"
    finally:
        server.stop()


def test_a_second_one_joins_the_first_and_leaves_it_running(tmp_path: Path) -> None:
    first, second = EmbeddedRedis(tmp_path), EmbeddedRedis(tmp_path)
    first.start()
    try:
        second.start()
        second.stop()
        with client(first) as connection:
            assert connection.ping()
    finally:
        first.stop()


def test_a_server_that_cannot_start_names_its_log(tmp_path: Path) -> None:
    (tmp_path / "appendonly.aof").write_bytes(b"no append-only file\n" * 10)
    with pytest.raises(StateError, match=r"did not start; see .*redis\.log, or name a server of your own in REDIS_URL"):
        EmbeddedRedis(tmp_path).start()


def test_of_several_that_start_at_once_one_does_and_the_others_join_it(tmp_path: Path) -> None:
    servers = [EmbeddedRedis(tmp_path / "state") for _ in range(4)]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(EmbeddedRedis.start, servers))
    try:
        assert sum(bool(server.pid) for server in servers) == 1
        assert len({server.url for server in servers}) == 1
    finally:
        for server in servers:
            server.stop()


def test_a_server_that_lost_its_socket_keeps_its_files_to_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = EmbeddedRedis(tmp_path / "state")
    first.start()
    try:
        first.socket.unlink()
        monkeypatch.setattr("bot.state.redis.embedded.START_S", 0.3)
        with pytest.raises(StateError, match="did not start"):
            EmbeddedRedis(tmp_path / "state").start()
    finally:
        first.stop()
