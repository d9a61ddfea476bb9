"""What turns used is charged soon, once, and not lost while Redis is away."""

import asyncio

import pytest
from redis.exceptions import ConnectionError

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
            assert await other.hold(place, "m1", 1, 60.0)
            assert not await other.hold(place, "m2", 1, 60.0)
            for _ in range(3):
                one.charges.charge(name, BUDGET, 4.0)
            one.charges.give_back(place, "m1")
            while not state.exists(name):
                await asyncio.sleep(0.01)
            assert 55 < await other.spend(name, BUDGET, 0) <= 61
            assert await other.hold(place, "m2", 1, 60.0)
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
