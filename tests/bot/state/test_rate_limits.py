"""Budgets and places, counted for all processes together."""

import asyncio

from bot.state.rate_limits import Budget, of_address, of_conversation
from tests.bot.conftest import RedisClient
from tests.support.turns import serving


def test_a_budget_is_spent_at_once_and_comes_back_slowly(state: RedisClient) -> None:
    name, budget = of_address("a", "bytes"), Budget(1_000.0, 3_600.0)

    async def main() -> None:
        async with serving() as one, serving() as other:
            waits = await asyncio.gather(*(service.limits.spend(name, budget, 100) for _ in range(10) for service in (one, other)))
            assert waits.count(0.0) == 10
            assert all(wait == 0 or 300 < wait <= 361 for wait in waits)
            await one.limits.spend(name, budget, -100)
            assert await other.limits.spend(name, budget, 100) == 0
            assert await other.limits.spend(of_address("b", "bytes"), budget, 1_000) == 0
            assert await other.limits.spend(of_address("b", "bytes"), Budget(0), 1e12) == 0

    asyncio.run(main())
    assert all(state.ttl(name) > 0 for name in state.scan_iter())


def test_what_happened_may_overdraw_a_budget(state: RedisClient) -> None:
    name, budget = of_conversation("c", "cpu"), Budget(6.0)

    async def main() -> None:
        async with serving() as service:
            assert await service.limits.spend(name, budget, 0) == 0
            for _ in range(3):
                assert await service.limits.spend(name, budget, 4.0, happened=True) == 0
            assert 55 < await service.limits.spend(name, budget, 0) <= 61
            await service.limits.spend(name, budget, -12.0, happened=True)

    asyncio.run(main())
    assert not state.exists(name)


def test_places_are_few_kept_and_fall_vacant(state: RedisClient) -> None:
    name = of_conversation("c", "streams")

    async def main() -> None:
        async with serving() as one, serving() as other:
            got = await asyncio.gather(*(service.limits.hold(name, f"{number}", 3, 60) for number, service in enumerate([one, other] * 10)))
            assert got.count(True) == 3
            holder = str(got.index(True))
            assert await other.limits.hold(name, holder, 3, 0.2)
            assert not await one.limits.hold(name, "another", 3, 60)
            await asyncio.sleep(0.3)
            assert await one.limits.hold(name, "another", 3, 60)
            await one.limits.release(name, "another")
            assert await other.limits.hold(name, "the next", 3, 60)
            assert await other.limits.hold(name, "any number", 0, 60)

    asyncio.run(main())
    assert all(state.ttl(name) > 0 for name in state.scan_iter())
