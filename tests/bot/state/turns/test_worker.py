"""From accept to answer: once, in order, side by side, taken over, given up."""

import asyncio
import json

import pytest

from bot.state.messages import Inbound
from bot.state.redis.keys import WORK, WORKERS, key
from bot.state.turns import work_queue
from bot.state.turns.locks import Locks
from bot.state.turns.transaction import TurnTransaction
from tests.bot.conftest import RedisClient
from tests.support.turns import PATIENCE_S, echo, finished, said, serving, texts


def test_an_accepted_message_is_answered_once_however_often_it_is_sent(state: RedisClient) -> None:
    async def main() -> None:
        async with serving() as one, serving() as other:
            await asyncio.gather(*(service.accept(said(1)) for service in (one, other) for _ in range(5)))
            assert await texts(one, said(1)) == ["message 1"]
            await other.accept(said(1))
            assert await texts(other, said(1)) == ["message 1"]
            await one.accept(Inbound("c", "m1", "message 1", channel="another"))
            await asyncio.wait_for(finished(state), PATIENCE_S)

    asyncio.run(main())
    assert state.xlen(key("c", "outbox")) == 2  # another channel's message is another message
    assert not state.exists(key("c", "inbox"))
    assert all(state.ttl(name) > 0 for name in state.scan_iter())


def test_a_message_that_comes_during_a_turn_has_the_next_one_and_none_is_opened_for_nothing(
    state: RedisClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    turns: list[TurnTransaction] = []
    opened = []
    acquire = Locks.acquire

    async def counted(self: Locks, conversation: str) -> str:
        opened.append(conversation)
        return await acquire(self, conversation)

    async def main() -> None:
        async def answer(turn: TurnTransaction) -> None:
            turns.append(turn)
            if len(turns) == 1:
                await service.accept(said(2))
            await echo(turn)

        async with serving(answer) as service:
            await service.accept(said(1))
            assert await texts(service, said(2)) == ["message 2"]
            await asyncio.wait_for(finished(state), PATIENCE_S)
            before = len(opened)
            await service.accept(said(3))
            assert await texts(service, said(3)) == ["message 3"]
            await asyncio.wait_for(finished(state), PATIENCE_S)
            assert len(opened) == before + 1

    monkeypatch.setattr(Locks, "acquire", counted)
    asyncio.run(main())
    assert [turn.emptied for turn in turns] == [False, True, True]
    assert not state.exists(key("c", "lock"), key("c", "fence"), key("c", "inbox"))


def test_messages_of_a_conversation_keep_their_order_in_all_processes(state: RedisClient) -> None:
    running = 0

    async def slow(turn: TurnTransaction) -> None:
        nonlocal running
        running += 1
        assert running == 1
        await asyncio.sleep(0.002)
        running -= 1
        await echo(turn)

    async def main() -> None:
        async with serving(slow) as one, serving(slow) as two, serving(slow) as three:
            for number in range(60):
                await (one, two, three)[number % 3].accept(said(number))
            assert await texts(one, said(59)) == ["message 59"]
            replies = await one.events("c")
            assert [reply.to for reply in replies] == [f"m{number}" for number in range(60)]
            assert [reply.to for reply in await two.events("c", replies[57].id)] == ["m58", "m59"]

    asyncio.run(main())


def test_different_conversations_go_side_by_side(state: RedisClient) -> None:
    async def main() -> None:
        meeting = asyncio.Event()
        present: list[str] = []

        async def meet(turn: TurnTransaction) -> None:
            present.append(turn.conversation)
            if len(present) == 5:
                meeting.set()
            await meeting.wait()
            await echo(turn)

        async with serving(meet) as service:
            await asyncio.gather(*(service.accept(said(1, name)) for name in "abcde"))
            for name in "abcde":
                assert await texts(service, said(1, name))

    asyncio.run(main())


def test_what_a_dead_process_left_is_taken_over(state: RedisClient, monkeypatch: pytest.MonkeyPatch) -> None:
    async def main() -> None:
        async with serving(ready=False) as dead:
            await dead.accept(said(1))
        state.xgroup_create(WORK, WORKERS, id="0")
        state.xreadgroup(WORKERS, "dead", {WORK: ">"})
        async with serving() as service:
            assert await texts(service, said(1)) == ["message 1"]
            await asyncio.wait_for(finished(state), PATIENCE_S)

    asyncio.run(main())


def test_a_turn_longer_than_any_time_out_is_not_taken_over(state: RedisClient) -> None:
    begun: list[str] = []

    async def long(turn: TurnTransaction) -> None:
        begun.append(turn.messages[0].inbound.message_id)
        await asyncio.sleep(work_queue.ABANDONED_MS / 1000 + 2)
        await echo(turn)

    async def main() -> None:
        async with serving(long) as one, serving(long):
            await one.accept(said(1))
            assert await texts(one, said(1)) == ["message 1"]

    asyncio.run(main())
    assert begun == ["m1"]


def test_a_poisonous_message_is_given_up_after_three_tries_and_the_next_is_answered(state: RedisClient) -> None:
    tries = 0

    async def choke(turn: TurnTransaction) -> None:
        nonlocal tries
        if turn.messages[0].inbound.text == "message poison":
            tries += 1
            raise RuntimeError("can't swallow this")
        await echo(turn)

    async def main() -> None:
        async with serving(choke) as service:
            await service.accept(said("poison"))
            await service.accept(said("good"))
            assert await texts(service, said("poison")) == ["sorry"]
            assert await texts(service, said("good")) == ["message good"]
            assert b"heed_dead_letters_total 1.0" in await service.exposition()

    asyncio.run(main())
    assert tries == 3
    [(_, letter)] = state.xrange(key("c", "dead"))
    assert json.loads(letter["message"])["text"] == "message poison"
    assert state.ttl(key("c", "dead")) > 0
