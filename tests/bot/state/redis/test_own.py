"""What `own.lua` keeps, beside who has a conversation: since when its customer waits, and nothing for good."""

import asyncio

from bot.state.connection import Connection
from bot.state.desk import Desk
from bot.state.redis.keys import WAITS, key
from tests.bot.conftest import RedisClient
from tests.support.turns import serving

ABOUT = {"why": "talk_to_person", "asked": "Where is it?", "language": "de", "channel": "web"}


def test_who_waits_again_waits_from_then_on(state: RedisClient) -> None:
    async def main() -> None:
        async with serving() as service:
            desk = service.desk
            for number in range(4):
                conversation = f"c{number}"
                owned = key(conversation, "owner")
                state.rpush(key(conversation, "events"), "{}")
                await desk.hand_over(conversation, ABOUT)
                state.hset(owned, mapping={"waiting_since": 1, "queued_since": 1})  # for decades
                await desk.take(conversation, "mia")
                if number % 2:
                    await desk.transfer(conversation, "mia")
                else:
                    state.hset(owned, "beat", 1)
                    [case] = [case for case in await desk.cases() if case.conversation == conversation]
                    assert await desk.lapse(case, 60.0, 60.0)
                await desk.take(conversation, "noah")
                assert (await desk.owner(conversation)).waiting_since == 1  # it is for long that nobody has answered them
            waits = sorted(map(int, state.lrange(WAITS, 0, -1)))
            assert len(waits) == 8
            assert waits[3] < 60_000 < waits[4]

    asyncio.run(main())


def test_what_agents_note_is_forgotten_with_the_conversation(state: RedisClient) -> None:
    async def main() -> None:
        connection = Connection()
        state.rpush(key("c", "events"), "{}")
        await Desk(connection.client).note("c", "mia", "knows the order")
        assert state.ttl(key("c", "seen")) > 0
        await connection.close()

    asyncio.run(main())
