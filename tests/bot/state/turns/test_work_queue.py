"""The work queue: each announcement goes to one process, and to another if that one dies."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.state.connection import Connection
from bot.state.redis.keys import WORK, WORKERS
from bot.state.turns import work_queue
from bot.state.turns.work_queue import WorkQueue
from tests.bot.conftest import RedisClient


@asynccontextmanager
async def queues() -> AsyncIterator[tuple[WorkQueue, WorkQueue]]:
    """Those of two processes. The first read makes the group, and finds nothing."""
    connection = Connection()
    one, other = WorkQueue(connection.client, "one"), WorkQueue(connection.client, "other")
    assert await one.announced() == []
    yield one, other
    await connection.close()


def test_an_announcement_goes_to_one_process_and_is_gone_when_finished(state: RedisClient) -> None:
    async def main() -> None:
        async with queues() as (one, other):
            await one.announce("a")
            await one.announce("b")
            depth, age_s = await other.depth()
            assert depth == 2
            assert 0 <= age_s < 60
            [first], [second] = await one.announced(), await other.announced()
            assert (first.conversation, second.conversation) == ("a", "b")
            assert await other.announced() == []
            await one.finish([first.entry])
            await other.finish([second.entry])
            assert await one.depth() == (0, 0.0)
            assert state.xpending(WORK, WORKERS)["pending"] == 0
            assert state.ttl(WORK) > 0

    asyncio.run(main())


def test_what_is_not_kept_is_another_processs(state: RedisClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work_queue, "ABANDONED_MS", 500)

    async def main() -> None:
        async with queues() as (one, other):
            await one.announce("a")
            [announcement] = await one.announced()
            for _ in range(4):  # longer than it takes to be abandoned
                await asyncio.sleep(0.2)
                await one.keep([announcement.entry])
                assert await other.abandoned(10) == []
            await asyncio.sleep(0.7)
            assert await other.abandoned(10) == [announcement]

    asyncio.run(main())


@pytest.mark.usefixtures("state")
def test_before_there_is_a_group_nothing_is_abandoned() -> None:
    async def main() -> None:
        connection = Connection()
        assert await WorkQueue(connection.client, "one").abandoned(10) == []
        await connection.close()

    asyncio.run(main())


def test_processes_that_are_gone_are_forgotten_unless_they_left_something(state: RedisClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work_queue, "DAY_S", 0)

    async def main() -> None:
        async with queues() as (one, other):
            await one.announce("a")
            assert await other.announced()
            await asyncio.sleep(0.05)
            await one.remove_dead_consumers()
            assert [consumer["name"] for consumer in state.xinfo_consumers(WORK, WORKERS)] == ["other"]

    asyncio.run(main())
