"""However many uploads come at once, none gets past a limit."""

import asyncio
from collections import Counter

import pytest

from bot.server.files.reservations import IN_HAND, SHARE, Reservations
from bot.server.files.uploads import LARGEST_FILE, MOST_FILES
from bot.server.http.errors import BadRequest
from bot.state.service import Service
from tests.bot.conftest import RedisClient
from tests.support.turns import serving

MB = 1_000_000


async def upload(reservations: Reservations, service: Service, conversation: str, origin: str, size: int, kept_s: float = 60.0) -> int:
    """The status of an upload's answer."""
    try:
        async with reservations.reserve(service.limits, conversation, origin, size) as reserved:
            await asyncio.sleep(0.01)
            reserved.kept_s = kept_s
    except BadRequest as refused:
        return refused.status
    return 201


def test_of_200_at_once_a_conversation_keeps_its_20(state: RedisClient) -> None:
    async def main() -> Counter[int]:
        # Two processes, which share nothing but Redis.
        async with serving() as one, serving() as other:
            tries = [
                upload(Reservations(0, 0), service, "c", f"address {number}", 1_000) for number in range(100) for service in (one, other)
            ]
            return Counter(await asyncio.gather(*tries))

    assert asyncio.run(main()) == {201: MOST_FILES, 409: 200 - MOST_FILES}
    assert all(state.ttl(name) > 0 for name in state.scan_iter())


def test_an_address_and_all_together_have_limits_across_conversations(state: RedisClient) -> None:
    async def main() -> None:
        reservations = Reservations(of_address_mb=20, of_all_mb=50)
        async with serving() as service:

            async def sent(origin: str, count: int) -> Counter[int]:
                return Counter([await upload(reservations, service, f"{origin}-{number}", origin, 5 * MB) for number in range(count)])

            assert await sent("a", 10) == {201: 4, 429: 6}
            assert await sent("b", 10) == {201: 4, 429: 6}
            assert await sent("c", 10) == {201: 2, 429: 8}

    asyncio.run(main())


def test_what_is_not_kept_is_given_back(state: RedisClient) -> None:
    async def main() -> None:
        reservations = Reservations(of_address_mb=10, of_all_mb=10)
        async with serving() as service:
            for number in range(3 * MOST_FILES):
                assert await upload(reservations, service, "c", "a", 5 * MB, kept_s=0) == 201, number
            with pytest.raises(ZeroDivisionError):
                async with reservations.reserve(service.limits, "c", "a", 5 * MB):
                    _ = 1 // 0
            assert Counter([await upload(reservations, service, "c", "a", 5 * MB) for _ in range(4)]) == {201: 2, 429: 2}

    asyncio.run(main())


def test_uploads_of_one_address_do_not_fill_the_memory() -> None:
    reservations = Reservations(0, 0)
    fit = int(SHARE * IN_HAND / LARGEST_FILE)
    held = []
    for _ in range(fit):
        held.append(reservations._memory("a", LARGEST_FILE))
        held[-1].__enter__()
    with pytest.raises(BadRequest, match="on their way"), reservations._memory("a", LARGEST_FILE):
        pass
    with reservations._memory("b", LARGEST_FILE):
        pass
    held[0].__exit__(None, None, None)
    with reservations._memory("a", LARGEST_FILE):
        pass
