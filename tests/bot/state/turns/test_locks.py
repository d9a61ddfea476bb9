"""The lock: one at a time, woken at once, free after a kill, fenced."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.state.connection import Connection
from bot.state.redis.keys import key
from bot.state.turns.commits import TurnLost, TurnTransactions
from bot.state.turns.locks import LIFE_MS
from bot.state.turns.transaction import Tracked, TurnTransaction
from tests.bot.conftest import RedisClient


@asynccontextmanager
async def process() -> AsyncIterator[TurnTransactions]:
    """What one Rasa process has."""
    connection = Connection()
    yield connection.turns
    await connection.close()


def test_only_one_at_a_time_and_nobody_is_left_out(state: RedisClient) -> None:
    inside: list[int] = []

    async def enter(turns: TurnTransactions, number: int) -> None:
        async with turns.open("c"):
            inside.append(number)
            await asyncio.sleep(0.001)
            assert inside[-1] == number

    async def main() -> None:
        async with process() as first, process() as second, process() as third:
            await asyncio.gather(*(enter(turns, number) for number in range(20) for turns in (first, second, third)))

    asyncio.run(main())
    assert len(inside) == 60
    assert all(state.ttl(name) > 0 for name in state.scan_iter())


def test_who_waits_is_woken_and_does_not_poll(state: RedisClient) -> None:
    async def main() -> None:
        async with process() as first, process() as second:
            async with second.open("other"):
                pass  # its subscription stands
            token = await first.locks.acquire("c")
            waiting = asyncio.ensure_future(second.locks.acquire("c"))
            await asyncio.sleep(0.3)
            before = state.info("commandstats")["cmdstat_evalsha"]["calls"]
            await asyncio.sleep(0.3)
            asked = state.info("commandstats")["cmdstat_evalsha"]["calls"] - before
            assert asked <= 1  # the owner's renewal
            await first.locks.release("c", token)
            await asyncio.wait_for(waiting, LIFE_MS / 1000 / 2)  # long before the lock would have run out

    asyncio.run(main())


def test_a_lock_outlives_its_first_life_and_a_dead_owners_is_free(state: RedisClient) -> None:
    async def main() -> None:
        async with process() as first, process() as second:
            token = await first.locks.acquire("c")
            with pytest.raises(asyncio.TimeoutError):
                await asyncio.wait_for(second.locks.acquire("c"), LIFE_MS / 1000 + 1)
            first.locks.forget("c", token)  # as a killed process: nobody prolongs it
            await asyncio.wait_for(second.locks.acquire("c"), LIFE_MS / 1000 + 1)

    asyncio.run(main())


def test_a_turn_that_lost_its_lock_writes_nothing(state: RedisClient) -> None:
    async def main() -> None:
        async with process() as first, process() as second:
            with pytest.raises(TurnLost, match="another process has taken the conversation over"):  # noqa: PT012
                async with first.open("c") as slept:
                    state.delete(key("c", "lock"))  # its life ran out
                    async with second.open("c") as turn:
                        turn.replies.append({"text": "from the second"})
                    slept.replies.append({"text": "from the first"})
                    slept.tracked = Tracked(None, ["{}"], 0, ("v", 0, "[]"), 60, _done)

    asyncio.run(main())
    assert [fields["reply"] for _, fields in state.xrange(key("c", "outbox"))] == ['{"text": "from the second"}']
    assert not state.exists(key("c", "events"))


def test_a_turn_committed_twice_is_written_once(state: RedisClient) -> None:
    async def main() -> None:
        async with process() as turns:
            turn = TurnTransaction("c", await turns.locks.acquire("c"), replies=[{"text": "once"}])
            turn.tracked = Tracked(None, ["{}", "{}"], 0, ("v", 0, "[]"), 60, _done)
            await turns.commit(turn)
            await turns.commit(turn)

    asyncio.run(main())
    assert state.xlen(key("c", "outbox")) == 1
    assert state.llen(key("c", "events")) == 2


def test_events_that_came_meanwhile_are_not_overlooked(state: RedisClient) -> None:
    async def main() -> None:
        async with process() as turns:
            with pytest.raises(TurnLost, match="events were added"):  # noqa: PT012
                async with turns.open("c") as turn:
                    state.rpush(key("c", "events"), "{}")
                    turn.tracked = Tracked(None, ["{}"], 0, None, 60, _done)

    asyncio.run(main())
    assert state.llen(key("c", "events")) == 1


def test_a_turn_that_fails_leaves_no_trace_and_frees_the_lock(state: RedisClient) -> None:
    async def main() -> None:
        async with process() as turns:
            with pytest.raises(RuntimeError):  # noqa: PT012
                async with turns.open("c") as turn:
                    turn.replies.append({"text": "half an answer"})
                    raise RuntimeError("an action failed")

    asyncio.run(main())
    assert list(state.scan_iter()) == []


async def _done() -> None:
    pass
