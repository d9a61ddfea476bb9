"""What is accepted is answered: merged, set aside, refused where there is too much of it or no room."""

import asyncio

import pytest

from bot.state.messages import Inbound, TooManyWaiting
from bot.state.reaching import StateUnavailable
from bot.state.redis.keys import WORK, key
from bot.state.turns import inbox as inbox_module
from bot.state.turns.inbox import LONGEST_QUEUE
from bot.state.turns.transaction import TurnTransaction
from tests.bot.conftest import RedisClient
from tests.support.turns import echo, said, serving, texts


def test_a_message_that_lost_its_announcement_is_answered(state: RedisClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox_module, "FORGOTTEN_S", 0.0)

    async def main() -> None:
        async with serving(ready=False) as service:
            await service.accept(said(1))
        state.delete(WORK)
        async with serving() as service:  # looks for such at its start
            assert await texts(service, said(1)) == ["message 1"]

    asyncio.run(main())


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
