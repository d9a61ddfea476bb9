"""Commands that look into Redis: they start none, and blame it for nothing but its own."""

import os
from pathlib import Path

import pytest

from bot.state.redis.embedded import EmbeddedRedis
from bot.state.redis.url import VARIABLE
from tests.bot.conftest import RedisClient
from tests.support.heed_command import heed


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder in which nothing was ever kept, and no other Redis is named."""
    monkeypatch.delenv(VARIABLE, raising=False)
    return tmp_path


def test_looking_starts_no_redis_and_makes_no_folder(folder: Path) -> None:
    listed = heed("conversations", "list", cwd=folder)
    assert (listed.returncode, listed.stdout.splitlines()[-1]) == (0, "0 conversations.")
    for command in (["conversations", "show", "abc"], ["conversations", "export", "out.jsonl"], ["desk", "kim"]):
        shown = heed(*command, cwd=folder)
        assert shown.returncode == 1
        assert f"nothing is kept in {folder}/.heed/redis" in shown.stderr
    assert list(folder.iterdir()) == []


def test_a_redis_that_does_not_run_is_said_so_and_started_only_for_work(folder: Path) -> None:
    server = EmbeddedRedis(folder / ".heed" / "redis")
    server.start()
    joined = heed("conversations", "list", cwd=folder)
    assert joined.returncode == 0, joined.stderr
    server.stop()
    listed = heed("conversations", "list", cwd=folder)
    assert listed.returncode == 1
    assert "doesn't run, since the assistant doesn't; start it with `heed run`" in listed.stderr
    exported = heed("conversations", "export", "out.jsonl", cwd=folder)
    assert exported.returncode == 0, exported.stderr
    assert not server.is_running()


def test_a_missing_folder_is_not_redis_fault(state: RedisClient, tmp_path: Path) -> None:
    shown = heed("conversations", "export", tmp_path / "none" / "out.jsonl", cwd=tmp_path)
    assert shown.returncode == 1
    assert "none/out.jsonl can't be written" in shown.stderr
    assert "Redis" not in shown.stderr


def test_a_file_that_fails_meanwhile_is_not_redis_fault(state: RedisClient, tmp_path: Path) -> None:
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "a.jsonl").symlink_to("/proc/self/mem")  # it opens, and can't be read
    shown = heed("conversations", "erase", "a-1", "--yes", "--logs", tmp_path / "logs", cwd=tmp_path)
    assert shown.returncode == 1
    assert "Redis can't be reached" not in shown.stderr
    assert "Traceback" not in shown.stderr


def test_a_redis_that_is_away_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, "redis://127.0.0.1:1/0")
    shown = heed("conversations", "list", cwd=tmp_path)
    assert shown.returncode == 1
    assert "Redis can't be reached" in shown.stderr


def test_erasing_who_is_not_there_is_an_error(state: RedisClient, tmp_path: Path) -> None:
    shown = heed("conversations", "erase", "nobody-1", "--yes", cwd=tmp_path)
    assert shown.returncode == 1
    assert "nothing is kept of conversation nobody-1" in shown.stderr
    assert os.listdir(tmp_path) == []
