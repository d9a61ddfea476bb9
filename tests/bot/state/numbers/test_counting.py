"""Turns are counted once each, by all processes together, and survive Redis being away."""

import asyncio
from datetime import datetime, timezone

import pytest

from bot.state.connection import Connection
from bot.state.messages import Inbound
from bot.state.numbers import counting
from bot.state.numbers.counting import Counting, bucket
from bot.state.numbers.reading import read_numbers
from bot.state.numbers.turn_facts import TurnFacts
from bot.state.redis.client import Unavailable
from bot.state.redis.keys import NUMBERS
from bot.state.redis.tasks import end
from bot.state.turns.transaction import TurnTransaction
from tests.bot.conftest import RedisClient
from tests.support.turns import echo, said, serving, texts

TODAY = datetime.now(timezone.utc).date()


async def answer(turn: TurnTransaction) -> None:
    await echo(turn)
    text = turn.messages[-1].inbound.text
    turn.hand_over = {"why": "talk_to_person"} if "person" in text else {}
    turn.facts = TurnFacts("web", "en", "refund", "negative", "hand_over", "person" not in text, turn.hand_over.get("why", ""))


def test_turns_are_counted_as_they_are_written(state: RedisClient) -> None:
    async def main() -> None:
        async with serving(answer) as one, serving(answer) as two:
            for number, service in enumerate((one, two, one)):
                inbound = said(number, f"c{number % 2}")
                await service.accept(inbound)
                await texts(service, inbound)
            await one.accept(Inbound("c9", "m", "a person", "web"))
            await texts(one, Inbound("c9", "m", "a person", "web"))
        connection = Connection()
        found = await read_numbers(connection.client, TODAY)
        total = found.total.record()
        assert (total["messages"], total["turns"], total["conversations"], total["with_person"]) == (4, 4, 3, 1)
        assert total["contained"] == pytest.approx(2 / 3, abs=1e-4)
        assert (total["decisions"], total["moods"], total["handed_over"]) == ({"hand_over": 4}, {"negative": 4}, {"talk_to_person": 1})
        assert total["response_s"]["number"] == 4
        assert total["unanswered"] == 3
        assert [each["topic"] for each in found.record()["topics"]] == ["refund"]
        assert all(state.ttl(name) > 0 for name in state.scan_iter(match=f"{NUMBERS}*"))
        await connection.close()

    asyncio.run(main())


def test_ratings_count_once_however_often_they_change(state: RedisClient) -> None:
    async def main() -> None:
        async with serving() as service:
            await service.accept(said(1))
            await texts(service, said(1))
            [event] = [each for each in await service.events("c") if each.kind == "assistant"]
            for value in ("down", "down", "up"):
                assert await service.opinions.reply("c", event.id, value, "")
            for stars in (2, 5):
                assert await service.opinions.whole("c", stars, "")
            await service.counting.flush()
            total = (await read_numbers(service.desk.client, TODAY)).total.record()
            assert (total["ratings"], total["stars"]) == ({"up": 1}, {"5": 1})

    asyncio.run(main())


def test_what_was_counted_waits_for_redis_and_counts_once(state: RedisClient, monkeypatch: pytest.MonkeyPatch) -> None:
    async def main() -> None:
        connection = Connection()
        mine = Counting(connection.client)
        mine.turn("c", TurnFacts("web", "en", "refund", "negative"), 1, 0.2)
        add, failures = mine._add, iter([True, True, False])

        async def fails(day: str) -> None:
            if next(failures):
                raise ConnectionError("away")
            await add(day)

        monkeypatch.setattr(mine, "_add", fails)
        for _ in range(2):
            with pytest.raises(Unavailable):
                await mine.flush()
            mine.count("rated:up", "web")
        for _ in range(2):
            await mine.flush()
        total = (await read_numbers(connection.client, TODAY)).total
        assert (total.counts["turns"], total.counts["rated:up"], total.conversations) == (1, 2, 1)
        await connection.close()

    asyncio.run(main())


def test_counting_goes_on_after_whatever_fails(
    state: RedisClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(counting, "ADDS_EVERY_S", 0.01)
    monkeypatch.setattr(counting, "PAUSE_S", 0.01)

    async def main() -> None:
        connection = Connection()
        mine = Counting(connection.client)
        mine.count("rated:up")
        flush, failures = mine.flush, iter([RuntimeError("not Redis"), None, None, None])

        async def fails() -> None:
            if problem := next(failures, None):
                raise problem
            await flush()

        monkeypatch.setattr(mine, "flush", fails)
        counts = asyncio.ensure_future(mine.run())
        while not state.exists(NUMBERS + TODAY.isoformat()):
            assert not counts.done()
            await asyncio.sleep(0.01)
        await end([counts])
        await connection.close()

    asyncio.run(asyncio.wait_for(main(), 20))
    assert "not Redis" in caplog.text


def test_a_day_has_so_many_counts_at_most(state: RedisClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "MOST_COUNTS", 10)

    async def main() -> None:
        connection = Connection()
        mine = Counting(connection.client)
        for number in range(50):
            mine.count(f"decision:{number}")
            await mine.flush()
        mine.count("decision:1")
        await mine.flush()
        assert state.hlen(NUMBERS + TODAY.isoformat()) == 11
        counts = state.hgetall(NUMBERS + TODAY.isoformat())
        assert (counts["decision:1||"], counts["left_out"]) == ("2", "40")
        await connection.close()

    asyncio.run(main())


@pytest.mark.parametrize(("seconds", "name"), [(0.0, "s:0.001"), (0.25, "s:0.25"), (0.26, "s:0.5"), (90.0, "s:90"), (91.0, "s:inf")])
def test_durations_are_counted_in_buckets(seconds: float, name: str) -> None:
    assert bucket("s", seconds) == name
