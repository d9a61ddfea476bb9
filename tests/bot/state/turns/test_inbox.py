"""The inbox: what is accepted waits once, and is handed to turns in order."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.state.connection import Connection
from bot.state.messages import Inbound, UsedBefore
from bot.state.redis.keys import WORK, key
from bot.state.turns.inbox import Inbox
from bot.state.turns.work_queue import WorkQueue
from tests.bot.conftest import RedisClient


def said(number: int, channel: str = "web") -> Inbound:
    return Inbound("c", f"m{number}", f"message {number}", channel)


@asynccontextmanager
async def inboxes() -> AsyncIterator[Inbox]:
    connection = Connection()
    yield Inbox(connection.client, WorkQueue(connection.client, "process"))
    await connection.close()


def test_a_message_waits_once_and_is_announced_each_time(state: RedisClient) -> None:
    async def main() -> None:
        async with inboxes() as inbox:
            assert [await inbox.accept(said(1)) for _ in range(3)] == [True, False, False]
            assert await inbox.accept(said(1, "another"))
            assert await inbox.accept(said(2), uses="button")
            with pytest.raises(UsedBefore, match="'button'"):
                await inbox.accept(said(3), uses="button")

    asyncio.run(main())
    assert state.xlen(key("c", "inbox")) == 3
    assert state.xlen(WORK) == 5


def test_a_try_is_counted_once_and_an_excused_one_not_at_all(state: RedisClient) -> None:
    async def main() -> None:
        async with inboxes() as inbox:
            assert await inbox.accept(said(1))
            tries = [("first", ""), ("first", ""), ("second", ""), ("third", "second"), ("fourth", "second")]
            taken = [await inbox.take("c", turn, excused) for turn, excused in tries]
            assert [waiting.begun for [waiting] in taken] == [1, 1, 2, 2, 3]

    asyncio.run(main())


def test_typed_messages_of_one_channel_are_taken_together_where_it_has_bursts(state: RedisClient) -> None:
    async def main() -> None:
        async with inboxes() as inbox:
            for inbound in (said(1), said(2), Inbound("c", "b", "/order", "web"), said(3, "another"), said(4)):
                await inbox.accept(inbound)
            assert [waiting.inbound for waiting in await inbox.take("c", "first", burst=True)] == [said(1), said(2)]
            assert await inbox.end_of_burst("c", {"web": 0.01})
            assert not await inbox.end_of_burst("c", {"another": 5.0})
            assert not await inbox.end_of_burst("nobody", {"web": 5.0})

    asyncio.run(main())
