"""What turns used is charged soon, once, and not lost while Redis is away."""

import asyncio

import pytest
from redis.exceptions import ConnectionError, TimeoutError

from bot.state.charges import Charges
from bot.state.rate_limits import Budget, Limits, of_address, of_conversation
from bot.state.redis.client import connect, disconnect
from tests.bot.conftest import RedisClient
from tests.support.turns import serving

BUDGET = Budget(6.0)


def test_what_was_used_is_charged_and_places_are_given_back(state: RedisClient) -> None:
    name, place = of_conversation("c", "cpu"), of_address("a", "waiting")

    async def main() -> None:
        async with serving() as one, serving() as other:
            assert await other.limits.hold(place, "m1", 1, 60.0)
            assert not await other.limits.hold(place, "m2", 1, 60.0)
            for _ in range(3):
                one.charges.charge(name, BUDGET, 4.0)
            one.charges.give_back(place, "m1")
            while not state.exists(name):
                await asyncio.sleep(0.01)
            assert 55 < await other.limits.spend(name, BUDGET, 0) <= 61
            assert await other.limits.hold(place, "m2", 1, 60.0)
            one.charges.charge(name, BUDGET, -12.0)  # also what is due when the process ends
        assert not state.exists(name)

    asyncio.run(main())


def test_what_could_not_be_charged_stays_due(state: RedisClient, monkeypatch: pytest.MonkeyPatch) -> None:
    name = of_conversation("c", "cpu")

    async def main() -> None:
        client = connect()
        limits = Limits(client)
        charges = Charges(limits)
        charges.charge(name, BUDGET, 12.0)

        async def away(*_: object, **__: object) -> float:
            raise ConnectionError("away")

        with monkeypatch.context() as patch:
            patch.setattr(limits, "spend", away)
            with pytest.raises(ConnectionError):
                await charges.settle()
        await charges.settle()
        assert 55 < await limits.spend(name, BUDGET, 0) <= 61
        await charges.settle()
        assert 55 < await limits.spend(name, BUDGET, 0) <= 61
        await disconnect(client)

    asyncio.run(main())


def test_what_may_have_been_charged_is_not_charged_again(state: RedisClient, monkeypatch: pytest.MonkeyPatch) -> None:
    name = of_conversation("c", "cpu")

    async def main() -> None:
        client = connect()
        limits = Limits(client)
        charges, spend = Charges(limits), limits.spend
        done = asyncio.Event()

        async def silent(*given: object, **named: object) -> float:
            await spend(*given, **named)  # type: ignore[arg-type]
            raise TimeoutError("no answer came")

        async def hanging(*given: object, **named: object) -> float:
            await spend(*given, **named)  # type: ignore[arg-type]
            done.set()
            await asyncio.sleep(60)
            return 0.0

        charges.charge(name, BUDGET, 6.0)
        with monkeypatch.context() as patch:
            patch.setattr(limits, "spend", silent)
            with pytest.raises(TimeoutError):
                await charges.settle()
            patch.setattr(limits, "spend", hanging)
            charges.charge(name, BUDGET, 6.0)
            settling = asyncio.ensure_future(charges.settle())
            await done.wait()
            settling.cancel()
            await asyncio.wait([settling])
        await charges.settle()
        assert 55 < await spend(name, BUDGET, 0) <= 61
        await disconnect(client)

    asyncio.run(main())


def test_what_one_part_of_redis_refuses_holds_up_nothing_else(state: RedisClient, monkeypatch: pytest.MonkeyPatch) -> None:
    places = [of_address(each, "waiting") for each in "abcdef"]
    names = [of_conversation(each, "cpu") for each in "abcdef"]

    async def main() -> None:
        client = connect()
        limits = Limits(client)
        charges = Charges(limits)
        spend, release = limits.spend, limits.release

        async def spend_elsewhere(name: str, budget: Budget, amount: float = 1.0, happened: bool = False) -> float:
            if name == names[2]:
                raise ConnectionError("this part is away")
            return await spend(name, budget, amount, happened)

        async def release_elsewhere(name: str, who: str) -> None:
            if name == places[2]:
                raise ConnectionError("that part is away")
            await release(name, who)

        for place, name in zip(places, names):
            assert await limits.hold(place, "m", 1, 60.0)
            charges.charge(name, BUDGET, 12.0)
            charges.give_back(place, "m")
        with monkeypatch.context() as patch:
            patch.setattr(limits, "spend", spend_elsewhere)
            patch.setattr(limits, "release", release_elsewhere)
            with pytest.raises(ConnectionError, match="that part"):
                await charges.settle()
        assert [bool(state.exists(each)) for each in names] == [each != names[2] for each in names]
        assert [bool(state.exists(each)) for each in places] == [each == places[2] for each in places]
        await charges.settle()
        assert state.exists(names[2])
        assert not state.exists(places[2])
        await disconnect(client)

    asyncio.run(main())


def test_a_process_that_ends_charges_what_is_due_though_it_cant_count(state: RedisClient, monkeypatch: pytest.MonkeyPatch) -> None:
    name = of_conversation("c", "cpu")

    async def away() -> None:
        raise ConnectionError("away")

    async def main() -> None:
        async with serving() as service:
            monkeypatch.setattr(service.counting, "flush", away)
            service.charges.charge(name, BUDGET, 12.0)
        assert state.exists(name)

    asyncio.run(main())
