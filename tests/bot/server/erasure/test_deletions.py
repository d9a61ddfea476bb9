"""What a customer deleted is gone from logs and reviews, too; what they said since, under the same id, stays."""

import asyncio
import json
from pathlib import Path

import pytest

from bot.retraining.review.session import Session
from bot.reviews.log import read_decisions
from bot.reviews.records import Unsure
from bot.server.erasure import deletions as removing
from bot.server.erasure.deletions import remove_traces, remove_traces_forever
from bot.state.customers import Customers
from bot.state.deletions import Deletions
from bot.state.notices import NoticeBoard
from bot.state.redis.client import Client, connect, disconnect
from bot.state.redis.keys import DELETIONS, key
from bot.state.redis.tasks import end
from bot.workspace import Workspace
from tests.bot.conftest import CONVERSATION, RedisClient
from tests.support.suggested import UNSURE, asked, workspace


def test_traces_are_removed_and_what_came_since_stays(state: RedisClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    log = tmp_path / "data" / "logs" / "live.jsonl"
    log.parent.mkdir(parents=True)
    turns = [{"role": "customer", "text": "Where is it?"}, {"role": "agent", "text": "On its way."}]
    log.write_text("".join(json.dumps({"id": name, "turns": turns}) + "\n" for name in (CONVERSATION, "another")))
    state.rpush(key(CONVERSATION, "events"), json.dumps({"event": "user", "text": "Where is it?"}))
    session = Session([], workspace(tmp_path), "Ana")
    session.accept(Unsure("1", asked("Where is it?", CONVERSATION), (("delivery_time", 0.5),)))
    session.accept(UNSURE)
    session.write()

    async def main() -> None:
        client = connect()
        deletions = Deletions(client)
        await deletions.delete(CONVERSATION)
        assert not state.keys("*{*")
        state.rpush(key(CONVERSATION, "events"), json.dumps({"event": "user", "text": "Hello again"}))
        assert await remove_traces(client, deletions) == 1
        assert await remove_traces(client, deletions) == 0
        await disconnect(client)

    asyncio.run(main())
    assert [json.loads(line)["id"] for line in log.read_text().splitlines()] == ["another"]
    assert state.llen(key(CONVERSATION, "events")) == 1
    assert not state.exists(DELETIONS)
    assert [decision.action for decision in read_decisions(Workspace(tmp_path))] == ["erased", "label"]
    learnt = (tmp_path / "data" / "nlu" / "reviewed.yml").read_text()
    assert "Where is it?" not in learnt
    assert UNSURE.question.text in learnt


def test_what_fails_is_done_again(state: RedisClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(removing, "EVERY_S", 0.01)
    state.zadd(DELETIONS, {CONVERSATION: 1})
    problems = iter([RuntimeError("a bug"), ValueError("another")])

    async def fails(client: Client, deletions: Deletions) -> int:
        if problem := next(problems, None):
            raise problem
        return await remove_traces(client, deletions)

    async def main() -> None:
        client = connect()
        monkeypatch.setattr(removing, "remove_traces", fails)
        task = asyncio.ensure_future(remove_traces_forever(client, Deletions(client), NoticeBoard(client, "a process")))
        while state.exists(DELETIONS):
            assert not task.done()
            await asyncio.sleep(0.01)
        await end([task])
        await disconnect(client)

    asyncio.run(asyncio.wait_for(main(), 60))


def test_what_its_customer_brought_along_and_did_not_delete_stays_in_the_logs(
    state: RedisClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    log, brought = tmp_path / "data" / "logs" / "live.jsonl", "1" * 32
    log.parent.mkdir(parents=True)
    turns = [{"role": "customer", "text": "Where is it?"}, {"role": "agent", "text": "On its way."}]
    log.write_text("".join(json.dumps({"id": name, "turns": turns}) + "\n" for name in (CONVERSATION, brought)))
    state.rpush(key(brought, "events"), json.dumps({"event": "user", "text": "Where is it?"}))

    async def main() -> None:
        client = connect()
        assert await Customers(client).current(CONVERSATION, brought, 1_000) == brought
        deletions = Deletions(client)
        await deletions.delete(CONVERSATION)
        assert await remove_traces(client, deletions) == 1
        await disconnect(client)

    asyncio.run(main())
    assert [json.loads(line)["id"] for line in log.read_text().splitlines()] == [brought]
