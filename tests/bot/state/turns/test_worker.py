"""From accept to answer: once, in order, side by side, taken over, given up, merged."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from bot.state.connection import Connection
from bot.state.messages import Inbound, TooManyWaiting
from bot.state.redis.keys import WORK, WORKERS, key
from bot.state.service import Service, StateUnavailable
from bot.state.turns import inbox as inbox_module
from bot.state.turns import work_queue
from bot.state.turns.inbox import LONGEST_QUEUE
from bot.state.turns.transaction import TurnTransaction
from tests.bot.conftest import RedisClient

PATIENCE_S = 60.0


def said(number: int | str, conversation: str = "c") -> Inbound:
    return Inbound(conversation, f"m{number}", f"message {number}", "web")


async def at_once() -> None:
    """The model is loaded."""


async def echo(turn: TurnTransaction) -> None:
    """Says what was said."""
    turn.replies.append({"text": " + ".join(message.inbound.text for message in turn.messages)})


async def never() -> None:
    """The model doesn't come."""
    await asyncio.Event().wait()


async def sorry(turn: TurnTransaction) -> None:
    turn.replies.append({"text": "sorry"})


@asynccontextmanager
async def serving(
    answer: Callable[[TurnTransaction], Awaitable[None]] = echo, burst_s: float = 0.0, ready: bool = True
) -> AsyncIterator[Service]:
    """The state of one process, with Rasa replaced by a function."""
    service = Service(answer, sorry, at_once if ready else never, {"web": burst_s}, Connection())
    await service.start()
    try:
        yield service
    finally:
        await service.stop()
        await service.close()


async def texts(service: Service, inbound: Inbound) -> list[str] | None:
    replies = await service.answer(inbound, PATIENCE_S)
    return replies and [reply.content["text"] for reply in replies]


async def finished(state: RedisClient) -> None:
    """Waits until no announcement is left."""
    while state.xlen(WORK):
        await asyncio.sleep(0.01)


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


def test_a_message_that_lost_its_announcement_is_answered(state: RedisClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox_module, "FORGOTTEN_S", 0.0)

    async def main() -> None:
        async with serving(ready=False) as service:
            await service.accept(said(1))
        state.delete(WORK)
        async with serving() as service:  # looks for such at its start
            assert await texts(service, said(1)) == ["message 1"]

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


def test_a_message_that_cannot_be_read_is_set_aside_and_the_next_is_answered(state: RedisClient) -> None:
    async def main() -> None:
        state.xadd(key("c", "inbox"), {"message": "no JSON", "typed": "1"})
        async with serving() as service:
            await service.accept(said(1))
            assert await texts(service, said(1)) == ["message 1"]

    asyncio.run(main())
    [record] = state.lrange(key("c", "quarantine"), 0, -1)
    assert "no JSON" in record
    assert state.ttl(key("c", "quarantine")) > 0
    assert not state.exists(key("c", "tries"))


def test_a_burst_is_one_turn_but_a_button_is_its_own(state: RedisClient) -> None:
    async def main() -> None:
        async with serving(burst_s=0.3) as service:
            for number in range(3):
                await service.accept(said(number))
            await service.accept(Inbound("c", "b", "/track_order", "web"))
            await service.accept(said(4))
            for number in range(3):
                assert await texts(service, said(number)) == ["message 0 + message 1 + message 2"]
            assert await texts(service, Inbound("c", "b", "", "web")) == ["/track_order"]
            assert await texts(service, said(4)) == ["message 4"]

    asyncio.run(main())
    assert state.xlen(key("c", "outbox")) == 3


def test_only_a_channel_with_bursts_has_them_and_channels_are_never_merged(state: RedisClient) -> None:
    async def main() -> None:
        def other(number: int) -> Inbound:
            return Inbound("c", f"o{number}", f"other {number}", "other")

        async with serving(burst_s=0.3) as service:
            for inbound in (said(0), said(1), other(0), other(1), said(2)):
                await service.accept(inbound)
            assert await texts(service, said(0)) == await texts(service, said(1)) == ["message 0 + message 1"]
            assert [await texts(service, other(number)) for number in range(2)] == [["other 0"], ["other 1"]]
            assert await texts(service, said(2)) == ["message 2"]

    asyncio.run(main())


def test_a_flood_is_refused_and_does_not_hold_up_others(state: RedisClient) -> None:
    async def main() -> None:
        flooded = asyncio.Event()

        async def stuck(turn: TurnTransaction) -> None:
            if turn.conversation == "c":
                await flooded.wait()
            await echo(turn)

        async with serving(stuck) as service:
            for number in range(LONGEST_QUEUE):
                await service.accept(said(number))
            with pytest.raises(TooManyWaiting, match="100 messages of this conversation wait"):
                await service.accept(said("one too many"))
            await service.accept(said(1, "other"))
            assert await texts(service, said(1, "other")) == ["message 1"]
            flooded.set()
            assert await texts(service, said(LONGEST_QUEUE - 1))

    asyncio.run(main())


def test_a_full_redis_accepts_nothing_and_says_so(state: RedisClient) -> None:
    async def main() -> None:
        async with serving() as service:
            await service.accept(said(1))
            assert await texts(service, said(1)) == ["message 1"]
            state.config_set("maxmemory", 1)
            try:
                with pytest.raises(StateUnavailable):
                    await service.accept(said(2))
                while service.redis_ready:
                    await asyncio.sleep(0.05)
            finally:
                state.config_set("maxmemory", 0)
            while not service.redis_ready:
                await asyncio.sleep(0.05)
            await service.accept(said(2))
            assert await texts(service, said(2)) == ["message 2"]

    asyncio.run(main())
    assert state.xlen(key("c", "outbox")) == 2
