"""Days, channels and languages add up; a customer counts once on a day."""

import asyncio
from datetime import datetime, timedelta, timezone

import pytest

from bot.state.connection import Connection
from bot.state.numbers import counting
from bot.state.numbers.counting import Counting
from bot.state.numbers.reading import read_numbers
from bot.state.numbers.turn_facts import TurnFacts
from bot.state.redis.keys import NUMBERS
from tests.bot.conftest import RedisClient

TODAY = datetime.now(timezone.utc).date()
YESTERDAY = TODAY - timedelta(1)


def test_a_rating_that_was_taken_back_the_day_after_counts_no_more(state: RedisClient) -> None:
    state.hset(NUMBERS + YESTERDAY.isoformat(), "rated:down|web|", 1)
    state.hset(NUMBERS + TODAY.isoformat(), mapping={"rated:down|web|": -1, "rated:up|web|": 1})

    async def main() -> None:
        connection = Connection()
        assert (await read_numbers(connection.client, TODAY - timedelta(399))).total.record()["ratings"] == {"up": 1}
        await connection.close()

    asyncio.run(main())


def test_groups_add_up(state: RedisClient, monkeypatch: pytest.MonkeyPatch) -> None:
    async def main() -> None:
        connection = Connection()
        mine = Counting(connection.client)
        monkeypatch.setattr(counting, "_today", YESTERDAY.isoformat)
        mine.turn("a", TurnFacts("web", "en", handed_over="hand_over"), 2, 1.0)
        mine.turn("b", TurnFacts("telegram", "de"), 1, 1.0)
        monkeypatch.setattr(counting, "_today", TODAY.isoformat)
        mine.turn("a", TurnFacts("web", "en", "odd|intent"), 1, 1.0)
        mine.turn("a", TurnFacts("web", "zh"), 1, 1.0)  # the same customer in another language
        await mine.flush()
        found = await read_numbers(connection.client, YESTERDAY)
        assert (found.total.conversations, found.total.with_person, found.total.counts["messages"]) == (3, 1, 5)
        assert {name: each.conversations for name, each in found.days.items()} == {YESTERDAY.isoformat(): 2, TODAY.isoformat(): 1}
        assert {name: each.counts["messages"] for name, each in found.channels.items()} == {"telegram": 1, "web": 4}
        assert {name: each.conversations for name, each in found.languages.items()} == {"de": 1, "en": 2, "zh": 1}
        assert [each.topic for each in found.topics] == ["odd|intent"]
        assert [(row["day"], row["channel"], row["language"], row["messages"], row["with_person"]) for row in found.table()] == [
            (YESTERDAY.isoformat(), "telegram", "de", 1, 0),
            (YESTERDAY.isoformat(), "web", "en", 2, 1),
            (TODAY.isoformat(), "web", "en", 1, 0),
            (TODAY.isoformat(), "web", "zh", 1, 0),
        ]
        assert len({tuple(row) for row in found.table()}) == 1
        nothing = await read_numbers(connection.client, YESTERDAY - timedelta(9), YESTERDAY - timedelta(2))
        assert nothing.groups == []
        assert nothing.total.conversations == 0
        await connection.close()

    asyncio.run(main())
