"""The connection to Redis that a process's parts share: one for each event loop."""

import asyncio

import pytest

from bot.state.connection import Connection, shared
from bot.state.redis.keys import NEWS, key
from bot.state.service import Service
from bot.state.stores import SessionLockStore, SessionTrackerStore
from bot.state.turns.transaction import TurnTransaction
from tests.bot.conftest import RedisClient


async def nothing(_: TurnTransaction) -> None:
    pass


async def ready() -> None:
    pass


def test_the_service_and_rasas_stores_have_one_client_and_one_subscription(state: RedisClient) -> None:
    async def main() -> None:
        before = len(state.client_list())
        service = Service(nothing, nothing, ready)
        store, locks = SessionTrackerStore(None), SessionLockStore()
        reloaded = SessionTrackerStore(None)  # Rasa makes others when a model is loaded over HTTP, and closes none
        assert store._client is reloaded._client is service._client is shared().client
        assert locks._turns is store._turns is shared().turns
        await service.start()
        async with locks.lock("c"):
            await store.retrieve("c")
            with service.news("c"):
                while not state.pubsub_numsub(NEWS)[0][1]:
                    await asyncio.sleep(0.01)
                assert state.pubsub_numsub(NEWS)[0][1] == 1
        await service.stop()
        await service.close()
        while len(state.client_list()) > before:
            await asyncio.sleep(0.01)
        assert not state.exists(key("c", "lock"))

    asyncio.run(asyncio.wait_for(main(), 20))


@pytest.mark.usefixtures("state")
def test_another_event_loop_and_one_after_the_end_have_another() -> None:
    async def main() -> tuple[Connection, Connection]:
        first = shared()
        await first.close()
        second = shared()
        await second.close()
        return first, second

    found = {*asyncio.run(main()), *asyncio.run(main())}
    assert len(found) == 4
    assert shared() is not shared()  # no loop runs here
