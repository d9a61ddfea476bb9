"""Replies in the response to a delivery: each open request takes one, and none is lost between waiting and sending."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.state.deliveries.passive import PassiveReplies
from bot.state.redis.client import connect, disconnect
from bot.state.redis.pubsub import Notices
from tests.bot.conftest import RedisClient

TALK = "pager:shop:ann"


@asynccontextmanager
async def process() -> AsyncIterator[PassiveReplies]:
    """The replies as one process sees them."""
    client = connect()
    notices = Notices(client)
    try:
        yield PassiveReplies(client, notices)
    finally:
        await notices.close()
        await disconnect(client)


def test_who_waits_in_one_process_gets_what_another_offers(state: RedisClient) -> None:
    async def main() -> None:
        async with process() as holder, process() as sender:
            assert not await sender.offer(TALK, "nobody waits")
            waiting = [asyncio.ensure_future(holder.wait(TALK, message, 5.0)) for message in ("m1", "m2")]
            await asyncio.sleep(0.1)
            assert await sender.offer(TALK, "one")
            assert await sender.offer(TALK, "two")
            assert not await sender.offer(TALK, "three")
            assert sorted(await asyncio.gather(*waiting)) == ["one", "two"]
            assert await sender.wait(TALK, "m1", 5.0) == waiting[0].result()  # delivered again: the same, at once

    asyncio.run(main())
    assert all(state.ttl(name) > 0 for name in state.scan_iter())


def test_a_request_that_has_waited_long_enough_takes_nothing(state: RedisClient) -> None:
    async def main() -> None:
        async with process() as passive:
            assert await passive.wait(TALK, "m1", 0.05) == ""
            assert not await passive.offer(TALK, "too late")
            assert await passive.wait(TALK, "m1", 0.05) == ""

    asyncio.run(main())


def test_whatever_comes_first_a_reply_goes_one_way_only(state: RedisClient) -> None:
    async def main() -> None:
        async with process() as holder, process() as sender:
            for number in range(40):
                waiting = asyncio.ensure_future(holder.wait(TALK, f"m{number}", 0.05))
                await asyncio.sleep(0.03 + number * 0.001)
                taken = await sender.offer(TALK, f"reply {number}")
                assert await waiting == (f"reply {number}" if taken else "")

    asyncio.run(main())
