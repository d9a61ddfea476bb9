"""Who was negative about what is counted once for each customer, for all processes together, and forgotten with the customer."""

import asyncio
import time

from bot.state.connection import Connection
from bot.state.conversations import erase
from bot.state.moods import BIN_S, negative_about, note_mood, read_moods
from bot.state.redis.keys import DAY_S
from tests.bot.conftest import RedisClient

NOON = 20_000 * DAY_S + DAY_S / 2


def test_a_customer_counts_once_and_each_process_sees_all(state: RedisClient) -> None:
    async def main() -> None:
        one, two = Connection(), Connection()
        for number in range(50):  # one customer, very angry
            await note_mood(one.client, "a", NOON + number, "refund")
        await note_mood(two.client, "b", NOON + BIN_S, "refund")
        await note_mood(two.client, "c", NOON + BIN_S, "")
        await note_mood(two.client, "a", NOON + BIN_S, "delivery")
        moods = await read_moods(one.client, 3, NOON + 2 * BIN_S)
        assert moods.customers == [1, 2, 0]
        assert moods.counts("refund") == [1, 1, 0]
        assert moods.counts("delivery") == [0, 1, 0]
        assert moods.counts("other") == [0, 0, 0]
        assert moods.days == []
        tomorrow = await read_moods(one.client, 3, NOON + DAY_S)
        assert tomorrow.days == [(3, {"refund": 2, "delivery": 1})]
        assert tomorrow.customers == [0, 0, 0]
        assert all(state.ttl(name) > 0 for name in state.scan_iter())
        for each in (one, two):
            await each.close()

    asyncio.run(main())


def test_bins_go_on_over_midnight(state: RedisClient) -> None:
    midnight = 20_001 * DAY_S

    async def main() -> None:
        connection = Connection()
        for number, at in enumerate((midnight - BIN_S, midnight - 1, midnight, midnight + BIN_S)):
            await note_mood(connection.client, f"c{number}", at, "refund")
        moods = await read_moods(connection.client, 4, midnight + BIN_S)
        assert moods.customers == moods.counts("refund") == [0, 2, 1, 1]
        await connection.close()

    asyncio.run(main())


def test_who_is_erased_is_named_nowhere(state: RedisClient) -> None:
    async def main() -> None:
        connection = Connection()
        await note_mood(connection.client, "telegram:4711", time.time(), "refund")
        await erase(connection.client, "telegram:4711")
        assert await negative_about(connection.client, "refund", 0) == []
        assert not any("4711" in str(state.zrange(name, 0, -1)) for name in state.scan_iter() if state.type(name) == "zset")
        await connection.close()

    asyncio.run(main())
