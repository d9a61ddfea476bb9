"""`heed desk`, by what an agent types."""

import asyncio
import io
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli.desk import commands as desk_commands
from bot.cli.desk.commands import Session, act
from bot.cli.desk.desk import desk
from bot.cli.output.terminal import Terminal
from bot.cli.sessions.conversation_ids import short_ids
from bot.desk.audit import AuditLog
from bot.server.http.secrets import server_key
from bot.state.redis.client import connect, disconnect
from bot.state.redis.keys import AGENTS, key
from data.errors import DataError
from tests.bot.conftest import RedisClient
from tests.bot.state.test_desk import asks, hand_over
from tests.support.heed_command import heed
from tests.support.turns import said, serving, texts


@pytest.fixture
def shown() -> io.StringIO:
    return io.StringIO()


def test_a_customer_is_taken_over_answered_and_handed_back(state: RedisClient, shown: io.StringIO) -> None:
    terminal = Terminal()
    terminal.file, terminal.width = shown, 160

    async def main() -> None:
        async with serving(hand_over) as service:
            client = connect()
            session = Session.of(client, "mia", "Mia", terminal)
            with pytest.raises(DataError, match="nobody waits"):
                await act(session, "take")
            with pytest.raises(DataError, match="no conversation is open"):
                await act(session, "hello?")
            await service.accept(asks())
            await texts(service, asks())
            await service.accept(said(2), {"text": "message 2"})
            for line in ("list", "take 1", "Hello, this is Mia.", "note check the order", "say list of things", "", "show"):
                assert await act(session, line)
            await service.accept(said(3), {"text": "message 3"})
            assert [event.content["text"] for event in await session.news() if event.kind == "customer"] == ["message 3"]
            assert await act(session, "back")
            assert (await service.desk.owner("c")).owner == "assistant"
            await act(session, "take c")
            await act(session, "transfer noah")
            assert (await service.desk.owner("c")).agent == "noah"
            assert not await act(session, "quit")
            await disconnect(client)

    asyncio.run(main())
    text = shown.getvalue()
    assert "Where is it?" in text
    assert "agent mia Hello, this is Mia." in text
    assert "note by mia check the order" in text
    assert "agent mia list of things" in text


def test_agents_are_added_and_removed_and_the_log_is_checked(state: RedisClient, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, password: str = "") -> str:
        return CliRunner().invoke(desk, arguments, input=password, catch_exceptions=False).output

    with pytest.raises(DataError, match="10 to 200"):
        run("agents", "add", "mia", password="short\n")
    run("agents", "add", "mia", "--name", "Mia", "--role", "lead", password="correct horse\n")
    first = json.loads(state.hget(AGENTS, "mia") or "")
    assert "Mia" in run("agents", "list")
    assert "correct" not in str(first)
    run("agents", "password", "mia", password="another horse\n")
    second = json.loads(state.hget(AGENTS, "mia") or "")
    assert first["stamp"] != second["stamp"]
    assert first["password"] != second["password"]
    run("agents", "remove", "mia")
    assert not state.hgetall(AGENTS)
    with pytest.raises(DataError, match="no agent 'mia'"):
        run("agents", "remove", "mia")

    log = AuditLog(server_key())
    state.rpush(key("c1", "events"), "{}")
    asyncio.run(log.note("mia", "look", "c1"))
    asyncio.run(log.note("noah", "look", "c2"))
    shown = run("audit", "--conversation", "c")
    assert "c1" in shown
    assert "noah" not in shown
    assert "The last line is number 2" in shown
    [file] = log.files()
    file.write_text(file.read_text().replace("mia", "eve"))
    with pytest.raises(DataError, match="was changed"):
        run("audit")


def test_short_ids_are_unique_beginnings() -> None:
    assert short_ids(["abcdef01", "abcdef11", "abcdefx", "z"]) == {
        "abcdef01": "abcdef0",
        "abcdef11": "abcdef1",
        "abcdefx": "abcdefx",
        "z": "z",
    }


def test_a_wrong_name_is_refused() -> None:
    assert "an agent's id must be" in heed("desk", "mia smith").stderr
    assert desk_commands.HELP.startswith("list")
